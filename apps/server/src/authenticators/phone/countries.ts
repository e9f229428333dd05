import { getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js/max';

export type OpenCountry = {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly callingCode: string;
  readonly texts: boolean;
  readonly calls: boolean;
};

type Lists = { readonly texts: readonly string[]; readonly calls: readonly string[] };

/** The countries that an operator opened; empty lists: no phone can be reached at all. */
export const listOpenCountries = ({ texts, calls }: Lists): readonly OpenCountry[] =>
  [...new Set([...texts, ...calls])].toSorted().flatMap((code) =>
    isSupportedCountry(code)
      ? [
          {
            code,
            callingCode: getCountryCallingCode(code),
            texts: texts.includes(code),
            calls: calls.includes(code),
          },
        ]
      : [],
  );
