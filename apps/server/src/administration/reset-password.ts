import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { PasswordHasher, ReplacePassword } from '#directory/ports.ts';
import { judgePassword, type PasswordFault } from '#domain/judge-password.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { makePassword } from './add-user.ts';
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

type Stores = TargetStores & { readonly callerChecks: Pick<CallerCheckStore, 'use'> };

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly twoPersons: TwoPersons;
  readonly replacePassword: ReplacePassword<Tx>;
  readonly clock: Clock;
};

export type ResetOutcome =
  /** A password that was made here: shown once, stored nowhere. */
  | { readonly kind: 'reset'; readonly password: string | undefined }
  | { readonly kind: 'password-unacceptable'; readonly fault: PasswordFault }
  | Unreached
  | NotVerified;

export type ResetPassword = (
  request: CallerProof & {
    readonly user: Pick<User, 'id' | 'login' | 'state'>;
    /** Undefined: one is made. */
    readonly password: string | undefined;
  },
  order: Order,
) => Promise<ResetOutcome>;

/**
 * A password that somebody else than its owner knows: it is good for one sign-in, in which another
 * one is chosen. The methods stay: it alone still signs nobody in who has a second step.
 */
export function makeResetPassword<Tx extends Stores>(
  dependencies: Dependencies<Tx>,
): ResetPassword {
  const { transact, hasher, replacePassword, clock } = dependencies;
  return async ({ user, password, ...proof }, order) => {
    const chosen = password ?? makePassword();
    const alone = user.state === 'disabled';
    const fault = judgePassword(chosen, { login: user.login, alone });
    if (fault !== undefined) return { kind: 'password-unacceptable', fault };
    const hash = await hasher.hash(chosen);
    return transact('fact', async (tx) => {
      const now = clock();
      const userId = user.id;
      const takesTwo = () => takesTwoPersons(dependencies.twoPersons, proof);
      const target = await holdTarget(tx, { userId, order, now, takesTwo });
      if (target.kind !== 'held') return target;
      const caller = await proveCaller(tx, { userId, order, proof, act: 'resetPasswordOf', now });
      if (caller.kind !== 'verified') return caller;
      const reason = 'password_reset';
      const replacement = { userId: user.id, hash, mustChange: true, reason, now } as const;
      const ended = await replacePassword(tx, replacement);
      const detail = {
        action: 'password_reset',
        sessions: ended?.sessions ?? 0,
        callerVerifiedBy: caller.by,
      };
      await tx.audit.append(
        [
          { event: 'authz_admin', ...auditOfOrder(order, user.id, detail) },
          ...auditOfEndedTrust(ended?.browsers ?? 0, reason, auditOfOrder(order, user.id, {})),
        ],
        now,
      );
      return { kind: 'reset', password: password === undefined ? chosen : undefined };
    });
  };
}
