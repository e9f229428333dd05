import type { AuthenticatorType } from '#domain/authenticator.ts';
import { isLasting, typesOf } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import { accepts, isOpen, type SignIn } from '#domain/sign-in.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type { FinishSignIn, Finished } from './finish.ts';
import type { AuthenticatorReader, ChallengeStore, Signals } from './ports.ts';
import type { EngineStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly users: UserStore;
  readonly authenticators: AuthenticatorReader;
  readonly challenges: Pick<ChallengeStore, 'listProvedIn'>;
  readonly finish: FinishSignIn;
  readonly signals: Signals;
  readonly clock: Clock;
};

export type FinishSetUpOutcome =
  | { readonly kind: 'completed'; readonly finished: Finished }
  /** Nothing has been proved in this set-up yet. */
  | { readonly kind: 'nothing-bound' }
  | { readonly kind: 'sign-in-over' };

export type FinishSetUp = (request: {
  readonly signIn: SignIn;
  readonly context: RequestContext;
}) => Promise<FinishSetUpOutcome>;

/** A number serves several types: which of them was proved, its challenge knows. */
async function provedIn(
  { authenticators, challenges }: Dependencies,
  signIn: SignIn,
): Promise<AuthenticatorType | undefined> {
  const { id, userId } = signIn;
  const [bound, proved] = await Promise.all([
    authenticators.list(userId),
    challenges.listProvedIn(id),
  ]);
  return bound
    .filter((one) => isLasting(one) && one.boundIn === id)
    .flatMap((one) => {
      const types = typesOf(one);
      return types.length === 1 ? types : types.filter((type) => proved.includes(type));
    })
    .find((type) => accepts(signIn, type));
}

/** Ends a set-up: the account is enforced, and what was proved in it counts as the second step. */
export function makeFinishSetUp(dependencies: Dependencies): FinishSetUp {
  return async ({ signIn, context }) => {
    const now = dependencies.clock();
    const user = await dependencies.users.find(signIn.userId);
    if (signIn.state !== 'set-up' || !isOpen(signIn, now) || !user?.active) {
      return { kind: 'sign-in-over' };
    }
    const secondStep = await provedIn(dependencies, signIn);
    if (secondStep === undefined) return { kind: 'nothing-bound' };

    const finished = await dependencies.transact('fact', async (tx) => {
      const session = await dependencies.finish(tx, { signIn, user, secondStep, context, now });
      if (session === undefined) return undefined;
      // From here on the password alone never opens a set-up again.
      await tx.users.change(user.id, {
        registration: { kind: 'pass' },
        ...(user.state === 'enabled' ? { state: 'enforced' } : {}),
      });
      return session;
    });
    dependencies.signals.changed(signIn.id);
    return finished === undefined ? { kind: 'sign-in-over' } : { kind: 'completed', finished };
  };
}
