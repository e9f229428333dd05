import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { type EndingStores, endEverything } from './end-everything.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = EndingStores & {
  readonly users: Pick<UserStore, 'find'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly clock: Clock;
};

export type RevokeOutcome =
  | { readonly kind: 'revoked'; readonly sessions: number }
  | { readonly kind: 'unknown-user' };

export type RevokeSessions = (userId: UserId, order: Order) => Promise<RevokeOutcome>;

/** Signs an account out of every browser, and ends what it has begun. */
export function makeRevokeSessions<Tx extends Stores>({
  transact,
  notices,
  clock,
}: Dependencies<Tx>): RevokeSessions {
  return (userId, order) =>
    transact('fact', async (tx) => {
      if ((await tx.users.find(userId)) === undefined) return { kind: 'unknown-user' };
      const now = clock();
      const by = auditOfOrder(order, userId, {});
      const sessions = await endEverything(tx, userId, { reason: 'revoked', now, by });
      await notices.enqueue(tx, { userId, id: 'sessions-revoked', now });
      await tx.audit.append(
        [{ event: 'session_revoked', ...auditOfOrder(order, userId, { sessions }) }],
        now,
      );
      return { kind: 'revoked', sessions };
    });
}
