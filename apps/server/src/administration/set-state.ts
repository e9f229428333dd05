import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import { isStaff } from '#domain/role.ts';
import type { UserId } from '#domain/ids.ts';
import type { UserState } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { graceFrom, type GraceStores } from './grace-from.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = GraceStores & {
  readonly users: TargetStores['users'] & Pick<UserStore, 'change'>;
  readonly scopes: TargetStores['scopes'];
  readonly audit: AuditLog;
};

type Dependencies = { readonly transact: Transact<Stores>; readonly clock: Clock };

export type SetStateOutcome =
  | { readonly kind: 'changed'; readonly before: UserState }
  | { readonly kind: 'unchanged' | 'administrator-needs-two-steps' }
  | Unreached;

export type SetState = (userId: UserId, state: UserState, order: Order) => Promise<SetStateOutcome>;

/** Disabled, enabled or enforced. Methods that are registered stay, and are still asked for. */
export const makeSetState =
  ({ transact, clock }: Dependencies): SetState =>
  (userId, state, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const target = await holdTarget(tx, { userId, order, now });
      if (target.kind !== 'held') return target;
      const { user } = target;
      if (user.state === state) return { kind: 'unchanged' };
      if (isStaff(user.role) && state === 'disabled') {
        return { kind: 'administrator-needs-two-steps' };
      }
      // Only upwards: whoever was enforced is not asked for less than before.
      const isNew = user.state === 'disabled' && state === 'enabled' && !isStaff(user.role);
      const graceUntil = isNew ? await graceFrom(tx, now) : undefined;
      await tx.users.change(userId, { state, graceUntil });
      const grace = graceUntil === undefined ? {} : { graceUntil: graceUntil.toISOString() };
      const detail = { action: 'state', before: user.state, after: state, ...grace };
      await tx.audit.append(
        [{ event: 'authz_change', ...auditOfOrder(order, userId, detail) }],
        now,
      );
      return { kind: 'changed', before: user.state };
    });
