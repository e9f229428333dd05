import type { UserId } from './ids.ts';
import type { Role } from './role.ts';

/** Days until a key expires, at most, and where nobody says (K14). */
export const KEY_DAYS = { usual: 90, most: 365 } as const;
/** Calls that one key may make. */
export const KEY_CALLS = { perMs: 60_000, usual: 600, most: 6000 } as const;

const NAME = /^[a-z0-9-]{1,64}$/;

export const isKeyName = (name: string): boolean => NAME.test(name);

const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** `https`, or this very machine; without a fragment, a user or a pattern (RFC 9700 section 2.1). */
export function isReturnUrl(address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  const isSafe = url.protocol === 'https:' || LOOPBACK.includes(url.hostname);
  const isWeb = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isSafe && isWeb && !/[#*\\\s]/.test(address);
}

/** What a program calls with, on behalf of nobody. `Scope`: the contract's list. */
export type ApiKey<Scope extends string = string> = {
  /** In the audit log; never used for another. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly callsPerMinute: number;
  /** Where a browser may go back to that it handed over; compared letter by letter. */
  readonly returnUrls: readonly string[];
  /** Whose role it lives by; undefined: made by an operator of the server. */
  readonly madeBy: UserId | undefined;
};

/**
 * As whom a key meets an account: with the rank of the help desk, whatever its scopes are, and with
 * the face of whoever made it, so that nobody reaches their own account by a key.
 */
export const rankOf = ({
  name,
  madeBy,
}: Pick<ApiKey, 'name' | 'madeBy'>): { readonly id: string; readonly role: Role } => ({
  id: madeBy ?? name,
  role: 'help-desk',
});
