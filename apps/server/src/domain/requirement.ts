import { type BoundAuthenticator, isLasting } from './bound-authenticator.ts';
import type { User } from './user.ts';

/** What a person whose first factor is proven must do next. */
export type Requirement =
  /** Nothing: no second step is asked of this account, or not yet, and it has none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'second-step' }
  /** Set-up, and nothing else is reachable before it is finished. */
  | { readonly kind: 'set-up' }
  /** Set-up needs a proof that this account cannot give by itself: someone must help. */
  | { readonly kind: 'needs-help' };

/**
 * Decides from stored facts alone; nothing a client sends can lower it. An account that has a second
 * step is always asked for it, whatever its state says.
 */
export function decideRequirement(
  user: Pick<User, 'state' | 'registration' | 'graceUntil'>,
  authenticators: readonly BoundAuthenticator[],
  now: Date,
): Requirement {
  const active = authenticators.filter(
    ({ expiresAt }) => expiresAt === undefined || expiresAt > now,
  );
  if (active.some(isLasting)) return { kind: 'second-step' };
  if (active.some(({ usesLeft }) => usesLeft !== undefined && usesLeft > 0)) {
    return { kind: 'second-step' };
  }
  if (user.state === 'disabled') return { kind: 'none' };
  if (user.registration.kind === 'pass') return { kind: 'needs-help' };
  const { openUntil } = user.registration;
  if (openUntil !== undefined && openUntil <= now) return { kind: 'needs-help' };
  return isInGrace(user, now) ? { kind: 'none' } : { kind: 'set-up' };
}

/** Only before the first set-up: whoever is enforced, or of the staff, has none. */
export const isInGrace = (user: Pick<User, 'state' | 'graceUntil'>, now: Date): boolean =>
  user.state === 'enabled' && user.graceUntil !== undefined && user.graceUntil > now;

/**
 * The same for a relying party, which has seen the first factor itself. It always asks, whatever the
 * account's own state says; methods that it does not take are no reason to bind another one.
 */
export function decideProofRequirement(
  user: Pick<User, 'role' | 'registration'>,
  bound: readonly BoundAuthenticator[],
  at: { readonly hasOption: boolean; readonly mayRegister: boolean; readonly now: Date },
): Exclude<Requirement['kind'], 'none'> {
  if (at.hasOption) return 'second-step';
  // An administrator here is not made by whoever administers the other side.
  const mayRegister = at.mayRegister && user.role === 'user' && !bound.some(isLasting);
  if (!mayRegister || user.registration.kind === 'pass') return 'needs-help';
  const { openUntil } = user.registration;
  return openUntil !== undefined && openUntil <= at.now ? 'needs-help' : 'set-up';
}
