import { plainAddress, sourceOf } from '#domain/address.ts';
import type { RequestContext } from '#domain/context.ts';
import type { BeginVerificationOutcome } from '#relying-parties/begin-verification.ts';
import type { Verification } from '#relying-parties/find-verification.ts';
import type { Statement } from '#relying-parties/take-statement.ts';
import { problem } from '../handler.ts';

/** Where the person is: budgets of guesses and messages are theirs, not the program's. */
export const contextAt = (context: RequestContext, address: string): RequestContext => ({
  ...context,
  address: plainAddress(address),
  source: sourceOf(address),
});

/** Why none was begun. */
export function problemOfBegin(outcome: Exclude<BeginVerificationOutcome, { kind: 'begun' }>) {
  switch (outcome.kind) {
    case 'unknown-user':
      return problem('not_found');
    case 'no-method':
      return problem('method_unavailable');
    case 'blocked':
      return problem('sign_in_blocked');
    case 'throttled':
      return problem('too_many_attempts', outcome.retryAfterMs);
  }
}

/** Undefined: by a method that such a request is not for. */
export function viewStatement<Method extends string>(
  { signIn, purpose }: Verification,
  { method, verifiedAt, amr, strength, user }: Statement,
  methods: readonly Method[],
) {
  const told = methods.find((known) => known === method);
  if (told === undefined || strength === 'one-step') return undefined;
  return {
    verificationId: signIn.id,
    user,
    purpose,
    method: told,
    amr: [...amr],
    strength,
    verifiedAt: verifiedAt.toISOString(),
  };
}
