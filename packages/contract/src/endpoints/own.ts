import type { Endpoint } from '../endpoint.ts';
import { ACCOUNT } from './account.ts';
import { HANDED_OVER } from './handover.ts';
import { OWN_LANGUAGE } from './person.ts';
import { SECURITY_INFO } from './security-info.ts';
import { SIGN_IN } from './sign-in.ts';

/**
 * What people do for themselves. Plain data: the sign-in pages' client reads this table and must
 * not carry a schema library, nor what only the staff has a use for.
 */
export const OWN = {
  ...SIGN_IN,
  ...ACCOUNT,
  ...SECURITY_INFO,
  ...OWN_LANGUAGE,
  ...HANDED_OVER,
} as const satisfies Readonly<Record<string, Endpoint>>;

/** The header that carries the CSRF token of a sign-in or session on every write. */
export const CSRF_HEADER = 'x-proofup-csrf';
