import type { AuditLog } from '#audit/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { RememberedBrowserStore } from '#sessions/ports.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = {
  readonly users: TargetStores['users'];
  readonly scopes: TargetStores['scopes'];
  readonly rememberedBrowsers: Pick<RememberedBrowserStore, 'removeAllOf'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly clock: Clock;
};

export type ForgetOutcome = { readonly kind: 'forgotten'; readonly browsers: number } | Unreached;

export type ForgetBrowsersOf = (userId: UserId, order: Order) => Promise<ForgetOutcome>;

/** "Restore multi-factor authentication on all remembered devices": every browser asks again. */
export const makeForgetBrowsersOf =
  <Tx extends Stores>({ transact, notices, clock }: Dependencies<Tx>): ForgetBrowsersOf =>
  (userId, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const target = await holdTarget(tx, { userId, order, now });
      if (target.kind !== 'held') return target;
      const browsers = await tx.rememberedBrowsers.removeAllOf(userId);
      await notices.enqueue(tx, { userId, id: 'browsers-forgotten', now });
      const fields = auditOfOrder(order, userId, { browsers });
      await tx.audit.append(
        [{ event: 'device_trust.revoked', reason: 'by_operator', ...fields }],
        now,
      );
      return { kind: 'forgotten', browsers };
    });
