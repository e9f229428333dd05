import { hash } from 'node:crypto';

/**
 * Stands for the personal fields of an audit record in the hash chain, so that they can be erased
 * and the chain still holds: SHA-256 over the salt and their canonical JSON (names sorted, absent
 * ones left out).
 */
export function personalHash(
  salt: string,
  personal: Readonly<Record<string, string | undefined>>,
): string {
  const present = Object.entries(personal)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const canonical = JSON.stringify(Object.fromEntries(present));
  return hash('sha256', salt + canonical, 'base64url');
}
