import type { CountryView } from '@proofup/contract/schemas.ts';

export type Mode = 'text' | 'call';

export type NamedCountry = { readonly code: string; readonly label: string };

const REACHED_BY: Readonly<Record<Mode, (country: CountryView) => boolean>> = {
  text: ({ texts }) => texts,
  call: ({ calls }) => calls,
};

export const countriesFor = (mode: Mode, countries: readonly CountryView[]) =>
  countries.filter(REACHED_BY[mode]);

/** Office telephones do not take text messages. */
export function modesFor(slot: string, countries: readonly CountryView[]): readonly Mode[] {
  const modes: readonly Mode[] = slot === 'office' ? ['call'] : ['text', 'call'];
  return modes.filter((mode) => countriesFor(mode, countries).length > 0);
}

/** By their names in the page's language, in its alphabetical order. */
export function named(countries: readonly CountryView[], language: string): NamedCountry[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const { compare } = new Intl.Collator(language);
  return countries
    .map(({ code, callingCode }) => ({
      code,
      label: `${names.of(code) ?? code} (+${callingCode.replace(/^\+/, '')})`,
    }))
    .toSorted((a, b) => compare(a.label, b.label));
}

/** The region of the browser's language, where it is one of those offered. */
export function likelyCountry(
  countries: readonly CountryView[],
  languages: readonly string[],
): string {
  const [only] = countries;
  if (countries.length === 1 && only !== undefined) return only.code;
  const regions = languages.map((language) => new Intl.Locale(language).region);
  return countries.find(({ code }) => regions.includes(code))?.code ?? '';
}
