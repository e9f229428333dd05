import type { AuditLog } from '#audit/ports.ts';
import type { PasswordHasher, UserStore } from '#directory/ports.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { makePassword } from './add-user.ts';
import { type EndingStores, endEverything } from './end-everything.ts';
import { judgePassword, type PasswordFault } from './judge-password.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = EndingStores & {
  readonly users: Pick<UserStore, 'change'>;
  readonly audit: AuditLog;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly clock: Clock;
};

export type ResetOutcome =
  /** A password that was made here: shown once, stored nowhere. */
  | { readonly kind: 'reset'; readonly password: string | undefined }
  | { readonly kind: 'password-unacceptable'; readonly fault: PasswordFault };

export type ResetPassword = (
  request: {
    readonly user: Pick<User, 'id' | 'login' | 'state'>;
    /** Undefined: one is made. */
    readonly password: string | undefined;
  },
  order: Order,
) => Promise<ResetOutcome>;

/** A new password. The methods stay: it alone still signs nobody in who has a second step. */
export function makeResetPassword<Tx extends Stores>(
  dependencies: Dependencies<Tx>,
): ResetPassword {
  const { transact, notices, hasher, clock } = dependencies;
  return async ({ user, password }, order) => {
    const chosen = password ?? makePassword();
    const alone = user.state === 'disabled';
    const fault = judgePassword(chosen, { login: user.login, alone });
    if (fault !== undefined) return { kind: 'password-unacceptable', fault };
    const passwordHash = await hasher.hash(chosen);
    await transact('fact', async (tx) => {
      const now = clock();
      await tx.users.change(user.id, { passwordHash });
      const sessions = await endEverything(tx, user.id, { reason: 'password_reset', now, order });
      await notices.enqueue(tx, { userId: user.id, id: 'password-reset', now });
      const detail = { action: 'password_reset', sessions };
      await tx.audit.append(
        [{ event: 'authz_admin', ...auditOfOrder(order, user.id, detail) }],
        now,
      );
    });
    return { kind: 'reset', password: password === undefined ? chosen : undefined };
  };
}
