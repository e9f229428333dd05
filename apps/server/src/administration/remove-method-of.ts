import type { UserStore } from '#directory/ports.ts';
import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import { isLasting } from '#domain/bound-authenticator.ts';
import { DEVICES } from '#domain/device.ts';
import type { AuthenticatorId, UserId } from '#domain/ids.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { AuthenticatorStore } from '#security-info/ports.ts';
import type { SessionStore } from '#sessions/ports.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = TargetStores & {
  readonly users: Pick<UserStore, 'change'>;
  readonly authenticators: Pick<AuthenticatorStore, 'list' | 'remove'>;
  readonly sessions: Pick<SessionStore, 'endAllOf'>;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly clock: Clock;
};

export type RemoveOutcome =
  | { readonly kind: 'removed'; readonly left: number }
  | { readonly kind: 'not-found' }
  | Unreached;

export type RemoveMethodOf = (
  request: { readonly userId: UserId; readonly methodId: AuthenticatorId },
  order: Order,
) => Promise<RemoveOutcome>;

/** One method of somebody; with the last one the next sign-in leads to the set-up, as after a clear. */
export function makeRemoveMethodOf<Tx extends Stores>({
  transact,
  notices,
  clock,
}: Dependencies<Tx>): RemoveMethodOf {
  return ({ userId, methodId }, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const target = await holdTarget(tx, { userId, order, now });
      if (target.kind !== 'held') return target;
      const bound = await tx.authenticators.list(userId);
      const method = bound.find(({ id }) => id === methodId);
      if (method === undefined) return { kind: 'not-found' };
      // While the number is still there: it is told as well.
      await notices.enqueue(tx, { userId, id: 'method-removed', now });
      if (!(await tx.authenticators.remove(methodId, userId, false))) return { kind: 'not-found' };
      const left = bound.filter((one) => one.id !== methodId && isLasting(one)).length;
      await tx.users.change(userId, changeOf(target.user, methodId, left));
      const reason = 'method_removed';
      const { browsers, sessions } = await tx.sessions.endAllOf(userId, { reason, now });
      const fields = auditOfOrder(order, userId, { kind: method.kind, method: methodId, sessions });
      await tx.audit.append(
        [
          { event: 'admin.method_removed', ...fields },
          ...auditOfEndedTrust(browsers, reason, auditOfOrder(order, userId, {})),
        ],
        now,
      );
      return { kind: 'removed', left };
    });
}

function changeOf({ preferences, state }: User, methodId: AuthenticatorId, left: number) {
  const gone = DEVICES.filter((device) => preferences[device]?.authenticatorId === methodId);
  return {
    preferences: Object.fromEntries(gone.map((device) => [device, null])),
    ...(left === 0 && { registration: { kind: 'pass' } as const }),
    ...(left === 0 && state === 'enforced' && { state: 'enabled' as const }),
  };
}
