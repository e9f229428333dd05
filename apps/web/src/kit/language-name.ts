import { pageLocale } from '#kit/locale.ts';

/** What a language (BCP 47) is called, on this page or in the words of another; itself where nobody knows. */
export function languageName(language: string, locale = pageLocale()): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}
