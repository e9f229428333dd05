import type { AuthenticatorType, PhoneSlot } from './authenticator.ts';
import type { AuthenticatorId, BindingId, ChallengeId, SignInId, UserId } from './ids.ts';

/** Wrong outputs that one sign-in (or one binding) may bring, over all its challenges (ASVS 6.6.3). */
export const ATTEMPTS = 5;

export type ChallengeState =
  /** Waiting for an output, a key press or a signed answer. */
  | 'live'
  /** Approved on the phone; the browser that asked has not come for it yet. */
  | 'approved'
  | 'consumed'
  /** Another challenge took its place. */
  | 'superseded'
  /** No attempts left. */
  | 'exhausted'
  /** Denied on the phone, or reported as fraud. */
  | 'denied'
  /** The call could not be made or nobody answered it; a number was typed that is not the one shown. */
  | 'failed';

/**
 * The life of a challenge: from each state, what may come next. Every edge is one conditional
 * update, so that of two that race only one is taken. Nothing leads back to `live`.
 */
export const CHALLENGE_TRANSITIONS = {
  live: ['approved', 'consumed', 'superseded', 'exhausted', 'denied', 'failed'],
  approved: ['consumed', 'superseded'],
  consumed: [],
  superseded: [],
  exhausted: [],
  denied: [],
  failed: ['superseded'],
} as const satisfies Readonly<Record<ChallengeState, readonly ChallengeState[]>>;

/** What a challenge is for: an attempt to sign in or step up, or the proof of a new binding. */
export type ChallengeFor =
  | {
      readonly kind: 'sign-in';
      readonly signInId: SignInId;
      readonly authenticatorId: AuthenticatorId;
    }
  | { readonly kind: 'binding'; readonly bindingId: BindingId };

/** One request for proof: single use, expiring, attempts limited. */
export type Challenge = {
  readonly id: ChallengeId;
  readonly userId: UserId;
  readonly for: ChallengeFor;
  readonly type: AuthenticatorType;
  readonly slot: PhoneSlot | undefined;
  readonly state: ChallengeState;
  readonly attemptsLeft: number;
  /** Keyed hash of the code that was sent; absent where the output is computed or a key press. */
  readonly codeHash: string | undefined;
  /** Recovery codes: the printed number that is asked for. */
  readonly codeNumber: number | undefined;
  readonly outcome: CallOutcome | undefined;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** When the same option may be sent again. */
  readonly resendAt: Date | undefined;
};

export type CallOutcome =
  | 'no-answer'
  | 'busy'
  | 'voicemail'
  | 'failed'
  | 'fraud-reported'
  /** Answers of a device. */
  | 'declined'
  | 'wrong-number';

/** What a person may answer to a request on their device. There is no approval without the number. */
export const DECISIONS = ['approve', 'deny', 'report'] as const;

export type Decision = (typeof DECISIONS)[number];

/** What there is to know of a passkey: what people see of it, and what its signatures are checked with. */
export type NewCredential = {
  /** Base64url. */
  readonly credentialId: string;
  readonly aaguid: string;
  readonly backedUp: boolean;
  /** The signature counter. */
  readonly counter: number;
  readonly key: CredentialKey;
};

export type CredentialKey = {
  /** COSE_Key, base64url. */
  readonly publicKey: string;
  readonly backupEligible: boolean;
  readonly transports: readonly string[];
};

/** What a genuine output uses up, beyond its challenge. */
export type Spend =
  /** The output belongs to this challenge alone (a texted code): consuming the challenge is enough. */
  | { readonly kind: 'challenge' }
  /** A moving factor (RFC 6238 time step): from now on only greater values are accepted. */
  | { readonly kind: 'counter'; readonly authenticatorId: AuthenticatorId; readonly value: number }
  /** The same for an app that is being added. */
  | { readonly kind: 'binding-counter'; readonly bindingId: BindingId; readonly value: number }
  /** A signature of a bound passkey: its counter grows, or stays at 0 where it does not count. */
  | {
      readonly kind: 'assertion';
      readonly authenticatorId: AuthenticatorId;
      readonly counter: number;
      readonly backedUp: boolean;
    }
  /** A passkey on its way to the account; refused where it is bound to any account already. */
  | {
      readonly kind: 'credential';
      readonly bindingId: BindingId;
      readonly credential: NewCredential;
    }
  /** A signed answer of a device that works. */
  | {
      readonly kind: 'answer';
      readonly authenticatorId: AuthenticatorId | undefined;
      readonly decision: Decision;
    }
  /** One code of a list, or one use of a pass. */
  | { readonly kind: 'use'; readonly authenticatorId: AuthenticatorId; readonly codeId: string };

export const isOver = (challenge: Challenge, now: Date): boolean =>
  challenge.state !== 'live' || challenge.expiresAt <= now;
