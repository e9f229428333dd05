import { hash } from 'node:crypto';
import { coarseAddress } from '#domain/coarse-address.ts';
import { equalSecrets } from './constant-time.ts';

export type Personal = {
  readonly address?: string;
  readonly userAgent?: string;
  /** Stands for the whole address where `address` is its network alone. */
  readonly exact?: string;
};

/** What a hash begins with that covers network, browser and whole address one by one. */
const BY_PARTS = '2.';

/** Records of earlier versions: one hash over all of it, which nothing can be taken out of. */
const isWhole = (sealed: string): boolean => !sealed.startsWith(BY_PARTS);

const digest = (text: string): string => hash('sha256', text, 'base64url');

/** Names sorted, absent ones left out. */
const canonical = (fields: Readonly<Record<string, string | undefined>>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );

/**
 * Stands for the personal fields of an audit record in the hash chain (SHA-256): its network and
 * browser as they are, its whole address by a salted hash of its own, so that the address and the salt
 * can be erased and what is left still verifies.
 */
export function personalHash(salt: string, { address, userAgent, exact }: Personal): string {
  const network = address === undefined ? undefined : coarseAddress(address);
  return `${BY_PARTS}${digest(canonical({ network, userAgent, exact: exact ?? exactOf(salt, address) }))}`;
}

const exactOf = (salt: string, address: string | undefined): string | undefined =>
  address === undefined ? undefined : digest(salt + address);

/** Whether the fields are what the hash was made of. Of an earlier version, erased ones pass. */
export function isPersonalOf(
  sealed: string,
  { salt, personal }: { readonly salt: string; readonly personal: Personal | undefined },
): boolean {
  if (!isWhole(sealed)) return equalSecrets(personalHash(salt, personal ?? {}), sealed);
  return personal === undefined || equalSecrets(digest(salt + canonical(personal)), sealed);
}

/** The same record with its network in place of its address; undefined where nothing may stay. */
export function coarsePersonal(
  sealed: string,
  { salt, personal }: { readonly salt: string; readonly personal: Personal | undefined },
): Personal | undefined {
  if (personal?.address === undefined || isWhole(sealed)) return undefined;
  const exact = personal.exact ?? exactOf(salt, personal.address);
  return { ...personal, address: coarseAddress(personal.address), ...(exact && { exact }) };
}
