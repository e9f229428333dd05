import { isIP } from 'node:net';
import { isSupportedCountry } from 'libphonenumber-js/max';
import { z } from 'zod';

/** What several settings are made of. */
export const text = (maxLength: number) => z.string().min(1).max(maxLength);
export const file = () => text(1024).meta({ expects: 'the path of a file' });
export const secret = (description: string) => text(4096).meta({ secret: true, description });
export const minutes = (lowest: number, highest: number) => z.int().min(lowest).max(highest);

export const isCidr = (value: string): boolean => {
  const [address = '', prefix, ...more] = value.split('/');
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (bits === 0 || more.length > 0) return false;
  // A prefix of 0 would let everybody say where they come from.
  return prefix === undefined || (/^[0-9]{1,3}$/.test(prefix) && +prefix >= 1 && +prefix <= bits);
};

export const countries = () =>
  z
    .array(z.string().refine((code) => isSupportedCountry(code)))
    .default([])
    .meta({ expects: 'a list of two-letter country codes, such as DE,NL' });

export const prices = () =>
  z
    .array(z.string().regex(/^([A-Z]{2}|\*)=[0-9]{1,4}(\.[0-9]{1,6})?$/))
    .default([])
    .meta({ expects: 'a list of prices such as DE=0.08,*=0.1' });

export const aaguids = () =>
  z
    .array(z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/))
    .default([])
    .meta({ expects: 'a list of AAGUIDs, such as 08987058-cadc-4b81-b6e1-30de50dcbe96' });

export const parsesAsUrl = (value: string, schemes: readonly string[]): boolean =>
  schemes.includes(URL.parse(value)?.protocol ?? '');

/** Splits a portal; the address may have further `=`. */
