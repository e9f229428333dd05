import { createHash } from 'node:crypto';

/**
 * The accounts of the bench, known by their number to the server's and the load generator's process
 * alike. `quick` ones have a password hash that costs next to nothing, for what is measured without
 * it; all others have the production hash.
 */
export const GROUPS = {
  quick: { digit: 1, hash: 'cheap', active: true, hasApp: true },
  ordinary: { digit: 2, hash: 'production', active: true, hasApp: true },
  disabled: { digit: 3, hash: 'production', active: false, hasApp: true },
  bare: { digit: 4, hash: 'production', active: true, hasApp: false },
} as const satisfies Readonly<
  Record<
    string,
    {
      /** Keeps ids and addresses of the groups apart. */
      readonly digit: number;
      readonly hash: 'cheap' | 'production';
      readonly active: boolean;
      readonly hasApp: boolean;
    }
  >
>;

export type Group = keyof typeof GROUPS;
export type Account = { readonly group: Group; readonly number: number };

export const PASSWORD = 'correct horse battery staple';

export const loginOf = ({ group, number }: Account): string => `${group}${number}`;

/** A version 7 UUID but for its randomness; the SQL that loads the accounts builds the same. */
export const idPrefixOf = (group: Group): string => `0190000${GROUPS[group].digit}-0000-7000-8000-`;
export const idOf = ({ group, number }: Account): string =>
  idPrefixOf(group) + number.toString(16).padStart(12, '0');

/** 160 bits (RFC 4226 section 4, R6), as an app would hold them. */
export const secretOf = (account: Account): Uint8Array =>
  createHash('sha1').update(loginOf(account)).digest();

/** An address of its own for everybody: one source may fail 20 times in 10 minutes. */
export const addressOf = ({ group, number }: Account): string =>
  [10 + GROUPS[group].digit, (number >> 16) & 255, (number >> 8) & 255, number & 255].join('.');

/** Numbers that nobody has (North American Numbering Plan, 555-0100 to 555-0199). */
export const numberOf = (n: number): string => `+1212555${String(100 + n).padStart(4, '0')}`;
