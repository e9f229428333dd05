import type { AuditLog } from '#audit/ports.ts';
import type { ScopeStore, UserStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import { isStaff, mayBeLimited, type Role } from '#domain/role.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { type EndingStores, endEverything } from './end-everything.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = EndingStores & {
  readonly users: Pick<UserStore, 'find' | 'change' | 'countAdministrators'>;
  readonly scopes: Pick<ScopeStore, 'replace'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly clock: Clock;
};

export type SetRoleOutcome =
  | { readonly kind: 'changed'; readonly before: Role; readonly sessions: number }
  | { readonly kind: 'unchanged' | 'unknown-user' | 'needs-two-steps' | 'last-administrator' };

export type SetRole = (userId: UserId, role: Role, order: Order) => Promise<SetRoleOutcome>;

/**
 * What an account may do. Its sessions end with its old role, so that every session of the staff was
 * begun under the rules of the staff; the last administrator stays one.
 */
export function makeSetRole<Tx extends Stores>({
  transact,
  notices,
  clock,
}: Dependencies<Tx>): SetRole {
  return (userId, role, order) =>
    transact('fact', async (tx) => {
      const user = await tx.users.find(userId);
      if (user === undefined) return { kind: 'unknown-user' };
      if (user.role === role) return { kind: 'unchanged' };
      if (isStaff(role) && user.state === 'disabled') return { kind: 'needs-two-steps' };
      const isLast = user.role === 'administrator' && (await tx.users.countAdministrators()) === 1;
      if (isLast) return { kind: 'last-administrator' };
      const now = clock();
      await tx.users.change(userId, { role });
      if (!mayBeLimited(role)) await tx.scopes.replace(userId, []);
      const by = auditOfOrder(order, userId, {});
      const sessions = await endEverything(tx, userId, { reason: 'role_changed', now, by });
      await notices.enqueue(tx, { userId, id: 'role-changed', now });
      const detail = { action: 'role', before: user.role, after: role, sessions };
      await tx.audit.append(
        [{ event: 'authz_change', ...auditOfOrder(order, userId, detail) }],
        now,
      );
      return { kind: 'changed', before: user.role, sessions };
    });
}
