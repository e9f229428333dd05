import { listOptions } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { SignInId } from '#domain/ids.ts';
import type { RememberedBrowser, RememberPolicy } from '#domain/remembered-browser.ts';
import { decideRequirement } from '#domain/requirement.ts';
import { SIGN_IN_LIFE_MS, type SignIn, type SignInState } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { PasswordHasher, UserStore } from '#directory/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { findRemembered, recordsOfSkip } from './find-remembered.ts';
import type { FinishSignIn, Finished } from './finish.ts';
import { sourceLane } from './lanes.ts';
import type { AuthenticatorReader, LaneKey, ThrottleStore, Tokens } from './ports.ts';
import type { StartChallenge, StartStores } from './start-challenge.ts';
import type { EngineStores } from './ports.ts';
import type { KnownBrowserStore, RememberedBrowserStore } from '#sessions/ports.ts';

type Dependencies = {
  readonly transact: Transact<EngineStores>;
  readonly users: UserStore;
  readonly authenticators: AuthenticatorReader;
  readonly knownBrowsers: KnownBrowserStore;
  readonly rememberedBrowsers: RememberedBrowserStore;
  readonly remember: RememberPolicy;
  readonly throttles: ThrottleStore;
  readonly hasher: PasswordHasher;
  readonly loginKey: (typed: string) => string | undefined;
  readonly startChallenge: StartChallenge;
  readonly finish: FinishSignIn;
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
  /** A second step, a set-up or help comes next; the token is this browser's alone. */
  | { readonly kind: 'begun'; readonly signIn: SignIn; readonly token: string }
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
    const lanes = await lanesOf(dependencies, { user, request });
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
    return proceed(dependencies, { user, request, lanes, now });
  };
}

type Attempt = {
  readonly user: User | undefined;
  readonly request: BeginRequest;
  readonly now: Date;
};

/**
 * A browser that signed in to this account before has a pool of its own, which strangers cannot
 * fill. An unknown name gets a pool like a known one, so that a lock says nothing about accounts.
 */
async function lanesOf(
  { tokens, knownBrowsers, loginKey }: Dependencies,
  { user, request }: Omit<Attempt, 'now'>,
): Promise<readonly LaneKey[]> {
  const { browserToken } = request.context;
  const source = sourceLane(tokens, request.context);
  const browser = browserToken === undefined ? undefined : tokens.hash('browser', browserToken);
  if (
    user !== undefined &&
    browser !== undefined &&
    (await knownBrowsers.isKnown(browser, user.id))
  ) {
    return [source, { kind: 'password-known', subject: `${user.id}:${browser}` }];
  }
  const name = user?.id ?? tokens.hash('login', loginKey(request.login) ?? request.login);
  return [source, { kind: 'password-strangers', subject: name }];
}

const recordThrottled = (
  { transact }: Dependencies,
  { user, request, lane, now }: Attempt & { readonly lane: LaneKey },
) =>
  transact('attempt', (tx) =>
    tx.audit.append(
      [
        {
          event: 'excess_rate_limit_exceeded',
          outcome: 'failure',
          reason: lane.kind,
          ...auditOf(request.context, user?.id),
        },
      ],
      now,
    ),
  );

/** The typed name is kept as a keyed hash only: people type passwords into that field. */
const recordRejected = ({ transact, tokens }: Dependencies, { user, request, now }: Attempt) =>
  transact('attempt', (tx) =>
    tx.audit.append(
      [
        {
          event: 'authn_login_fail',
          outcome: 'failure',
          reason: user === undefined ? 'unknown_user' : user.active ? 'wrong_password' : 'inactive',
          detail: { login: tokens.hash('login', request.login) },
          ...auditOf(request.context, user?.id),
        },
      ],
      now,
    ),
  );

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
  const second = { kind: 'second-step', subject: user.id } as const;
  const retryAfterMs = await dependencies.throttles.retryAfterMs(second, now);
  if (retryAfterMs > 0) {
    await recordThrottled(dependencies, { user, request, lane: second, now });
    return { kind: 'throttled', retryAfterMs };
  }
  const authenticators = await dependencies.authenticators.list(user.id);
  const requirement = decideRequirement(user, authenticators, now);
  const token = dependencies.tokens.random();
  const state = requirement.kind === 'none' ? 'second-step' : requirement.kind;
  const signIn = newSignIn(dependencies, proven, state);
  const opening = { ...proven, signIn, token, requirement, authenticators };
  if (requirement.kind === 'none') return finishAtOnce(dependencies, opening);
  if (requirement.kind === 'second-step') {
    const skipped = await skipIfRemembered(dependencies, opening);
    if (skipped !== undefined) return skipped;
  }
  await start(dependencies, opening);
  return { kind: 'begun', signIn, token };
}

type Opening = Proven & {
  readonly signIn: SignIn;
  readonly token: string;
  readonly requirement: ReturnType<typeof decideRequirement>;
  readonly authenticators: Awaited<ReturnType<AuthenticatorReader['list']>>;
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
  await tx.throttles.forgive(opening.lanes);
  return outcome;
}

async function finishAtOnce(dependencies: Dependencies, opening: Opening): Promise<BeginOutcome> {
  const { signIn, token } = opening;
  const finished = await dependencies.transact('fact', (tx) => finishIn(dependencies, tx, opening));
  return finished === undefined
    ? { kind: 'begun', signIn, token }
    : { kind: 'finished', signIn, token, finished };
}

function finishIn(
  dependencies: Dependencies,
  tx: EngineStores,
  opening: Opening & { readonly browser?: RememberedBrowser },
): Promise<Finished | undefined> {
  const { signIn, user, request, now, browser } = opening;
  const { context } = request;
  const records = browser === undefined ? [] : recordsOfSkip(browser, { signIn, context });
  const work = () =>
    dependencies.finish(tx, { signIn, user, secondStep: undefined, context, now, records });
  return open(dependencies, tx, { ...opening, work });
}

/** A browser that this person had remembered: the password is enough, for this sign-in and no change. */
async function skipIfRemembered(
  dependencies: Dependencies,
  opening: Opening,
): Promise<BeginOutcome | undefined> {
  const { signIn, token, user, request, now } = opening;
  const { context } = request;
  const browser = await findRemembered(dependencies, { user, context, now });
  if (browser === undefined) return undefined;
  const finished = await dependencies.transact('fact', async (tx) =>
    (await tx.rememberedBrowsers.use(browser.id, now))
      ? finishIn(dependencies, tx, { ...opening, browser })
      : undefined,
  );
  return finished && { kind: 'finished', signIn, token, finished };
}

/** Where the default cannot start (too many messages, a closed country) the page lists the rest. */
async function start(dependencies: Dependencies, opening: Opening): Promise<void> {
  const { requirement, authenticators, signIn, user, request, now } = opening;
  const [option] =
    requirement.kind === 'second-step' ? listOptions(authenticators, now, user.preference) : [];
  const within = <Outcome>(tx: StartStores, work: () => Promise<Outcome>) =>
    open(dependencies, tx, { ...opening, work });
  if (option === undefined) {
    await dependencies.transact('attempt', (tx) => within(tx, async () => undefined));
    return;
  }
  await dependencies.startChallenge({ signIn, option, context: request.context, within });
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
});

const recordBlocked = ({ transact }: Dependencies, { user, request, now }: Proven) =>
  transact('attempt', (tx) =>
    tx.audit.append(
      [
        {
          event: 'authn_login_fail',
          outcome: 'failure',
          reason: 'blocked',
          ...auditOf(request.context, user.id),
        },
      ],
      now,
    ),
  );
