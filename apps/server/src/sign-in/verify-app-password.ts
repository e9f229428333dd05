import type { UserStore } from '#directory/ports.ts';
import type { AppPassword } from '#domain/app-password.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import { parseAppPassword } from '#domain/output.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { AppPasswordStore } from '#security-info/ports.ts';
import { sourceLane } from './lanes.ts';
import type { EngineStores, LaneKey, Tokens } from './ports.ts';

type VerifyStores = Pick<EngineStores, 'throttles' | 'audit'> & {
  readonly appPasswords: AppPasswordStore;
};

type Dependencies = {
  readonly transact: Transact<VerifyStores>;
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly appPasswords: Pick<AppPasswordStore, 'findByHash'>;
  /** Whether the organisation has them at all. */
  readonly allowed: () => boolean;
  readonly loginKey: (typed: string) => string | undefined;
  readonly tokens: Tokens;
  readonly clock: Clock;
};

export type VerifyAppPasswordRequest = {
  readonly login: string;
  readonly password: string;
  /** Which of the organisation's servers asks. */
  readonly service: string;
  /** Of the program's person where `isOfClient`; otherwise of the server that asks. */
  readonly context: RequestContext;
  /** Whether the server said where the program is: only then its source is counted. */
  readonly isOfClient: boolean;
};

export type VerifyAppPasswordOutcome =
  | { readonly kind: 'genuine'; readonly user: Pick<User, 'id' | 'login'> }
  /** Unknown, wrong, not active, blocked, not allowed: all alike. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type VerifyAppPassword = (
  request: VerifyAppPasswordRequest,
) => Promise<VerifyAppPasswordOutcome>;

/** The record of a use is written at most this often: mail programs come by every minute. */
const USED_MS = 60_000;

/**
 * The door of programs that cannot do a second step, by way of the organisation's own mail and VPN
 * servers. The attempt is reserved before anything is compared, for names that exist and others
 * alike; what comes of it is one factor, and opens nothing here.
 */
export function makeVerifyAppPassword(dependencies: Dependencies): VerifyAppPassword {
  const { transact, tokens, loginKey, clock } = dependencies;
  return async (request) => {
    const now = clock();
    const key = loginKey(request.login);
    const user = key === undefined ? undefined : await dependencies.users.findByLoginKey(key);
    const subject = user?.id ?? tokens.hash('login', key ?? request.login);
    const lanes: readonly LaneKey[] = [
      ...(request.isOfClient ? [sourceLane(tokens, request.context)] : []),
      { kind: 'app-password', subject },
    ];
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, now));
    const attempt = { request, user, now };
    if (budget.kind === 'throttled') {
      await recordThrottled(dependencies, attempt, budget.lane);
      return { kind: 'throttled', retryAfterMs: budget.retryAfterMs };
    }
    const verdict = await judge(dependencies, attempt);
    if (verdict.kind === 'genuine') {
      await recordUse(dependencies, { ...attempt, ...verdict, lanes });
      const { id, login } = verdict.owner;
      return { kind: 'genuine', user: { id, login } };
    }
    await recordRejected(dependencies, attempt, verdict.reason);
    return { kind: 'rejected' };
  };
}

type Attempt = {
  readonly request: VerifyAppPasswordRequest;
  readonly user: User | undefined;
  readonly now: Date;
};

type Verdict =
  | { readonly kind: 'genuine'; readonly owner: User; readonly found: AppPassword }
  | { readonly kind: 'rejected'; readonly reason: string };

const rejected = (reason: string) => ({ kind: 'rejected', reason }) as const;

/** The same look-up for everybody: 120 bits under a key, so a stored hash is looked for, not compared. */
async function judge(
  { appPasswords, allowed, tokens }: Dependencies,
  { request, user, now }: Attempt,
): Promise<Verdict> {
  const typed = parseAppPassword(request.password) ?? request.password;
  const found = await appPasswords.findByHash(tokens.hash('app-password', typed));
  if (!allowed()) return rejected('policy_off');
  if (user === undefined) return rejected('unknown_user');
  if (!user.active) return rejected('inactive');
  if (user.blockedUntil !== undefined && user.blockedUntil > now) return rejected('blocked');
  if (found?.userId !== user.id) return rejected('wrong_password');
  return { kind: 'genuine', owner: user, found };
}

const auditOfAttempt = ({ request, user }: Attempt) => ({
  ...auditOf(request.context, user?.id),
  method: 'app-password',
});

type Use = Attempt & {
  readonly owner: User;
  readonly found: AppPassword;
  readonly lanes: readonly LaneKey[];
};

const recordUse = ({ transact }: Dependencies, use: Use): Promise<void> =>
  transact('attempt', async (tx) => {
    const { found, lanes, now, request } = use;
    await tx.throttles.forgive(lanes);
    if (found.lastUsedAt === undefined || now.getTime() - found.lastUsedAt.getTime() >= USED_MS) {
      await tx.appPasswords.markUsed(found.id, now);
    }
    const target = { type: 'app_password', id: found.id };
    const detail = { service: request.service };
    const common = { ...auditOfAttempt(use), target, detail };
    await tx.audit.append([{ event: 'authn_login_success', outcome: 'success', ...common }], now);
  });

/** The name is kept as a keyed hash only: people type passwords into that field. */
const recordRejected = (
  { transact, tokens }: Dependencies,
  attempt: Attempt,
  reason: string,
): Promise<void> =>
  transact('attempt', (tx) => {
    const { login, service } = attempt.request;
    const detail = { service, login: tokens.hash('login', login) };
    const common = { ...auditOfAttempt(attempt), detail };
    return tx.audit.append(
      [{ event: 'authn_login_fail', outcome: 'failure', reason, ...common }],
      attempt.now,
    );
  });

const recordThrottled = (
  { transact }: Dependencies,
  attempt: Attempt,
  lane: LaneKey,
): Promise<void> =>
  transact('attempt', (tx) => {
    const detail = { service: attempt.request.service };
    const common = { ...auditOfAttempt(attempt), detail, reason: lane.kind };
    return tx.audit.append(
      [{ event: 'excess_rate_limit_exceeded', outcome: 'failure', ...common }],
      attempt.now,
    );
  });
