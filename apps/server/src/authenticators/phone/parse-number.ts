import {
  type CountryCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

export type ParsedNumber = {
  /** `+` and 7 to 15 ASCII digits (ITU-T E.164): the one form that is stored, counted and sent to. */
  readonly e164: string;
  /** ISO 3166-1 alpha-2 of the number itself, whatever country was chosen. */
  readonly country: string;
  /** Written behind the number, such as `;ext=12`: an office's extension. */
  readonly extension: string | undefined;
};

/**
 * Never called or texted, whatever countries are open: numbers that cost the caller extra, and
 * ranges that belong to no country (satellites, global services).
 */
const REFUSED_TYPES: ReadonlySet<string | undefined> = new Set([
  'PREMIUM_RATE',
  'SHARED_COST',
  'UAN',
  'VOICEMAIL',
  'PAGER',
  'PERSONAL_NUMBER',
]);

const E164 = /^\+[1-9][0-9]{6,14}$/;

/** Reads what people type (E.164, national, `00`, spaces, full-width digits); undefined: not a number that can be reached. */
export function parseNumber(typed: string, country: string): ParsedNumber | undefined {
  const text = typed
    .normalize('NFKC')
    .trim()
    .replace(/^00(?=[1-9])/, '+');
  // Letters are for vanity numbers and injections; `ext` and `tel:` are what may stand beside digits.
  if (!/^(?:tel:)?[+0-9()\s./-]+(?:(?:;ext=|\s*(?:x|ext\.?)\s*)[0-9]{1,8})?$/i.test(text)) {
    return undefined;
  }
  const region: CountryCode | undefined = isSupportedCountry(country) ? country : undefined;
  const parsed = parsePhoneNumberFromString(text.replace(/^tel:/i, ''), {
    ...(region === undefined ? {} : { defaultCountry: region }),
    extract: false,
  });
  if (parsed?.country === undefined || !parsed.isValid()) return undefined;
  if (REFUSED_TYPES.has(parsed.getType()) || !E164.test(parsed.number)) return undefined;
  return { e164: parsed.number, country: parsed.country, extension: parsed.ext };
}
