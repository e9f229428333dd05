import type { PlaceView } from '@proofup/contract/schemas.ts';
import { pageLocale } from '#kit/locale.ts';

/** The country where it is known, else a part of the address. */
export function placeText({ country, address }: PlaceView, locale = pageLocale()): string {
  if (country === undefined) return address;
  return new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country;
}
