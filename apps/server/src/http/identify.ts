import { isAmong } from '@proofup/contract/roles.ts';
import type { Access, Endpoint, SignInTask } from '@proofup/contract/endpoint.ts';
import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import { isOwnSetUp } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';
import { heldForMs, isFresh, type Session } from '#domain/session.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { TasksOf, TaskStores } from '#sign-in/tasks-of.ts';
import type { User } from '#domain/user.ts';
import type { Clock } from '#domain/write.ts';
import type { UserStore } from '#directory/ports.ts';
import type { SessionStore, UseSession } from '#sessions/ports.ts';
import type { AuthenticatorReader, SignInStore, Tokens } from '#sign-in/ports.ts';
import type { Callers } from './caller.ts';
import type { FindKey } from '#api-keys/find-key.ts';

type Dependencies = TaskStores & {
  readonly tasksOf: TasksOf;
  readonly sessions: Pick<SessionStore, 'findInUse'>;
  readonly useSession: UseSession;
  readonly signIns: SignInStore;
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly tokens: Tokens;
  readonly findKey: FindKey;
  readonly clock: Clock;
};

export type Credentials = {
  readonly context: RequestContext;
  readonly sessionToken: string | undefined;
  readonly signInToken: string | undefined;
  readonly passkeyToken: string | undefined;
  /** What the endpoint is a part of, where it is one. */
  readonly task?: SignInTask | undefined;
  /** Of administration: whom the endpoint is for, and whether it asks for a fresh proof. */
  readonly roles?: Endpoint['roles'];
  readonly fresh?: boolean | undefined;
  /** The header, of a program; browsers are known by their cookies alone. */
  readonly authorization?: string | undefined;
};

type Identified<A extends Access> =
  | { readonly kind: 'caller'; readonly caller: Callers[A] }
  /** `userId`: who it was, where that is known and part of what is recorded. */
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly userId?: UserId;
      readonly retryAfterMs?: number;
    };

export type Identify = { readonly [A in Access]: (given: Credentials) => Promise<Identified<A>> };

const refused = (code: ErrorCode) => ({ kind: 'refused', code }) as const;

/** From cookies to a caller, one function per kind of access: whoever is not clearly allowed is refused. */
export function makeIdentify(dependencies: Dependencies): Identify {
  const session = async (given: Credentials) => {
    const found = await sessionOf(dependencies, given);
    return found === undefined
      ? refused('not_signed_in')
      : ({ kind: 'caller', caller: { context: given.context, ...found } } as const);
  };

  return {
    public: async ({ context, passkeyToken }) => ({
      kind: 'caller',
      caller: { context, passkeyToken },
    }),
    'pre-auth': async (given) => {
      const found = await signInOf(dependencies, given);
      return found === undefined
        ? refused('sign_in_over')
        : { kind: 'caller', caller: { context: given.context, ...found } };
    },
    session,
    'fresh-session': async (given) => {
      const found = await session(given);
      if (found.kind === 'refused') return found;
      return (await refusalOfChange(dependencies, found.caller.session)) ?? found;
    },
    'set-up': async (given) => setUpOf(dependencies, given),
    administration: async (given) => administratorOf(dependencies, given),
    service: async ({ context, authorization }) => {
      const key = await dependencies.findKey(authorization);
      return key === undefined
        ? refused('service_key_refused')
        : { kind: 'caller', caller: { context, key } };
    },
  };
}

/** Undefined: the session may change what asks for a fresh proof. */
async function refusalOfChange({ authenticators, clock }: Dependencies, session: Session) {
  const now = clock();
  const retryAfterMs = heldForMs(session, now);
  if (retryAfterMs > 0) return { ...refused('changes_held'), retryAfterMs };
  const bound = await authenticators.list(session.userId);
  return isFresh(session, bound, now) ? undefined : refused('step_up_required');
}

type Found<Key extends string, Value> = { readonly [K in Key]: Value } & { readonly token: string };

async function sessionOf(
  { sessions, useSession, tokens }: Dependencies,
  { sessionToken: token }: Credentials,
): Promise<(Found<'session', Session> & { readonly user: User }) | undefined> {
  if (token === undefined) return undefined;
  const found = await useSession(
    await sessions.findInUse({ tokenHash: tokens.hash('session', token) }),
  );
  return found && { ...found, token };
}

/**
 * The role is the account's at this moment, and the session one that was begun in it: by a password
 * and a second step, under the limits of that role.
 */
async function administratorOf(
  dependencies: Dependencies,
  given: Credentials,
): Promise<Identified<'administration'>> {
  const found = await sessionOf(dependencies, given);
  if (found === undefined) return refused('not_signed_in');
  const { session, user, token } = found;
  const refuse = (code: ErrorCode) => ({ ...refused(code), userId: user.id });
  if (!isAmong(given.roles, user.role)) return refuse('access_denied');
  const hasTwoSteps = session.assurance.acr === 'two-step' && session.secondStep !== undefined;
  if (session.role !== user.role || !hasTwoSteps) return refuse('access_denied');
  const refusal = given.fresh === true ? await refusalOfChange(dependencies, session) : undefined;
  if (refusal !== undefined) return { ...refusal, userId: user.id };
  return { kind: 'caller', caller: { context: given.context, session, user, token } };
}

async function signInOf(
  { signIns, tokens, clock }: Dependencies,
  { signInToken: token }: Credentials,
): Promise<Found<'signIn', SignIn> | undefined> {
  if (token === undefined) return undefined;
  const signIn = await signIns.findByTokenHash(tokens.hash('sign-in', token));
  return signIn !== undefined && isOpen(signIn, clock()) ? { signIn, token } : undefined;
}

/** A sign-in that may do this one thing, as long as it has to. */
async function isAskedTo(
  dependencies: Dependencies,
  signIn: SignIn,
  task: SignInTask | undefined,
): Promise<boolean> {
  const { state, userId, secondStep } = signIn;
  if (state !== 'tasks' || task === undefined) return false;
  const user = await dependencies.users.find(userId);
  if (user?.active !== true) return false;
  const bound = await dependencies.authenticators.list(userId);
  const { tasks } = await dependencies.tasksOf(dependencies, { signIn, user, bound, secondStep });
  return tasks.includes(task);
}

async function setUpOf(
  dependencies: Dependencies,
  given: Credentials,
): Promise<Identified<'set-up'>> {
  const { context } = given;
  const begun = await signInOf(dependencies, given);
  if (begun?.signIn.state === 'set-up') {
    const { signIn, token } = begun;
    const bound = await dependencies.authenticators.list(signIn.userId);
    const taken = signIn.purpose === 'sign-in' ? signIn.accepts : undefined;
    if (!isOwnSetUp(bound, signIn.id, taken)) return refused('access_denied');
    const { id: signInId, userId } = signIn;
    const actor = { kind: 'set-up', userId, signInId, ...(taken && { taken }) } as const;
    return { kind: 'caller', caller: { context, actor, token, accepts: signIn.accepts } };
  }
  if (begun !== undefined && (await isAskedTo(dependencies, begun.signIn, given.task))) {
    const { signIn, token } = begun;
    const actor = { kind: 'task', userId: signIn.userId, signInId: signIn.id } as const;
    return { kind: 'caller', caller: { context, actor, token } };
  }
  const found = await sessionOf(dependencies, given);
  if (found === undefined) return refused(begun === undefined ? 'not_signed_in' : 'access_denied');
  const { session, token } = found;
  const refusal = await refusalOfChange(dependencies, session);
  if (refusal !== undefined) return refusal;
  const actor = { kind: 'session', userId: session.userId, sessionId: session.id } as const;
  return { kind: 'caller', caller: { context, actor, token } };
}
