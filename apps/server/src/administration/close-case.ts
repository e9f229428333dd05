import type { AuditLog } from '#audit/ports.ts';
import type { CaseId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { CaseStore } from '#recovery/ports.ts';
import type { Order } from './order.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly cases: Pick<CaseStore, 'close'>;
    readonly audit: AuditLog;
  }>;
  readonly clock: Clock;
};

export type CloseCase = (id: CaseId, order: Order) => Promise<'closed' | 'not-open'>;

/** Somebody has looked at it, and says what came of it. */
export const makeCloseCase =
  ({ transact, clock }: Dependencies): CloseCase =>
  (id, { operator, reason }) =>
    transact('fact', async (tx) => {
      if (!(await tx.cases.close(id))) return 'not-open';
      await tx.audit.append(
        [
          {
            event: 'case.closed',
            outcome: 'success',
            actor: { type: 'operator', id: operator },
            target: { type: 'case', id },
            detail: { why: reason },
          },
        ],
        clock(),
      );
      return 'closed';
    });
