import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Session } from '#domain/session.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { SessionStore } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly sessions: SessionStore; readonly audit: AuditLog }>;
  readonly clock: Clock;
};

export type EndSession = (request: {
  readonly session: Session;
  readonly context: RequestContext;
}) => Promise<void>;

/** Signing out is a fact: a cookie that was copied must not work after a power cut either. */
export function makeEndSession({ transact, clock }: Dependencies): EndSession {
  return async ({ session, context }) => {
    const now = clock();
    await transact('fact', async (tx) => {
      await tx.sessions.end(session.id, 'signed_out', now);
      const common = { ...auditOf(context, session.userId), sessionId: session.id };
      await tx.audit.append(
        [{ event: 'session_revoked', outcome: 'info', reason: 'signed_out', ...common }],
        now,
      );
    });
  };
}
