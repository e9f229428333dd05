import type { Option, PreferenceOf } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { BypassId, SignInId } from '#domain/ids.ts';
import { type Demand, isTrusted, mayLeaveOut, underDemand } from '#domain/policy.ts';
import type { RememberPolicy } from '#domain/remembered-browser.ts';
import { decideRequirement } from '#domain/requirement.ts';
import { SIGN_IN_LIFE_MS, type SignIn, type SignInState } from '#domain/sign-in.ts';
import { listSignInOptions } from '#domain/sign-in-options.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { PasswordHasher, UserStore } from '#directory/ports.ts';
import type { AuditRecord } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { DemandOf, LivePolicy } from '#policy/ports.ts';
import type { Concluded, ConcludeSignIn } from './conclude.ts';
import type { Known } from './describe.ts';
import { findOpenOption } from './find-open-option.ts';
import { findRemembered, recordsOfSkip } from './find-remembered.ts';
import type { Finished } from './finish.ts';
import type {
  AuthenticatorReader,
  BypassStore,
  LaneKey,
  PasswordLanes,
  ThrottleStore,
  Tokens,
} from './ports.ts';
import { recordBlocked, recordRejected, recordThrottled } from './record-refused-password.ts';
import type { StartChallenge, StartStores } from './start-challenge.ts';
import type { EngineStores } from './ports.ts';
import type { RememberedBrowserStore } from '#sessions/ports.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly users: UserStore;
  readonly authenticators: AuthenticatorReader;
  readonly rememberedBrowsers: RememberedBrowserStore;
  readonly bypasses: Pick<BypassStore, 'findOpen'>;
  readonly remember: RememberPolicy;
  readonly throttles: ThrottleStore;
  readonly hasher: PasswordHasher;
  readonly loginKey: (typed: string) => string | undefined;
  readonly preferenceOf: PreferenceOf;
  readonly demandOf: DemandOf;
  readonly policy: Pick<LivePolicy, 'current'>;
  readonly startChallenge: StartChallenge;
  readonly passwordLanes: PasswordLanes;
  readonly conclude: ConcludeSignIn;
  readonly tokens: Tokens;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type BeginRequest = {
  readonly login: string;
  readonly password: string;
  readonly returnTo: string;
  readonly context: RequestContext;
};

export type BeginOutcome =
  /** A second step, a set-up, help or a task comes next; the token is this browser's alone. */
  | {
      readonly kind: 'begun';
      readonly signIn: SignIn;
      readonly token: string;
      readonly known?: Known;
    }
  /** Nothing more is asked of this account, or in this browser. */
  | {
      readonly kind: 'finished';
      readonly signIn: SignIn;
      readonly token: string;
      readonly finished: Finished;
    }
  /** Unknown, wrong, not active: all alike. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  | { readonly kind: 'busy' };

export type BeginSignIn = (request: BeginRequest) => Promise<BeginOutcome>;

/**
 * The first factor. Its attempt is counted before the password is hashed, for a name that exists
 * and one that does not alike; only a right one starts a sign-in, and with it the second step.
 */
export function makeBeginSignIn(dependencies: Dependencies): BeginSignIn {
  const { hasher, clock } = dependencies;
  return async (request) => {
    if (hasher.isFull()) return { kind: 'busy' };
    const now = clock();
    const key = dependencies.loginKey(request.login);
    const user = key === undefined ? undefined : await dependencies.users.findByLoginKey(key);
    const { login: name, context } = request;
    const lanes = await dependencies.passwordLanes({ userId: user?.id, name, context });
    const budget = await dependencies.transact('attempt', (tx) => tx.throttles.reserve(lanes, now));
    if (budget.kind === 'throttled') {
      await recordThrottled(dependencies, { user, request, lane: budget.lane, now });
      return { kind: 'throttled', retryAfterMs: budget.retryAfterMs };
    }
    const genuine = await hasher.verify(
      user?.active ? user.passwordHash : undefined,
      request.password,
    );
    if (genuine === 'busy') return { kind: 'busy' };
    if (!genuine || user === undefined) {
      await recordRejected(dependencies, { user, request, now });
      return { kind: 'rejected' };
    }
    try {
      return await proceed(dependencies, { user, request, lanes, now });
    } catch (error) {
      if (!(error instanceof PasswordReplaced)) throw error;
      await recordRejected(dependencies, { user, request, now });
      return { kind: 'rejected' };
    }
  };
}

/** Rolls the beginning back: the password was right, and another one took its place meanwhile. */
class PasswordReplaced extends Error {
  override readonly name = 'PasswordReplaced';
}

type Proven = {
  readonly user: User;
  readonly request: BeginRequest;
  readonly lanes: readonly LaneKey[];
  readonly now: Date;
};

async function proceed(dependencies: Dependencies, proven: Proven): Promise<BeginOutcome> {
  const { user, request, now } = proven;
  if (user.blockedUntil !== undefined && user.blockedUntil > now) {
    await recordBlocked(dependencies, proven);
    return { kind: 'blocked' };
  }
  const [authenticators, demand, bypass] = await Promise.all([
    dependencies.authenticators.list(user.id),
    dependencies.demandOf(user),
    dependencies.bypasses.findOpen(user.id, now),
  ]);
  const requirement = decideRequirement(underDemand(user, demand), authenticators, now);
  const taking = {
    purpose: 'sign-in',
    ...(demand.accepts && { accepts: demand.accepts }),
  } as const;
  const preference = dependencies.preferenceOf(user, request.context.device);
  const options =
    requirement.kind === 'second-step'
      ? listSignInOptions(taking, authenticators, { now, preference })
      : [];
  const { lockOut } = dependencies.policy.current();
  const wanted = { userId: user.id, options, lockOut, now };
  const found = await findOpenOption(dependencies.throttles, wanted);
  if (found.kind === 'throttled') {
    const { lane, retryAfterMs } = found;
    await recordThrottled(dependencies, { user, request, lane, now });
    return { kind: 'throttled', retryAfterMs };
  }
  const state = requirement.kind === 'none' ? 'second-step' : requirement.kind;
  const signIn = { ...newSignIn(dependencies, proven, state), ...taking };
  const token = dependencies.tokens.random();
  const opening = {
    ...proven,
    signIn,
    token,
    requirement,
    authenticators,
    bypass,
    option: found.option,
  };
  switch (requirement.kind) {
    case 'none':
      return finishAtOnce(dependencies, opening);
    case 'second-step':
      return (await skip(dependencies, opening, demand)) ?? start(dependencies, opening);
    case 'set-up':
    case 'needs-help':
      return start(dependencies, opening);
  }
}

type Opening = Proven & {
  readonly signIn: SignIn;
  readonly token: string;
  readonly requirement: ReturnType<typeof decideRequirement>;
  readonly authenticators: Awaited<ReturnType<AuthenticatorReader['list']>>;
  /** One sign-in without a second step, if an operator allowed it. */
  readonly bypass: BypassId | undefined;
  /** What is asked first. */
  readonly option: Option | undefined;
};

/**
 * The password was right: there is a sign-in, what comes with it, and the attempt is taken back. The
 * lanes come last: they are locked after messages' lanes and challenges everywhere.
 */
async function open<Outcome>(
  { tokens }: Dependencies,
  tx: StartStores,
  opening: Opening & { readonly work: () => Promise<Outcome> },
): Promise<Outcome> {
  const { signIn, token, requirement, user, request, now } = opening;
  await tx.signIns.insert({ ...signIn, tokenHash: tokens.hash('sign-in', token) });
  await tx.audit.append(
    [
      {
        event: 'mfa.challenge.created',
        outcome: 'info',
        reason: requirement.kind,
        signInId: signIn.id,
        ...auditOf(request.context, user.id),
      },
    ],
    now,
  );
  const outcome = await opening.work();
  // Asked in this order and at once: PostgreSQL locks the lanes, then the account, in one round trip.
  const [, isStillIt] = await Promise.all([
    tx.throttles.forgive(opening.lanes),
    tx.users.holdsPassword(user.id, user.passwordHash ?? ''),
  ]);
  if (!isStillIt) throw new PasswordReplaced();
  return outcome;
}

async function finishAtOnce(dependencies: Dependencies, opening: Opening): Promise<BeginOutcome> {
  const concluded = await dependencies.transact('fact', (tx) =>
    conclude(dependencies, tx, opening),
  );
  return outcomeOf(opening, concluded);
}

/** What takes the place of the second step, where the policy takes less than a signature. */
async function skip(
  dependencies: Dependencies,
  opening: Opening,
  demand: Demand,
): Promise<BeginOutcome | undefined> {
  const skipped = mayLeaveOut(demand, opening.user.role)
    ? await leaveOut(dependencies, opening)
    : undefined;
  return skipped ?? skipIfBypassed(dependencies, opening, demand);
}

function leaveOut(dependencies: Dependencies, opening: Opening): Promise<BeginOutcome | undefined> {
  const { context } = opening.request;
  return isTrusted(dependencies.policy.current(), context.address)
    ? skipInNetwork(dependencies, opening)
    : skipIfRemembered(dependencies, opening);
}

/** From a network that the organisation trusts: recorded as such, and told to nobody as a proof. */
async function skipInNetwork(dependencies: Dependencies, opening: Opening): Promise<BeginOutcome> {
  const { signIn, user, request } = opening;
  const common = { ...auditOf(request.context, user.id), signInId: signIn.id };
  const records = [
    { event: 'mfa.skipped', outcome: 'info', reason: 'trusted_network', ...common },
  ] as const;
  const concluded = await dependencies.transact('fact', (tx) =>
    conclude(dependencies, tx, { ...opening, records }),
  );
  return outcomeOf(opening, concluded);
}

/** A browser that this person had remembered: the password is enough, for this sign-in and no change. */
async function skipIfRemembered(
  dependencies: Dependencies,
  opening: Opening,
): Promise<BeginOutcome | undefined> {
  const { user, request, now } = opening;
  const { context } = request;
  const browser = await findRemembered(dependencies, { user, context, now });
  if (browser === undefined) return undefined;
  const concluded = await dependencies.transact('fact', async (tx) =>
    (await tx.rememberedBrowsers.use(browser.id, now))
      ? conclude(dependencies, tx, {
          ...opening,
          records: recordsOfSkip(browser, { signIn: opening.signIn, context }),
        })
      : undefined,
  );
  return concluded && outcomeOf(opening, concluded);
}

/** An operator opened this one sign-in; nothing says afterwards that a second step was proved. */
async function skipIfBypassed(
  dependencies: Dependencies,
  opening: Opening,
  { strength }: Demand,
): Promise<BeginOutcome | undefined> {
  const { user, now, signIn, bypass } = opening;
  if (bypass === undefined || strength === 'phishing-resistant') return undefined;
  const common = {
    ...auditOf(opening.request.context, user.id),
    signInId: signIn.id,
    target: { type: 'bypass', id: bypass },
  };
  const records: readonly AuditRecord[] = [
    { event: 'mfa.skipped', outcome: 'info', reason: 'one_time_bypass', ...common },
    { event: 'bypass.used', outcome: 'info', ...common },
  ];
  const concluded = await dependencies.transact('fact', async (tx) =>
    (await tx.bypasses.use(bypass, user.id, now))
      ? conclude(dependencies, tx, { ...opening, records })
      : undefined,
  );
  return concluded && outcomeOf(opening, concluded);
}

/** Nothing more is proved: the same end as that of every other proof. */
function conclude(
  dependencies: Dependencies,
  tx: EngineStores,
  opening: Opening & { readonly records?: readonly AuditRecord[] },
): Promise<Concluded> {
  const { signIn, user, request, authenticators: bound, now, records = [] } = opening;
  const { context } = request;
  const proof = { signIn, user, bound, secondStep: undefined, context, now, records };
  const work = () => dependencies.conclude(tx, proof);
  return open(dependencies, tx, { ...opening, work });
}

function outcomeOf({ signIn, token }: Opening, concluded: Concluded): BeginOutcome {
  switch (concluded.kind) {
    case 'completed':
      return { kind: 'finished', signIn, token, finished: concluded.finished };
    case 'tasks':
      return { kind: 'begun', signIn: { ...signIn, state: 'tasks' }, token };
    case 'sign-in-over':
      return { kind: 'begun', signIn, token };
  }
}

/** Where the default cannot start (too many messages, a closed country) the page lists the rest. */
async function start(dependencies: Dependencies, opening: Opening): Promise<BeginOutcome> {
  const { option, signIn, token, request, user, authenticators: bound } = opening;
  const within = <Outcome>(tx: StartStores, work: () => Promise<Outcome>) =>
    open(dependencies, tx, { ...opening, work });
  const known = { user, bound, challenge: undefined };
  if (option === undefined) {
    await dependencies.transact('attempt', (tx) => within(tx, async () => undefined));
    return { kind: 'begun', signIn, token, known };
  }
  const { context } = request;
  const issued = await dependencies.startChallenge({ signIn, option, context, within });
  const challenge = issued.kind === 'issued' ? issued.challenge : undefined;
  return { kind: 'begun', signIn, token, known: { ...known, challenge } };
}

const newSignIn = (
  { ids }: Dependencies,
  { user, request, now }: Proven,
  state: SignInState,
): SignIn => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where sign-in ids are born
  id: ids() as SignInId,
  userId: user.id,
  purpose: 'sign-in',
  sessionId: undefined,
  state,
  returnTo: request.returnTo,
  createdAt: now,
  expiresAt: new Date(now.getTime() + SIGN_IN_LIFE_MS),
  secondStep: undefined,
});
