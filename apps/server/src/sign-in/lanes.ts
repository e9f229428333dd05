import type { Challenge } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import { type AuthenticatorProperties, propertiesOf } from '#domain/authenticator.ts';
import type { UserId } from '#domain/ids.ts';
import { type LockOut, secondStepRule } from '#domain/lock-out.ts';
import type { KnownBrowserStore } from '#sessions/ports.ts';
import type { LaneKey, PasswordLanes, PhoneTarget, Tokens } from './ports.ts';

/** Sources are people's addresses: what is counted is their keyed hash. */
export const sourceLane = (tokens: Tokens, { source }: RequestContext): LaneKey => ({
  kind: 'source-failures',
  subject: tokens.hash('source', source),
});

type PasswordDependencies = {
  readonly tokens: Tokens;
  readonly knownBrowsers: Pick<KnownBrowserStore, 'isKnown'>;
  readonly loginKey: (typed: string) => string | undefined;
};

/**
 * A browser that signed in to this account before has a pool of its own, which strangers cannot
 * fill. An unknown name gets a pool like a known one, so that a lock says nothing about accounts.
 */
export function makePasswordLanes(dependencies: PasswordDependencies): PasswordLanes {
  const { tokens, knownBrowsers, loginKey } = dependencies;
  return async ({ userId, name, context }) => {
    const source = sourceLane(tokens, context);
    const { browserToken } = context;
    const browser = browserToken === undefined ? undefined : tokens.hash('browser', browserToken);
    const isKnown =
      userId !== undefined &&
      browser !== undefined &&
      (await knownBrowsers.isKnown(browser, userId));
    if (isKnown) return [source, { kind: 'password-known', subject: `${userId}:${browser}` }];
    const subject = userId ?? tokens.hash('login', loginKey(name) ?? name);
    return [source, { kind: 'password-strangers', subject }];
  };
}

type ProofLaneKind = AuthenticatorProperties['lane'];

/** One budget for the account over every door and method, one for its passkeys; the streak is the authenticator's own. */
export const proofLane = (
  userId: UserId,
  { for: subject, type }: Pick<Challenge, 'for' | 'type'>,
  lockOut: LockOut,
): LaneKey => ({
  ...accountLane(propertiesOf(type).lane, userId, lockOut),
  cause: subject.kind === 'sign-in' ? subject.authenticatorId : 'binding',
});

/** The same whatever it is asked for; passkeys are never locked by it. */
export const accountLane = (kind: ProofLaneKind, subject: UserId, lockOut: LockOut): LaneKey => ({
  kind,
  subject,
  ...(kind === 'second-step' ? { rule: secondStepRule(lockOut) } : {}),
});

/** Every budget that a message spends, smallest circle first. */
export function sendLanes(
  tokens: Tokens,
  { source }: RequestContext,
  { userId, phone }: { readonly userId: UserId; readonly phone: PhoneTarget },
): readonly LaneKey[] {
  return [
    { kind: 'sends-number', subject: tokens.hash('number', phone.e164) },
    { kind: 'sends-account', subject: userId },
    { kind: 'sends-source', subject: tokens.hash('source', source) },
    { kind: 'sends-block', subject: tokens.hash('number-block', phone.e164.slice(0, -4)) },
    { kind: 'sends-country', subject: phone.country },
  ];
}
