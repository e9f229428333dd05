import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { RememberedBrowserStore } from '#sessions/ports.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = {
  readonly users: Pick<UserStore, 'find'>;
  readonly rememberedBrowsers: Pick<RememberedBrowserStore, 'removeAllOf'>;
  readonly audit: AuditLog;
};

type Dependencies = { readonly transact: Transact<Stores>; readonly clock: Clock };

export type ForgetOutcome =
  | { readonly kind: 'forgotten'; readonly browsers: number }
  | { readonly kind: 'unknown-user' };

export type ForgetBrowsersOf = (userId: UserId, order: Order) => Promise<ForgetOutcome>;

/** "Restore multi-factor authentication on all remembered devices": every browser asks again. */
export const makeForgetBrowsersOf =
  ({ transact, clock }: Dependencies): ForgetBrowsersOf =>
  (userId, order) =>
    transact('fact', async ({ users, rememberedBrowsers, audit }) => {
      if ((await users.find(userId)) === undefined) return { kind: 'unknown-user' };
      const browsers = await rememberedBrowsers.removeAllOf(userId);
      const fields = auditOfOrder(order, userId, { browsers });
      await audit.append(
        [{ event: 'device_trust.revoked', reason: 'by_operator', ...fields }],
        clock(),
      );
      return { kind: 'forgotten', browsers };
    });
