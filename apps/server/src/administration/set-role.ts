import type { AuditLog } from '#audit/ports.ts';
import type { ScopeStore, UserStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import { isStaff, mayBeLimited, mayGive, type Role } from '#domain/role.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { AuthenticatorStore } from '#security-info/ports.ts';
import { type EndingStores, endEverything } from './end-everything.ts';
import { holdTarget, refuseTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = EndingStores & {
  readonly users: TargetStores['users'] & Pick<UserStore, 'change' | 'holdOwners'>;
  readonly scopes: TargetStores['scopes'] & Pick<ScopeStore, 'replace'>;
  readonly authenticators: Pick<AuthenticatorStore, 'removeAllOf'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly clock: Clock;
};

export type SetRoleOutcome =
  | { readonly kind: 'changed'; readonly before: Role; readonly sessions: number }
  | { readonly kind: 'unchanged' | 'needs-two-steps' | 'last-owner' }
  | Unreached;

export type SetRole = (userId: UserId, role: Role, order: Order) => Promise<SetRoleOutcome>;

/**
 * What an account may do. Its sessions end with its old role, so that every session of the staff was
 * begun under the rules of the staff; the last owner stays one, and only owners make administrators
 * and owners.
 */
export function makeSetRole<Tx extends Stores>({
  transact,
  notices,
  clock,
}: Dependencies<Tx>): SetRole {
  return (userId, role, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      // Before any account: two owners who demote each other wait here, one after the other.
      const owners = await tx.users.holdOwners();
      const target = await holdTarget(tx, { userId, order, now });
      if (target.kind !== 'held') return target;
      const { user, by } = target;
      if (![role, user.role].every((one) => by === undefined || mayGive(by, one))) {
        return refuseTarget(tx, { userId, order, now }, 'out-of-reach');
      }
      if (user.role === role) return { kind: 'unchanged' };
      if (isStaff(role) && user.state === 'disabled') return { kind: 'needs-two-steps' };
      const isLast = user.role === 'owner' && owners.every((id) => id === userId);
      if (isLast) return { kind: 'last-owner' };
      // Whoever issued a pass to a user holds the pass of a colleague otherwise.
      if (isStaff(role)) await tx.authenticators.removeAllOf(userId, ['temporary-access-pass']);
      await tx.users.change(userId, { role });
      if (!mayBeLimited(role)) await tx.scopes.replace(userId, []);
      const fields = auditOfOrder(order, userId, {});
      const sessions = await endEverything(tx, userId, { reason: 'role_changed', now, by: fields });
      await notices.enqueue(tx, { userId, id: 'role-changed', now });
      const detail = { action: 'role', before: user.role, after: role, sessions };
      await tx.audit.append(
        [{ event: 'authz_change', ...auditOfOrder(order, userId, detail) }],
        now,
      );
      return { kind: 'changed', before: user.role, sessions };
    });
}
