import type { AuditLog } from '#audit/ports.ts';
import type { MetaStore } from '#crypto/key-check.ts';
import type { BootstrapStore, PasswordHasher, UserStore } from '#directory/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';
import { judgePassword } from '#domain/judge-password.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LaneKey, ThrottleStore, Tokens } from '#sign-in/ports.ts';
import { BOOTSTRAP_PURPOSE } from './create-bootstrap-link.ts';

type Stores = {
  readonly bootstrap: Pick<BootstrapStore, 'spend'>;
  readonly users: Pick<UserStore, 'insert' | 'countAdministrators'>;
  readonly meta: Pick<MetaStore, 'set'>;
  readonly audit: AuditLog;
  readonly throttles: Pick<ThrottleStore, 'reserve' | 'forgive'>;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly loginKeysOf: (login: string, email: string | undefined) => readonly string[] | undefined;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type ClaimRequest = {
  readonly token: string;
  readonly login: string;
  readonly displayName: string;
  readonly email: string;
  readonly password: string;
  readonly context: RequestContext;
};

export type ClaimOutcome =
  | { readonly kind: 'claimed'; readonly userId: UserId }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** Unknown, spent or expired link, or there is an administrator: all alike. */
  | { readonly kind: 'refused' | 'login-taken' | 'password-unacceptable' };

export type ClaimBootstrap = (request: ClaimRequest) => Promise<ClaimOutcome>;

/** Takes the whole transaction back: a refused claim leaves neither an account nor a spent link. */
class RolledBack extends Error {
  override readonly name = 'RolledBack';
  readonly outcome: 'refused' | 'login-taken';
  constructor(outcome: RolledBack['outcome']) {
    super(outcome);
    this.outcome = outcome;
  }
}

/**
 * Makes the first owner, who is taken through the set-up at the first sign-in. Spending the
 * link and making the account are one transaction: of two that hold the link, one gets an account.
 */
export function makeClaimBootstrap(dependencies: Dependencies): ClaimBootstrap {
  const { transact, hasher, loginKeysOf, clock } = dependencies;
  return async (request) => {
    const { login, email, password } = request;
    const lanes: readonly LaneKey[] = [
      {
        kind: 'source-failures',
        subject: dependencies.tokens.hash('source', request.context.source),
      },
    ];
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, clock()));
    if (budget.kind === 'throttled') return budget;
    const loginKeys = loginKeysOf(login, email);
    if (loginKeys === undefined) return { kind: 'login-taken' };
    if (judgePassword(password, { login, alone: true }) !== undefined) {
      return { kind: 'password-unacceptable' };
    }
    const claim = {
      request,
      lanes,
      loginKeys,
      passwordHash: await hasher.hash(password),
      now: clock(),
    };
    try {
      return { kind: 'claimed', userId: await transact('fact', insertWith(dependencies, claim)) };
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
      await recordRefusal(dependencies, claim, error.outcome);
      return { kind: error.outcome };
    }
  };
}

type Claim = {
  readonly lanes: readonly LaneKey[];
  readonly request: ClaimRequest;
  readonly loginKeys: readonly string[];
  readonly passwordHash: string;
  readonly now: Date;
};

const insertWith =
  ({ tokens, ids }: Dependencies, { request, lanes, loginKeys, passwordHash, now }: Claim) =>
  async ({ bootstrap, users, meta, audit, throttles }: Stores): Promise<UserId> => {
    // One row for all claims: the second waits here, also with a link of its own, until the first
    // is decided, and then counts its administrator.
    await meta.set('bootstrap-claimed', now.toISOString());
    const spent = await bootstrap.spend(tokens.hash(BOOTSTRAP_PURPOSE, request.token), now);
    if (!spent || (await users.countAdministrators()) > 0) throw new RolledBack('refused');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where user ids are born
    const id = ids() as UserId;
    const inserted = await users.insert({
      id,
      loginKeys,
      passwordHash,
      login: request.login,
      displayName: request.displayName,
      email: request.email,
      state: 'enabled',
      role: 'owner',
      active: true,
      registration: { kind: 'password', openUntil: undefined },
      createdAt: now,
    });
    if (!inserted) throw new RolledBack('login-taken');
    await throttles.forgive(lanes);
    await audit.append(
      [
        {
          event: 'authz_admin',
          outcome: 'success',
          target: { type: 'user', id },
          detail: { action: 'bootstrap_claimed' },
          ...auditOf(request.context, id),
        },
      ],
      now,
    );
    return id;
  };

const recordRefusal = (
  { transact }: Dependencies,
  { request, now }: Claim,
  reason: RolledBack['outcome'],
) =>
  transact('attempt', ({ audit }) =>
    audit.append(
      [
        {
          event: 'authz_admin',
          outcome: 'failure',
          reason: `bootstrap_${reason.replace('-', '_')}`,
          ...auditOf(request.context, undefined),
        },
      ],
      now,
    ),
  );
