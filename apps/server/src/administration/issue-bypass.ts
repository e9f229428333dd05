import { isStaff } from '#domain/role.ts';
import type { BypassId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { BypassStore } from '#sign-in/ports.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';
import type { CallerCheckStore } from './ports.ts';
import {
  type CallerProof,
  type NotVerified,
  proveCaller,
  takesTwoPersons,
  type TwoPersons,
} from './prove-caller.ts';

type Stores = TargetStores & {
  readonly bypasses: Pick<BypassStore, 'insert'>;
  readonly callerChecks: Pick<CallerCheckStore, 'use'>;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly twoPersons: TwoPersons;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type BypassOutcome =
  | { readonly kind: 'opened'; readonly expiresAt: Date }
  | Unreached
  | NotVerified;

export type IssueBypass = (
  request: CallerProof & { readonly userId: UserId; readonly seconds: number },
  order: Order,
) => Promise<BypassOutcome>;

/**
 * One sign-in with the password alone, within so many seconds: its session says that nothing else was
 * proved. For nobody of the staff without a second person.
 */
export function makeIssueBypass<Tx extends Stores>(dependencies: Dependencies<Tx>): IssueBypass {
  const { transact, notices, twoPersons, ids, clock } = dependencies;
  return ({ userId, seconds, ...proof }, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const takesTwo = ({ role }: { role: Parameters<typeof isStaff>[0] }) =>
        isStaff(role) || takesTwoPersons(twoPersons, proof);
      const target = await holdTarget(tx, { userId, order, now, takesTwo });
      if (target.kind !== 'held') return target;
      const caller = await proveCaller(tx, { userId, order, proof, act: 'issueBypass', now });
      if (caller.kind !== 'verified') return caller;
      const expiresAt = new Date(now.getTime() + seconds * 1000);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where its id is born
      const id = ids() as BypassId;
      await tx.bypasses.insert({ id, userId, createdAt: now, expiresAt });
      const values = { seconds: String(seconds) };
      await notices.enqueue(tx, { userId, id: 'bypass-issued', now, values });
      const detail = { seconds, callerVerifiedBy: caller.by };
      await tx.audit.append(
        [{ event: 'bypass.issued', ...auditOfOrder(order, userId, detail) }],
        now,
      );
      return { kind: 'opened', expiresAt };
    });
}
