import type { UserStore } from '#directory/ports.ts';
import {
  AUTHENTICATOR_TYPES,
  type AuthenticatorType,
  propertiesOf,
} from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { SignIn } from '#domain/sign-in.ts';
import { SIGN_IN_LIFE_MS } from '#domain/sign-in.ts';
import { type Strength, typesFor } from '#domain/strength.ts';
import type { Clock } from '#domain/write.ts';
import type { BeginProof } from './ports.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly loginKey: (typed: string) => string | undefined;
  readonly beginProof: BeginProof;
  /** Keyed hash of a purpose's value (crypto/tokens.ts). */
  readonly hash: (purpose: string, value: string) => string;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type VerificationRequest = {
  readonly keyName: string;
  readonly login: string;
  /** People read it. */
  readonly purpose: string;
  /** Undefined: whatever the person has. */
  readonly methods: readonly AuthenticatorType[] | undefined;
  readonly strength: Strength;
  /** Of the person, as the program tells it. */
  readonly context: RequestContext;
};

export type BeginVerificationOutcome =
  | { readonly kind: 'begun'; readonly signIn: SignIn }
  /** No account, or one that is not active. */
  | { readonly kind: 'unknown-user' }
  /** Nothing that the person has was asked for, or could be. */
  | { readonly kind: 'no-method' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type BeginVerification = (request: VerificationRequest) => Promise<BeginVerificationOutcome>;

/**
 * Signatures of passkeys are bound to this service's own pages, and what is kept for getting back in
 * answers nobody else (docs/adr/0031).
 */
const isProvableElsewhere = (type: AuthenticatorType): boolean =>
  ['six-digits', 'key-press', 'signed-answer'].includes(propertiesOf(type).output);

/** Once it is over it can still be said that it was. */
const GRACE_MS = 15 * 60_000;

/** A program has seen the first factor; the one engine asks for the second (docs/adr/0056). */
export function makeBeginVerification(dependencies: Dependencies): BeginVerification {
  const { users, loginKey, beginProof, hash, ids, clock } = dependencies;
  return async ({ keyName, login, purpose, methods, strength, context }) => {
    const key = loginKey(login);
    const user = key === undefined ? undefined : await users.findByLoginKey(key);
    if (user?.active !== true) return { kind: 'unknown-user' };
    const strong = typesFor(strength) ?? AUTHENTICATOR_TYPES;
    const accepts = strong.filter(
      (type) => isProvableElsewhere(type) && (methods === undefined || methods.includes(type)),
    );
    if (accepts.length === 0) return { kind: 'no-method' };
    const outcome = await beginProof({
      user,
      accepts,
      mayRegister: false,
      returnTo: '/',
      context,
      detail: { apiKey: keyName, purpose },
      request: {
        requestHash: hash('verification', ids()),
        askedBy: { kind: 'api-key', name: keyName, purpose },
        subject: user.id,
        reply: JSON.stringify({ clientAddress: context.address }),
        forgetAt: new Date(clock().getTime() + SIGN_IN_LIFE_MS + GRACE_MS),
      },
    });
    switch (outcome.kind) {
      case 'begun':
        return outcome.signIn.state === 'second-step' ? outcome : { kind: 'no-method' };
      case 'replayed':
        throw new Error('an id was made twice');
      case 'blocked':
      case 'throttled':
        return outcome;
    }
  };
}
