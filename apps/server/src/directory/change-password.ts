import type { AuditLog, AuditRecord } from '#audit/ports.ts';
import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import { judgePassword, type PasswordFault, standsAlone } from '#domain/judge-password.ts';
import type { Session } from '#domain/session.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { AuthenticatorReader, LaneKey, PasswordLanes, ThrottleStore } from '#sign-in/ports.ts';
import type { PasswordHasher, ReplacePassword } from './ports.ts';

type Stores = {
  readonly throttles: Pick<ThrottleStore, 'reserve' | 'forgive'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly passwordLanes: PasswordLanes;
  readonly hasher: PasswordHasher;
  readonly replacePassword: ReplacePassword<Tx>;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type ChangePasswordOutcome =
  /** How many other browsers were signed out. */
  | { readonly kind: 'changed'; readonly sessions: number }
  /** The current password is not this one. */
  | { readonly kind: 'rejected' }
  | { readonly kind: 'unacceptable'; readonly fault: PasswordFault | 'unchanged' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  | { readonly kind: 'busy' };

export type ChangePasswordRequest = {
  readonly user: User;
  readonly session: Session;
  readonly current: string;
  readonly next: string;
  readonly context: RequestContext;
};

export type ChangePassword = (request: ChangePasswordRequest) => Promise<ChangePasswordOutcome>;

/**
 * By its owner, who is signed in and knows the one they have. That is compared within the budgets of
 * the sign-in, counted before it is hashed: a session is no place to guess the password.
 */
export function makeChangePassword<Tx extends Stores>(
  dependencies: Dependencies<Tx>,
): ChangePassword {
  const { transact, hasher, clock } = dependencies;
  return async (request) => {
    if (hasher.isFull()) return { kind: 'busy' };
    const { user, context, current } = request;
    const now = clock();
    const lanes = await dependencies.passwordLanes({ userId: user.id, name: user.login, context });
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, now));
    if (budget.kind === 'throttled') {
      await record(dependencies, { request, now, failed: budget.lane.kind });
      return { kind: 'throttled', retryAfterMs: budget.retryAfterMs };
    }
    const genuine = await hasher.verify(user.passwordHash, current);
    if (genuine === 'busy') return { kind: 'busy' };
    if (!genuine) {
      await record(dependencies, { request, now, failed: 'wrong_password' });
      return { kind: 'rejected' };
    }
    const fault = await faultIn(dependencies, request);
    if (fault !== undefined) {
      await transact('attempt', (tx) => tx.throttles.forgive(lanes));
      return { kind: 'unacceptable', fault };
    }
    return replace(dependencies, { request, lanes, now });
  };
}

async function faultIn<Tx extends Stores>(
  { authenticators }: Dependencies<Tx>,
  { user, current, next }: ChangePasswordRequest,
): Promise<PasswordFault | 'unchanged' | undefined> {
  if (next.normalize('NFKC') === current.normalize('NFKC')) return 'unchanged';
  const alone = standsAlone(user, await authenticators.list(user.id));
  return judgePassword(next, { login: user.login, alone });
}

type Replacing = {
  readonly request: ChangePasswordRequest;
  readonly lanes: readonly LaneKey[];
  readonly now: Date;
};

async function replace<Tx extends Stores>(
  dependencies: Dependencies<Tx>,
  { request, lanes, now }: Replacing,
): Promise<ChangePasswordOutcome> {
  const { user, session, next, context } = request;
  const hash = await dependencies.hasher.hash(next);
  const ended = await dependencies.transact('fact', async (tx) => {
    await tx.throttles.forgive(lanes);
    const replaced = await dependencies.replacePassword(tx, {
      userId: user.id,
      hash,
      expected: user.passwordHash,
      mustChange: false,
      reason: 'password_changed',
      context,
      keep: { sessionId: session.id },
      now,
    });
    if (replaced === undefined) return undefined;
    const { sessions, browsers } = replaced;
    const common = { ...auditOf(context, user.id), sessionId: session.id };
    const changed = {
      event: 'authn_password_change',
      outcome: 'success',
      reason: 'owner',
    } as const;
    await tx.audit.append(
      [
        { ...changed, detail: { sessions }, ...common },
        ...auditOfEndedTrust(browsers, 'password_changed', common),
      ],
      now,
    );
    return replaced;
  });
  dependencies.wake();
  return ended === undefined ? { kind: 'rejected' } : { kind: 'changed', sessions: ended.sessions };
}

type Recording = {
  readonly request: ChangePasswordRequest;
  readonly now: Date;
  readonly failed: string;
};

const record = <Tx extends Stores>(
  { transact }: Dependencies<Tx>,
  { request: { user, session, context }, now, failed }: Recording,
) => {
  const event: AuditRecord['event'] =
    failed === 'wrong_password' ? 'authn_password_change_fail' : 'excess_rate_limit_exceeded';
  const common = { ...auditOf(context, user.id), sessionId: session.id };
  return transact('attempt', (tx) =>
    tx.audit.append([{ event, outcome: 'failure', reason: failed, ...common }], now),
  );
};
