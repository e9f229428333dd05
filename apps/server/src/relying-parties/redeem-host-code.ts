import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { SessionInUse, SessionStore, UseSession } from '#sessions/ports.ts';
import type { LaneKey, ThrottleStore, Tokens } from '#sign-in/ports.ts';
import { ASKED_PURPOSE, findHeld, HOST_CODE, HOST_TOKEN, write } from './host-access.ts';
import type { ArtifactStore } from './ports.ts';

type Stores = {
  readonly artifacts: ArtifactStore;
  readonly throttles: ThrottleStore;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly artifacts: Pick<ArtifactStore, 'find'>;
  readonly sessions: Pick<SessionStore, 'findInUse'>;
  readonly useSession: UseSession;
  readonly tokens: Pick<Tokens, 'random' | 'hash' | 'matches'>;
  readonly clock: Clock;
};

type Request = {
  readonly code: string;
  readonly origin: string;
  /** What the browser has that was sent to sign in. */
  readonly asked: string | undefined;
  readonly context: RequestContext;
};

export type RedeemOutcome =
  | { readonly kind: 'let-in'; readonly token: string; readonly path: string }
  /** Unknown, used, late, of another host or another browser: all alike. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

export type RedeemHostCode = (request: Request) => Promise<RedeemOutcome>;

/**
 * A token for the host, in place of the code. Whatever becomes of it, a code that was shown is spent;
 * that and the token are one transaction, so that it acts once.
 */
export function makeRedeemHostCode(dependencies: Dependencies): RedeemHostCode {
  const { transact, artifacts, sessions, tokens, clock } = dependencies;
  return async (request) => {
    const now = clock();
    const { context, code } = request;
    const lanes: readonly LaneKey[] = [
      { kind: 'source-failures', subject: tokens.hash('source', context.source) },
    ];
    const budget = await transact('attempt', (tx) => tx.throttles.reserve(lanes, now));
    if (budget.kind === 'throttled') return budget;
    const hash = tokens.hash(HOST_CODE.purpose, code);
    const held = await findHeld(artifacts, { kind: HOST_CODE.kind, hash, now });
    const used = await dependencies.useSession(
      held && (await sessions.findInUse({ id: held.sessionId })),
    );
    return transact('fact', async (tx) => {
      const refuse = async (reason: string) => {
        const common = { ...auditOf(context, used?.user.id), detail: { host: request.origin } };
        await tx.audit.append(
          [{ event: 'forward_auth.refused', outcome: 'failure', reason, ...common }],
          now,
        );
        return { kind: 'refused' } as const;
      };
      const isFirst = await tx.artifacts.consume(HOST_CODE.kind, hash, now);
      if (held === undefined || used === undefined || !isFirst) return refuse('code');
      if (held.origin !== request.origin) return refuse('other_host');
      const { asked } = request;
      if (asked === undefined || !tokens.matches(ASKED_PURPOSE, asked, held.state)) {
        return refuse('other_browser');
      }
      await tx.throttles.forgive(lanes);
      return letIn(dependencies, tx, { used, path: held.path, request, now });
    });
  };
}

type LettingIn = {
  readonly used: SessionInUse;
  readonly path: string;
  readonly request: Request;
  readonly now: Date;
};

/** As long as the session, which is asked again at each request. */
async function letIn(
  { tokens }: Dependencies,
  tx: Stores,
  { used: { session }, path, request, now }: LettingIn,
): Promise<RedeemOutcome> {
  const { origin, context } = request;
  const token = tokens.random();
  const told = { origin, path: '/', state: '', expiresAt: session.expiresAt.getTime() };
  await tx.artifacts.save({
    kind: HOST_TOKEN.kind,
    hash: tokens.hash(HOST_TOKEN.purpose, token),
    payload: write(told),
    grantHash: undefined,
    userCodeHash: undefined,
    applicationId: undefined,
    sessionId: session.id,
    userId: session.userId,
    expiresAt: session.expiresAt,
  });
  const common = { ...auditOf(context, session.userId), sessionId: session.id };
  await tx.audit.append(
    [{ event: 'forward_auth.let_in', outcome: 'success', reason: origin, ...common }],
    now,
  );
  return { kind: 'let-in', token, path };
}
