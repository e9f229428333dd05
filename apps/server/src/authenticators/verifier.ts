import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { Challenge, Spend } from '#domain/challenge.ts';
import type { PasskeyRefusal } from './passkey/refusal.ts';

export type Verdict =
  /** `refusal`: why, where more than "wrong" can be said of it; for the audit log alone. */
  | { readonly kind: 'wrong'; readonly refusal?: PasskeyRefusal }
  /** `spend` is what must be used up with the challenge, so that no other challenge accepts it. */
  | { readonly kind: 'genuine'; readonly spend: Spend };

export type Submission = {
  readonly challenge: Challenge;
  /** As it came from outside: anything at all. */
  readonly output: unknown;
  readonly now: Date;
};

/** What every authenticator type must be able to do. A wrong output is a verdict, not an error. */
export interface Verifier {
  verify(submission: Submission): Promise<Verdict>;
}

export type Verifiers = Readonly<Record<AuthenticatorType, Verifier>>;
