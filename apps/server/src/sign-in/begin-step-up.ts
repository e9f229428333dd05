import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { PreferenceOf } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { SignInId } from '#domain/ids.ts';
import type { Session } from '#domain/session.ts';
import { SIGN_IN_LIFE_MS, type SignIn } from '#domain/sign-in.ts';
import { listSignInOptions } from '#domain/sign-in-options.ts';
import type { Clock } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { acceptedByBoth } from '#domain/policy.ts';
import type { DemandOf } from '#policy/ports.ts';
import { findOpenOption } from './find-open-option.ts';
import type { AuthenticatorReader, ThrottleStore, Tokens } from './ports.ts';
import type { LockOut } from '#domain/lock-out.ts';
import type { StartChallenge, StartStores } from './start-challenge.ts';

type Dependencies = {
  readonly users: UserStore;
  readonly authenticators: AuthenticatorReader;
  readonly throttles: ThrottleStore;
  readonly preferenceOf: PreferenceOf;
  readonly demandOf: DemandOf;
  readonly lockOut: () => LockOut;
  readonly startChallenge: StartChallenge;
  readonly tokens: Tokens;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type StepUpOutcome =
  | { readonly kind: 'begun'; readonly signIn: SignIn; readonly token: string }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Nothing to step up with: the person signs in again instead. */
  | { readonly kind: 'sign-in-again' };

export type BeginStepUp = (request: {
  readonly session: Session;
  readonly returnTo: string;
  /** The only types that will do; left out: any that opens changes. */
  readonly accepts?: readonly AuthenticatorType[] | undefined;
  readonly context: RequestContext;
}) => Promise<StepUpOutcome>;

/** A sign-in like any other, but for a person who is signed in: only the second step is asked. */
export function makeBeginStepUp(dependencies: Dependencies): BeginStepUp {
  const { tokens, clock, ids } = dependencies;
  return async ({ session, returnTo, accepts: asked, context }) => {
    const now = clock();
    const user = await dependencies.users.find(session.userId);
    if (user === undefined) return { kind: 'sign-in-again' };
    const accepts = acceptedByBoth(asked, (await dependencies.demandOf(user)).accepts);
    const bound = await dependencies.authenticators.list(session.userId);
    const preference = dependencies.preferenceOf(user, context.device);
    const asking = { purpose: 'step-up', ...(accepts && { accepts }) } as const;
    const options = listSignInOptions(asking, bound, { now, preference });
    if (options.length === 0) return { kind: 'sign-in-again' };
    const lockOut = dependencies.lockOut();
    const wanted = { userId: user.id, options, lockOut, now };
    const found = await findOpenOption(dependencies.throttles, wanted);
    if (found.kind === 'throttled') return found;
    const { option } = found;
    if (option === undefined) return { kind: 'sign-in-again' };

    const token = tokens.random();
    const signIn: SignIn = {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where sign-in ids are born
      id: ids() as SignInId,
      userId: user.id,
      ...asking,
      sessionId: session.id,
      state: 'second-step',
      returnTo,
      createdAt: now,
      expiresAt: new Date(now.getTime() + SIGN_IN_LIFE_MS),
      secondStep: undefined,
    };
    const within = async <Outcome>(tx: StartStores, issue: () => Promise<Outcome>) => {
      await tx.signIns.insert({ ...signIn, tokenHash: tokens.hash('sign-in', token) });
      const common = { ...auditOf(context, user.id), signInId: signIn.id, sessionId: session.id };
      await tx.audit.append([{ event: 'stepup.required', outcome: 'info', ...common }], now);
      return issue();
    };
    await dependencies.startChallenge({ signIn, option, context, within });
    return { kind: 'begun', signIn, token };
  };
}
