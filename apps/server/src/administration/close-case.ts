import type { AuditLog } from '#audit/ports.ts';
import type { CaseId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { CaseOutcome, CaseStore } from '#recovery/ports.ts';
import { isWithinScope, type ScopeStores } from './is-within-scope.ts';
import { actorOfOrder, type Order } from './order.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly cases: Pick<CaseStore, 'find' | 'close'>;
    readonly scopes: ScopeStores['scopes'];
    readonly audit: AuditLog;
  }>;
  readonly clock: Clock;
};

export type CloseCase = (
  id: CaseId,
  outcome: CaseOutcome,
  order: Order,
) => Promise<'closed' | 'not-open'>;

/** Somebody has looked at it, and says what came of it. */
export const makeCloseCase =
  ({ transact, clock }: Dependencies): CloseCase =>
  (id, outcome, order) =>
    transact('fact', async (tx) => {
      const found = await tx.cases.find(id);
      if (found === undefined || !(await isWithinScope(tx, order, found.userId))) return 'not-open';
      const now = clock();
      const who = order.signedIn?.session.userId ?? order.operator;
      const how = { outcome, by: who, reason: order.reason };
      if (!(await tx.cases.close(id, how, now))) return 'not-open';
      await tx.audit.append(
        [
          {
            event: 'case.closed',
            outcome: 'success',
            ...actorOfOrder(order),
            target: { type: 'case', id },
            detail: { outcome, why: order.reason },
          },
        ],
        now,
      );
      return 'closed';
    });
