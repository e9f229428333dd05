import { LANGUAGE } from '@proofup/ui/text.ts';

/** The page's language as it is written where the reader is, so that dates fit the words around them. */
export const localeFor = (preferred: readonly string[]): string =>
  preferred.find((locale) => locale === LANGUAGE || locale.startsWith(`${LANGUAGE}-`)) ?? LANGUAGE;

export const pageLocale = (): string => localeFor(navigator.languages);
