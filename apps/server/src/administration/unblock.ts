import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { AuthenticatorStore } from '#security-info/ports.ts';
import type { ThrottleStore } from '#sign-in/ports.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = {
  readonly users: TargetStores['users'] & Pick<UserStore, 'change'>;
  readonly scopes: TargetStores['scopes'];
  readonly authenticators: Pick<AuthenticatorStore, 'restoreAllOf'>;
  readonly throttles: Pick<ThrottleStore, 'clear'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly clock: Clock;
};

export type UnblockOutcome =
  | { readonly kind: 'unblocked'; readonly wasBlocked: boolean; readonly restored: number }
  | Unreached;

export type Unblock = (userId: UserId, order: Order) => Promise<UnblockOutcome>;

/** Ends a block, the waits after wrong codes, and what too many wrong codes had switched off. */
export function makeUnblock<Tx extends Stores>({
  transact,
  notices,
  clock,
}: Dependencies<Tx>): Unblock {
  return (userId, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const target = await holdTarget(tx, { userId, order, now });
      if (target.kind !== 'held') return target;
      const { user } = target;
      const wasBlocked = user.blockedUntil !== undefined && user.blockedUntil > now;
      await tx.users.change(userId, { blockedUntil: null, blockedReason: null });
      await tx.throttles.clear([{ kind: 'second-step', subject: userId }]);
      const restored = await tx.authenticators.restoreAllOf(userId);
      await notices.enqueue(tx, { userId, id: 'unblocked', now });
      const detail = { action: 'unblocked', wasBlocked, restored };
      await tx.audit.append(
        [{ event: 'authz_admin', ...auditOfOrder(order, userId, detail) }],
        now,
      );
      return { kind: 'unblocked', wasBlocked, restored };
    });
}
