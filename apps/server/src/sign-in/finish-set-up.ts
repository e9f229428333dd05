import { isLasting, typesOf } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type { Concluded, ConcludeSignIn } from './conclude.ts';
import type { AuthenticatorReader, Signals } from './ports.ts';
import type { EngineStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly users: UserStore;
  readonly authenticators: AuthenticatorReader;
  readonly conclude: ConcludeSignIn;
  readonly signals: Signals;
  readonly clock: Clock;
};

export type FinishSetUpOutcome =
  | Concluded
  /** Nothing has been proved in this set-up yet. */
  | { readonly kind: 'nothing-bound' };

export type FinishSetUp = (request: {
  readonly signIn: SignIn;
  readonly context: RequestContext;
}) => Promise<FinishSetUpOutcome>;

/** Ends a set-up: the account is enforced, and what was proved in it counts as the second step. */
export function makeFinishSetUp(dependencies: Dependencies): FinishSetUp {
  return async ({ signIn, context }) => {
    const now = dependencies.clock();
    const user = await dependencies.users.find(signIn.userId);
    if (signIn.state !== 'set-up' || !isOpen(signIn, now) || !user?.active) {
      return { kind: 'sign-in-over' };
    }
    const bound = await dependencies.authenticators.list(user.id);
    const proven = bound.find((one) => isLasting(one) && one.boundIn === signIn.id);
    const [secondStep] = proven === undefined ? [] : typesOf(proven);
    if (secondStep === undefined) return { kind: 'nothing-bound' };

    const concluded = await dependencies.transact('fact', async (tx) => {
      const request = { signIn, user, bound, secondStep, context, now };
      const outcome = await dependencies.conclude(tx, request);
      if (outcome.kind === 'sign-in-over') return outcome;
      // From here on the password alone never opens a set-up again.
      await tx.users.change(user.id, {
        registration: { kind: 'pass' },
        ...(user.state === 'enabled' ? { state: 'enforced' } : {}),
      });
      return outcome;
    });
    dependencies.signals.changed(signIn.id);
    return concluded;
  };
}
