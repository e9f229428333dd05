import type { AuditLog } from '#audit/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { type EndingStores, endEverything } from './end-everything.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = EndingStores & {
  readonly users: TargetStores['users'];
  readonly scopes: TargetStores['scopes'];
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly clock: Clock;
};

export type RevokeOutcome = { readonly kind: 'revoked'; readonly sessions: number } | Unreached;

export type RevokeSessions = (userId: UserId, order: Order) => Promise<RevokeOutcome>;

/** Signs an account out of every browser, and ends what it has begun. */
export function makeRevokeSessions<Tx extends Stores>({
  transact,
  notices,
  clock,
}: Dependencies<Tx>): RevokeSessions {
  return (userId, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const target = await holdTarget(tx, { userId, order, now });
      if (target.kind !== 'held') return target;
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
