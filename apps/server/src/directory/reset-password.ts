import type { AuditLog } from '#audit/ports.ts';
import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import { judgePassword, type PasswordFault, standsAlone } from '#domain/judge-password.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { AuthenticatorReader, LaneKey, ThrottleStore, Tokens } from '#sign-in/ports.ts';
import { RESET_PURPOSE } from './forgot-password.ts';
import type { PasswordHasher, ReplacePassword, ResetTokenStore, UserStore } from './ports.ts';

type Stores = {
  readonly throttles: Pick<ThrottleStore, 'reserve' | 'forgive' | 'clear'>;
  readonly resetTokens: Pick<ResetTokenStore, 'spend'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly users: Pick<UserStore, 'find'>;
  readonly resetTokens: Pick<ResetTokenStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly hasher: PasswordHasher;
  readonly replacePassword: ReplacePassword<Tx>;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type ResetPasswordOutcome =
  /** Nobody is signed in by it, and the second step stays. */
  | { readonly kind: 'reset' }
  /** Unknown, spent, replaced or expired link, or an account that may not be used: all alike. */
  | { readonly kind: 'refused' }
  /** The link still works. */
  | { readonly kind: 'unacceptable'; readonly fault: PasswordFault }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  | { readonly kind: 'busy' };

type Request = {
  readonly token: string;
  readonly password: string;
  readonly context: RequestContext;
};

export type ResetPassword = (request: Request) => Promise<ResetPasswordOutcome>;

/**
 * A new password by the link that was mailed. The source is counted before the link is looked at;
 * nothing is hashed for one that does not work.
 */
export function makeResetPassword<Tx extends Stores>(
  dependencies: Dependencies<Tx>,
): ResetPassword {
  const { transact, tokens, hasher, clock } = dependencies;
  return async (request) => {
    if (hasher.isFull()) return { kind: 'busy' };
    const { password, context } = request;
    const now = clock();
    const lanes: readonly LaneKey[] = [
      { kind: 'source-failures', subject: tokens.hash('source', context.source) },
    ];
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, now));
    if (budget.kind === 'throttled') {
      await recordRefusal(dependencies, { context, now, reason: budget.lane.kind });
      return { kind: 'throttled', retryAfterMs: budget.retryAfterMs };
    }
    const tokenHash = tokens.hash(RESET_PURPOSE, request.token);
    const user = await ownerOf(dependencies, tokenHash, now);
    if (user === undefined) {
      await recordRefusal(dependencies, { context, now, reason: 'link' });
      return { kind: 'refused' };
    }
    const alone = standsAlone(user, await dependencies.authenticators.list(user.id));
    const fault = judgePassword(password, { login: user.login, alone });
    if (fault !== undefined) {
      await transact('attempt', (tx) => tx.throttles.forgive(lanes));
      return { kind: 'unacceptable', fault };
    }
    return replace(dependencies, { request, user, tokenHash, lanes });
  };
}

async function ownerOf<Tx extends Stores>(
  { users, resetTokens }: Dependencies<Tx>,
  tokenHash: string,
  now: Date,
): Promise<User | undefined> {
  const userId = await resetTokens.find(tokenHash, now);
  const user = userId === undefined ? undefined : await users.find(userId);
  const isBlocked = user?.blockedUntil !== undefined && user.blockedUntil > now;
  return user?.active === true && !isBlocked ? user : undefined;
}

type Replacing = {
  readonly request: Request;
  readonly user: User;
  readonly tokenHash: string;
  readonly lanes: readonly LaneKey[];
};

async function replace<Tx extends Stores>(
  dependencies: Dependencies<Tx>,
  { request: { password, context }, user, tokenHash, lanes }: Replacing,
): Promise<ResetPasswordOutcome> {
  const { id: userId } = user;
  const hash = await dependencies.hasher.hash(password);
  const now = dependencies.clock();
  const isReset = await dependencies.transact('fact', async (tx) => {
    if (!(await tx.resetTokens.spend(tokenHash, now))) return false;
    await tx.throttles.forgive(lanes);
    // Whoever tried the old one too often shall not wait with the new one.
    await tx.throttles.clear([{ kind: 'password-strangers', subject: userId }]);
    const reason = 'password_reset';
    const replacement = { userId, hash, mustChange: false, reason, context, now } as const;
    const ended = await dependencies.replacePassword(tx, replacement);
    const common = auditOf(context, userId);
    const detail = { sessions: ended?.sessions ?? 0 };
    const changed = { event: 'authn_password_change', outcome: 'success', reason: 'link' } as const;
    await tx.audit.append(
      [
        { ...changed, detail, ...common },
        ...auditOfEndedTrust(ended?.browsers ?? 0, reason, common),
      ],
      now,
    );
    return true;
  });
  if (!isReset) {
    await recordRefusal(dependencies, { context, now, reason: 'link' });
    return { kind: 'refused' };
  }
  dependencies.wake();
  return { kind: 'reset' };
}

type Refusal = { readonly context: RequestContext; readonly now: Date; readonly reason: string };

const recordRefusal = <Tx extends Stores>(
  { transact }: Dependencies<Tx>,
  { context, now, reason }: Refusal,
) =>
  transact('attempt', (tx) =>
    tx.audit.append(
      [
        {
          event: reason === 'link' ? 'authn_password_change_fail' : 'excess_rate_limit_exceeded',
          outcome: 'failure',
          reason,
          ...auditOf(context, undefined),
        },
      ],
      now,
    ),
  );
