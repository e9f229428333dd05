import type { AuditLog } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { RollOutFilter } from './list-roll-out.ts';
import { actorOfOrder, type Order } from './order.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly clock: Clock;
};

export type RecordSearch = (filter: RollOutFilter, by: Omit<Order, 'reason'>) => Promise<void>;

/** Who looked through the list of the roll-out, and for what kind of people. */
export const makeRecordSearch =
  ({ transact, clock }: Dependencies): RecordSearch =>
  ({ coveredBy = 'any', state = 'any' }, by) =>
    transact('attempt', ({ audit }) =>
      audit.append(
        [
          {
            event: 'account.searched',
            outcome: 'success',
            detail: { by: 'roll-out', coveredBy, state },
            ...actorOfOrder(by),
          },
        ],
        clock(),
      ),
    );
