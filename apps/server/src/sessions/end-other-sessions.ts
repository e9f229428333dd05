import type { AuditLog } from '#audit/ports.ts';
import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { SessionId } from '#domain/ids.ts';
import type { Session } from '#domain/session.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { SessionStore } from './ports.ts';

type Stores = { readonly sessions: SessionStore; readonly audit: AuditLog };

type Dependencies = { readonly transact: Transact<Stores>; readonly clock: Clock };

type Request = {
  /** The one at hand, which stays. */
  readonly session: Session;
  readonly context: RequestContext;
};

export type EndOneSession = (
  request: Request & { readonly id: SessionId },
) => Promise<'ended' | 'not-found'>;

/** Another browser of the same person. Sessions are read at every request, so it ends on every node. */
export const makeEndOneSession =
  ({ transact, clock }: Dependencies): EndOneSession =>
  ({ session, id, context }) =>
    transact('fact', async (tx) => {
      const now = clock();
      if (id === session.id) return 'not-found';
      const ended = await tx.sessions.endOneOf(session.userId, id, { reason: REASON, now });
      if (!ended) return 'not-found';
      await record(tx.audit, { session, context, now, sessionId: id, detail: { sessions: 1 } });
      return 'ended';
    });

export type EndOtherSessions = (request: Request) => Promise<void>;

/** Every browser but the one at hand. */
export const makeEndOtherSessions =
  ({ transact, clock }: Dependencies): EndOtherSessions =>
  ({ session, context }) =>
    transact('fact', async (tx) => {
      const now = clock();
      const { userId, id: except } = session;
      const ended = await tx.sessions.endAllOf(userId, { reason: REASON, now, except });
      const detail = { sessions: ended.sessions };
      await record(tx.audit, { session, context, now, sessionId: session.id, detail });
      const by = auditOf(context, userId);
      await tx.audit.append(auditOfEndedTrust(ended.browsers, REASON, by), now);
    });

const REASON = 'signed_out_elsewhere';

type Recording = Request & {
  readonly now: Date;
  readonly sessionId: SessionId;
  readonly detail: { readonly sessions: number };
};

const record = (audit: AuditLog, { session, context, now, sessionId, detail }: Recording) =>
  audit.append(
    [
      {
        event: 'session_revoked',
        outcome: 'info',
        reason: REASON,
        sessionId,
        detail,
        ...auditOf(context, session.userId),
      },
    ],
    now,
  );
