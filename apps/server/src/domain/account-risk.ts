import { propertiesOf } from './authenticator.ts';
import { type BoundAuthenticator, isLasting, typesOf } from './bound-authenticator.ts';
import { TELL_AFTER_FAILED_STEPS, type User } from './user.ts';

/** What somebody who looks after an account should look at; none of it changes what a sign-in asks. */
export type RiskSignal =
  | 'blocked'
  | 'no-method'
  | 'phone-only'
  | 'one-method'
  | 'wrong-steps'
  | 'method-off'
  | 'method-frozen'
  | 'reported';

type Account = {
  readonly user: Pick<User, 'state' | 'blockedUntil' | 'failedSteps'>;
  readonly methods: readonly BoundAuthenticator[];
  /** A case of fraud, or of "this wasn't me", that is not closed. */
  readonly isReported: boolean;
  readonly now: Date;
};

/** The most urgent first. */
export function riskSignals({ user, methods, isReported, now }: Account): readonly RiskSignal[] {
  const has = (state: BoundAuthenticator['state']) => methods.some((one) => one.state === state);
  const signals: readonly (readonly [RiskSignal, boolean])[] = [
    ['reported', isReported],
    ['blocked', user.blockedUntil !== undefined && user.blockedUntil > now],
    ['wrong-steps', user.failedSteps >= TELL_AFTER_FAILED_STEPS],
    ['method-frozen', has('frozen')],
    ['method-off', has('disabled')],
    ...ofMethods(user, methods),
  ];
  return signals.filter(([, is]) => is).map(([signal]) => signal);
}

const isRestricted = (one: BoundAuthenticator): boolean =>
  typesOf(one).every((type) => propertiesOf(type).restricted);

function ofMethods(
  { state }: Pick<User, 'state'>,
  methods: readonly BoundAuthenticator[],
): readonly (readonly [RiskSignal, boolean])[] {
  const lasting = methods.filter((one) => isLasting(one) && one.state === 'active');
  const hasCodes = methods.some((one) => one.kind === 'saved-recovery-codes');
  return [
    ['no-method', lasting.length === 0 && state !== 'disabled'],
    ['phone-only', lasting.length > 0 && lasting.every(isRestricted)],
    ['one-method', lasting.length === 1 && !hasCodes],
  ];
}
