/** BCP 47 (RFC 5646), as carriers take it: a language, and a region where it matters. */
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z]{2})?$/;

const primaryOf = (language: string): string => language.split('-', 1).join('');

/** Of those that there are: the very one, else another of the same language. */
export const nearest = (wanted: string, languages: readonly string[]): string | undefined =>
  languages.find((one) => one === wanted) ??
  languages.find((one) => primaryOf(one) === primaryOf(wanted));

/** What a browser asks for first (RFC 9110 section 12.5.4); undefined: nothing that calls can have. */
export function firstLanguage(header: string | undefined): string | undefined {
  const [first = ''] = (header ?? '').slice(0, 100).split(/[,;]/, 1);
  const [language = '', region = ''] = first.trim().split('-', 2);
  const named = [
    language.toLowerCase(),
    ...(/^[a-z]{2}$/i.test(region) ? [region.toUpperCase()] : []),
  ].join('-');
  return LANGUAGE.test(named) ? named : undefined;
}
