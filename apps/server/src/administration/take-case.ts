import type { AuditLog } from '#audit/ports.ts';
import type { CaseId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { CaseStore } from '#recovery/ports.ts';
import { isWithinScope, type ScopeStores } from './is-within-scope.ts';
import { actorOfOrder, type Order } from './order.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly cases: Pick<CaseStore, 'find' | 'take'>;
    readonly scopes: ScopeStores['scopes'];
    readonly audit: AuditLog;
  }>;
  readonly clock: Clock;
};

export type TakeCase = (id: CaseId, by: Omit<Order, 'reason'>) => Promise<'taken' | 'not-open'>;

/** One person works on a case: of two who take it, one has it. */
export const makeTakeCase =
  ({ transact, clock }: Dependencies): TakeCase =>
  (id, by) =>
    transact('fact', async (tx) => {
      const found = await tx.cases.find(id);
      if (found === undefined || !(await isWithinScope(tx, by, found.userId))) return 'not-open';
      const who = by.signedIn?.session.userId ?? by.operator;
      if (!(await tx.cases.take(id, who))) return 'not-open';
      const target = { type: 'case', id };
      await tx.audit.append(
        [{ event: 'case.taken', outcome: 'success', target, ...actorOfOrder(by) }],
        clock(),
      );
      return 'taken';
    });
