import type { AuditLog } from '#audit/ports.ts';
import type { ResetTokenStore, UserStore } from '#directory/ports.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = {
  readonly users: Pick<UserStore, 'changeEmail'>;
  readonly resetTokens: Pick<ResetTokenStore, 'dropAllOf'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly loginKey: (typed: string) => string | undefined;
  /** How long the new address gets no link for a forgotten password. */
  readonly waitHours: number;
  readonly clock: Clock;
};

export type SetEmailOutcome =
  | { readonly kind: 'changed' }
  | { readonly kind: 'unchanged' | 'address-taken' | 'address-unusable' };

export type SetEmail = (
  request: { readonly user: Pick<User, 'id' | 'login' | 'email'>; readonly email: string },
  order: Order,
) => Promise<SetEmailOutcome>;

const MAIL_ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** Takes the transaction back: the notice in it was about something that did not happen. */
class AddressTaken extends Error {
  override readonly name = 'AddressTaken';
}

/** Another mail address. Both are told; links that went to the old one are dead. */
export function makeSetEmail<Tx extends Stores>(dependencies: Dependencies<Tx>): SetEmail {
  const { transact, notices, loginKey, waitHours, clock } = dependencies;
  return async ({ user, email }, order) => {
    if (email === user.email) return { kind: 'unchanged' };
    const key = loginKey(email);
    if (key === undefined || !MAIL_ADDRESS.test(email)) return { kind: 'address-unusable' };
    const oldKey = user.email === undefined ? undefined : loginKey(user.email);
    // The login stays a name to sign in with, also where it looks like the old address.
    const oldLoginKey = oldKey === loginKey(user.login) ? undefined : oldKey;
    const userId = user.id;
    try {
      await transact('fact', async (tx) => {
        const now = clock();
        const values = { hours: String(waitHours) };
        // While the old address is still there: it is told as well.
        await notices.enqueue(tx, { userId, id: 'email-changed', now, values, alsoTo: [email] });
        const change = { email, loginKey: key, oldLoginKey, changedAt: now };
        if (!(await tx.users.changeEmail(userId, change))) throw new AddressTaken();
        await tx.resetTokens.dropAllOf(userId);
        const detail = { action: 'email_changed' };
        await tx.audit.append(
          [{ event: 'authz_change', ...auditOfOrder(order, userId, detail) }],
          now,
        );
      });
    } catch (error) {
      if (error instanceof AddressTaken) return { kind: 'address-taken' };
      throw error;
    }
    return { kind: 'changed' };
  };
}
