import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { Challenge, Spend } from '#domain/challenge.ts';
import type { AuthenticatorId, BindingId, SignInId } from '#domain/ids.ts';
import type { DeviceRefusal } from './device/refusal.ts';
import type { PasskeyRefusal } from './passkey/refusal.ts';

export type Verdict =
  /** `refusal`: why, where more than "wrong" can be said of it; for the audit log alone. */
  | { readonly kind: 'wrong'; readonly refusal?: PasskeyRefusal | DeviceRefusal }
  /** `spend` is what must be used up with the challenge, so that no other challenge accepts it. */
  | { readonly kind: 'genuine'; readonly spend: Spend };

export type Submission = {
  readonly challenge: Challenge;
  /** As it came from outside: anything at all. */
  readonly output: unknown;
  readonly now: Date;
};

/** Where verifiers read what they compare with: inside a transaction, the stores bound to it. */
export type Secrets = {
  readonly authenticators: {
    secretOf(id: AuthenticatorId): Promise<Uint8Array | undefined>;
    /** The time step that was spent last, and when. */
    lastStepOf(
      id: AuthenticatorId,
    ): Promise<{ readonly step: number; readonly at: Date } | undefined>;
    codeOf(
      id: AuthenticatorId,
      number: number,
    ): Promise<{ readonly id: string; readonly hash: string } | undefined>;
  };
  readonly bindings: { secretOf(id: BindingId): Promise<Uint8Array | undefined> };
  readonly proofRequests: { askedBy(signInId: SignInId): Promise<string | undefined> };
};

/** What every authenticator type must be able to do. A wrong output is a verdict, not an error. */
export interface Verifier {
  /**
   * It awaits nothing but `secrets` and takes microseconds: it may run inside the transaction that
   * counts the attempt. Absent for slow hashes and for whatever leaves the thread.
   */
  readonly isQuick?: true;
  verify(submission: Submission, secrets: Secrets): Promise<Verdict>;
}

export type Verifiers = Readonly<Record<AuthenticatorType, Verifier>>;
