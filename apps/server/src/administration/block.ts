import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { type EndingStores, endEverything } from './end-everything.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = EndingStores & {
  readonly users: TargetStores['users'] & Pick<UserStore, 'change'>;
  readonly scopes: TargetStores['scopes'];
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly clock: Clock;
};

export type BlockOutcome =
  | { readonly kind: 'blocked'; readonly until: Date; readonly sessions: number }
  | Unreached;

export type Block = (
  request: { readonly userId: UserId; readonly days: number },
  order: Order,
) => Promise<BlockOutcome>;

export const BLOCK_DAYS = { usual: 90, most: 3650 } as const;
const DAY_MS = 24 * 60 * 60_000;

/** Every attempt is denied until the time is over or an operator unblocks the account. */
export function makeBlock<Tx extends Stores>({
  transact,
  notices,
  clock,
}: Dependencies<Tx>): Block {
  return ({ userId, days }, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const target = await holdTarget(tx, { userId, order, now });
      if (target.kind !== 'held') return target;
      const until = new Date(now.getTime() + days * DAY_MS);
      await tx.users.change(userId, { blockedUntil: until, blockedReason: order.reason });
      const by = auditOfOrder(order, userId, {});
      const sessions = await endEverything(tx, userId, { reason: 'blocked', now, by });
      await notices.enqueue(tx, { userId, id: 'blocked', now });
      const detail = { action: 'blocked', days, sessions };
      await tx.audit.append(
        [{ event: 'authz_admin', ...auditOfOrder(order, userId, detail) }],
        now,
      );
      return { kind: 'blocked', until, sessions };
    });
}
