import type { AuditLog } from '#audit/ports.ts';
import type { CaseId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { CaseStore, SupportCase } from '#recovery/ports.ts';
import { isWithinScope, type ScopeStores } from './is-within-scope.ts';
import { actorOfOrder, type Order } from './order.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly cases: Pick<CaseStore, 'find'>;
    readonly scopes: ScopeStores['scopes'];
    readonly audit: AuditLog;
  }>;
  readonly clock: Clock;
};

export type ReadCase = (id: CaseId, by: Omit<Order, 'reason'>) => Promise<SupportCase | undefined>;

/** What a person wrote is theirs: who read it stands in the audit log. */
export const makeReadCase =
  ({ transact, clock }: Dependencies): ReadCase =>
  (id, by) =>
    transact('fact', async (tx) => {
      const found = await tx.cases.find(id);
      if (found === undefined || !(await isWithinScope(tx, by, found.userId))) return undefined;
      await tx.audit.append(
        [
          {
            event: 'case.read',
            outcome: 'success',
            ...actorOfOrder(by),
            target: { type: 'case', id },
          },
        ],
        clock(),
      );
      return found;
    });
