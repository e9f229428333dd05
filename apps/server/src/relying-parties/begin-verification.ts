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
  /** Where the person comes back to from our page; undefined: the program asks them itself. */
  readonly returnUrl: string | undefined;
  /** Of the person, as the program tells it. */
  readonly context: RequestContext;
};

export type BeginVerificationOutcome =
  /** The token is for the one browser that is handed over. */
  | { readonly kind: 'begun'; readonly signIn: SignIn; readonly token: string }
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

const isProvableHere = (type: AuthenticatorType): boolean =>
  type === 'passkey' || isProvableElsewhere(type);

/** Where our page sends the browser on to the program (relying-parties/return-handover.ts). */
const RETURN = '/verify/return';

/** The types that would do, of those that can be proved where the person is asked. */
function listAccepted({
  methods,
  strength,
  returnUrl,
}: Pick<VerificationRequest, 'methods' | 'strength' | 'returnUrl'>): readonly AuthenticatorType[] {
  const isProvable = returnUrl === undefined ? isProvableElsewhere : isProvableHere;
  const strong = typesFor(strength) ?? AUTHENTICATOR_TYPES;
  return strong.filter(
    (type) => isProvable(type) && (methods === undefined || methods.includes(type)),
  );
}

/** Once it is over it can still be said that it was. */
const GRACE_MS = 15 * 60_000;

/** A program has seen the first factor; the one engine asks for the second (docs/adr/0056). */
export function makeBeginVerification(dependencies: Dependencies): BeginVerification {
  const { users, loginKey, beginProof, hash, ids, clock } = dependencies;
  return async ({ keyName, login, purpose, methods, strength, returnUrl, context }) => {
    const key = loginKey(login);
    const user = key === undefined ? undefined : await users.findByLoginKey(key);
    if (user?.active !== true) return { kind: 'unknown-user' };
    const accepts = listAccepted({ methods, strength, returnUrl });
    if (accepts.length === 0) return { kind: 'no-method' };
    const outcome = await beginProof({
      user,
      accepts,
      mayRegister: false,
      returnTo: returnUrl === undefined ? '/' : RETURN,
      context,
      detail: { apiKey: keyName, purpose },
      request: {
        requestHash: hash('verification', ids()),
        askedBy: { kind: 'api-key', name: keyName, purpose },
        subject: user.id,
        reply: JSON.stringify({ clientAddress: context.address, returnUrl }),
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
