import type { VerifyOutcome } from '#sign-in/verify-challenge.ts';
import { problem } from '../handler.ts';

type Passed = Extract<VerifyOutcome, { readonly kind: 'completed' | 'set-up' | 'tasks' }>;

/** What a claimant is told of an output that was not taken. */
export function problemOfVerify(outcome: Exclude<VerifyOutcome, Passed>) {
  switch (outcome.kind) {
    case 'rejected':
      return problem('code_rejected');
    case 'replayed':
      return problem('code_already_used');
    case 'throttled':
      return problem('too_many_attempts', outcome.retryAfterMs);
    case 'over':
      return outcome.reason === 'unknown' ? problem('not_found') : problem('challenge_over');
    case 'sign-in-over':
      return problem('sign_in_over');
  }
}
