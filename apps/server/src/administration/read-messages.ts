import type { AuditLog } from '#audit/ports.ts';
import type { MessageCountStore } from '#delivery/ports.ts';
import { moneyOf, partsOf, type Prices, priceOf } from '#domain/message-price.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { MessageCount } from './ports.ts';

type Dependencies = {
  readonly messageCounts: Pick<MessageCountStore, 'sum'>;
  readonly prices: Prices;
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly clock: Clock;
};

export type MessageRow = MessageCount & { readonly cost: number | undefined };

export type ReadMessages = (
  range: { readonly from: Date | undefined; readonly to: Date | undefined },
  by: Omit<Order, 'reason'>,
) => Promise<{ readonly currency: string; readonly rows: readonly MessageRow[] }>;

const USUAL_MS = 30 * 24 * 60 * 60_000;

/** Whole days (UTC), the last 30 where none are named. */
export function makeReadMessages(dependencies: Dependencies): ReadMessages {
  const { messageCounts, prices, transact, clock } = dependencies;
  return async ({ from, to }, by) => {
    const now = clock();
    const end = to ?? new Date(now.getTime() + 1);
    const begin = from ?? new Date(end.getTime() - USUAL_MS);
    const counts = await messageCounts.sum({ from: begin, to: end });
    const detail = { what: 'messages' };
    await transact('attempt', ({ audit }) =>
      audit.append(
        [{ event: 'report.read', outcome: 'success', detail, ...actorOfOrder(by) }],
        now,
      ),
    );
    return {
      currency: prices.currency,
      rows: counts.map((count) => ({ ...count, cost: costOf(prices, count) })),
    };
  };
}

function costOf(prices: Prices, count: MessageCount): number | undefined {
  const price = priceOf(prices, count);
  return price === undefined ? undefined : moneyOf(partsOf(price * count.sent));
}
