import type { AuditLog } from '#audit/ports.ts';
import type { OutboxStore } from '#delivery/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { OutboxId } from '#domain/ids.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LaneKey, ThrottleStore, Tokens } from '#sign-in/ports.ts';
import type { ResetTokenStore, UserStore } from './ports.ts';
import { type ResetMailSettings, resetMail } from './reset-mail.ts';

type Stores = {
  readonly throttles: Pick<ThrottleStore, 'reserve'>;
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly resetTokens: Pick<ResetTokenStore, 'issue'>;
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly tokens: Pick<Tokens, 'random' | 'hash'>;
  readonly loginKey: (typed: string) => string | undefined;
  /** Does the work after the answer has left. */
  readonly inBackground: (work: () => Promise<void>) => void;
  readonly mail: ResetMailSettings & { readonly isPossible: boolean };
  /** How long an address that was replaced gets no link (D06). */
  readonly waitMs: number;
  readonly wake: () => void;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type ForgotPasswordOutcome =
  /** Whether a mail goes out is nobody's business but its receiver's. */
  { readonly kind: 'heard' } | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type ForgotPassword = (request: {
  readonly login: string;
  readonly context: RequestContext;
}) => Promise<ForgotPasswordOutcome>;

/** NIST allows a day, the OWASP cheat sheet asks for less. */
const RESET_LINK_MS = 30 * 60_000;
export const RESET_PURPOSE = 'reset';

/**
 * A link for a new password, to the address that is stored. The answer depends on the source's
 * budget alone; who it is about is looked up when that has left, so that no name can be told from
 * another by the answer or by its time.
 */
export function makeForgotPassword(dependencies: Dependencies): ForgotPassword {
  const { transact, tokens, inBackground, clock } = dependencies;
  return async ({ login, context }) => {
    const now = clock();
    const lane: LaneKey = {
      kind: 'resets-source',
      subject: tokens.hash('source', context.source),
    };
    const budget = await transact('attempt', (tx) => tx.throttles.reserve([lane], now));
    if (budget.kind === 'throttled') {
      await transact('attempt', (tx) =>
        tx.audit.append([refusalOf({ context, reason: lane.kind })], now),
      );
      return { kind: 'throttled', retryAfterMs: budget.retryAfterMs };
    }
    inBackground(() => sendLink(dependencies, { login, context, now }));
    return { kind: 'heard' };
  };
}

const refusalOf = ({
  context,
  reason,
}: {
  readonly context: RequestContext;
  readonly reason: string;
}) =>
  ({
    event: 'excess_rate_limit_exceeded',
    outcome: 'failure',
    reason,
    ...auditOf(context, undefined),
  }) as const;

type Asked = { readonly login: string; readonly context: RequestContext; readonly now: Date };

async function sendLink(dependencies: Dependencies, asked: Asked): Promise<void> {
  const { transact, tokens, loginKey, wake } = dependencies;
  const { login, context, now } = asked;
  const key = loginKey(login);
  const token = tokens.random();
  await transact('attempt', async (tx) => {
    const user = key === undefined ? undefined : await tx.users.findByLoginKey(key);
    const subject = user?.id ?? tokens.hash('login', key ?? login);
    const budget = await tx.throttles.reserve([{ kind: 'resets-account', subject }], now);
    const refusal = budget.kind === 'throttled' ? 'throttled' : whyNot(dependencies, user, now);
    if (refusal === undefined && user?.email !== undefined) {
      await issue(dependencies, tx, { user: { ...user, email: user.email }, token, now });
    }
    await tx.audit.append(
      [
        {
          event: 'password_reset.requested',
          outcome: refusal === undefined ? 'success' : 'failure',
          reason: refusal,
          target: user && { type: 'user', id: user.id },
          detail: { login: tokens.hash('login', login) },
          // Whoever asked has proved nothing, least of all that it is their account.
          ...auditOf(context, undefined),
        },
      ],
      now,
    );
  });
  wake();
}

/** Why there is no link, for the audit log alone; undefined: there is one. */
function whyNot({ mail, waitMs }: Dependencies, user: User | undefined, now: Date) {
  if (user === undefined) return 'unknown_user';
  if (!user.active) return 'inactive';
  if (user.blockedUntil !== undefined && user.blockedUntil > now) return 'blocked';
  // Its first password is for somebody to give who knows the person (C19).
  if (user.passwordHash === undefined) return 'no_password';
  if (user.email === undefined) return 'no_address';
  if (!mail.isPossible) return 'no_mail';
  const { emailChangedAt: changed } = user;
  if (changed !== undefined && now.getTime() - changed.getTime() < waitMs) return 'new_address';
  return undefined;
}

type Issuing = {
  readonly user: User & { readonly email: string };
  readonly token: string;
  readonly now: Date;
};

async function issue(
  { tokens, ids, mail }: Dependencies,
  { resetTokens, outbox }: Stores,
  { user, token, now }: Issuing,
): Promise<void> {
  const expiresAt = new Date(now.getTime() + RESET_LINK_MS);
  const tokenHash = tokens.hash(RESET_PURPOSE, token);
  await resetTokens.issue({ tokenHash, userId: user.id, expiresAt });
  await outbox.enqueue({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
    id: ids() as OutboxId,
    userId: user.id,
    challengeId: undefined,
    message: resetMail(mail, { to: user.email, token, login: user.login }),
    createdAt: now,
    expiresAt,
  });
}
