import type { AuthenticatorType } from '#domain/authenticator.ts';
import { type BoundAuthenticator, isLasting, typesOf } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import { accepts, isOpen, type SignIn } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type { Concluded, ConcludeSignIn } from './conclude.ts';
import type { AuthenticatorReader, ChallengeStore, Signals } from './ports.ts';
import type { EngineStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly users: UserStore;
  readonly authenticators: AuthenticatorReader;
  readonly challenges: Pick<ChallengeStore, 'listProvedIn'>;
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

type Proving = { readonly signIn: SignIn; readonly bound: readonly BoundAuthenticator[] };

/** A number serves several types: which of them was proved, its challenge knows. */
async function provedIn(
  { challenges }: Dependencies,
  { signIn, bound }: Proving,
): Promise<AuthenticatorType | undefined> {
  const proved = await challenges.listProvedIn(signIn.id);
  return bound
    .filter((one) => isLasting(one) && one.boundIn === signIn.id)
    .flatMap((one) => {
      const types = typesOf(one);
      return types.length === 1 ? types : types.filter((type) => proved.includes(type));
    })
    .find((type) => accepts(signIn, type));
}

/** That of the browser in which somebody registers, until they choose another. */
const languageOf = (user: Pick<User, 'language'>, { language }: RequestContext) =>
  user.language === undefined && language !== undefined ? { language } : {};

/** Ends a set-up: the account is enforced, and what was proved in it counts as the second step. */
export function makeFinishSetUp(dependencies: Dependencies): FinishSetUp {
  return async ({ signIn, context }) => {
    const now = dependencies.clock();
    const user = await dependencies.users.find(signIn.userId);
    if (signIn.state !== 'set-up' || !isOpen(signIn, now) || !user?.active) {
      return { kind: 'sign-in-over' };
    }
    const bound = await dependencies.authenticators.list(user.id);
    const secondStep = await provedIn(dependencies, { signIn, bound });
    if (secondStep === undefined) return { kind: 'nothing-bound' };

    const concluded = await dependencies.transact('fact', async (tx) => {
      const request = { signIn, user, bound, secondStep, context, now };
      const outcome = await dependencies.conclude(tx, request);
      if (outcome.kind === 'sign-in-over') return outcome;
      // From here on the password alone never opens a set-up again.
      await tx.users.change(user.id, {
        registration: { kind: 'pass' },
        ...(user.state === 'enabled' ? { state: 'enforced' } : {}),
        ...languageOf(user, context),
      });
      return outcome;
    });
    dependencies.signals.changed(signIn.id);
    return concluded;
  };
}
