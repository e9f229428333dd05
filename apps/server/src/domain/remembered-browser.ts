import type { AuthenticatorType } from './authenticator.ts';
import { propertiesOf } from './authenticator.ts';
import { isLasting } from './bound-authenticator.ts';
import type { RememberedBrowserId, UserId } from './ids.ts';
import type { Purpose } from './sign-in.ts';
import type { Role } from './role.ts';

const DAY_MS = 24 * 60 * 60_000;

/** At most this many for one person: the oldest makes room. */
export const REMEMBERED_BROWSERS = 5;

/** Whether people may leave out the second step in a browser of theirs, and for how long. */
export type RememberPolicy = { readonly enabled: boolean; readonly days: number };

/** A browser in which one person is not asked for the second step for a while. */
export type RememberedBrowser = {
  readonly id: RememberedBrowserId;
  readonly userId: UserId;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date;
  readonly address: string;
  readonly userAgent: string;
};

export const expiryOf = ({ days }: RememberPolicy, now: Date): Date =>
  new Date(now.getTime() + days * DAY_MS);

/** Fewer days shorten what was promised under more; more days lengthen nothing. */
export function rememberedUntil(
  { createdAt, expiresAt }: Pick<RememberedBrowser, 'createdAt' | 'expiresAt'>,
  policy: RememberPolicy,
): Date {
  const allowed = expiryOf(policy, createdAt);
  return allowed < expiresAt ? allowed : expiresAt;
}

export const isRemembered = (
  browser: Pick<RememberedBrowser, 'createdAt' | 'expiresAt'>,
  policy: RememberPolicy,
  now: Date,
): boolean => policy.enabled && rememberedUntil(browser, policy) > now;

/**
 * Whether this proof may be remembered: never an administrator's, never a step-up's, and never one
 * that was only kept for getting back in (a code on paper, a pass).
 */
export const mayBeRemembered = (
  { enabled }: RememberPolicy,
  proof: {
    readonly role: Role;
    readonly purpose: Purpose;
    readonly type: AuthenticatorType | undefined;
  },
): boolean =>
  enabled &&
  proof.role === 'user' &&
  proof.purpose === 'sign-in' &&
  proof.type !== undefined &&
  isLasting({ kind: propertiesOf(proof.type).boundAs });
