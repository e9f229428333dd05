import type { AuditLog } from '#audit/ports.ts';
import { auditOf, auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import { judgePassword, type PasswordFault, standsAlone } from '#domain/judge-password.ts';
import { isOpen, type SignIn } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { AuthenticatorReader, SignInStore } from '#sign-in/ports.ts';
import type { PasswordHasher, ReplacePassword, UserStore } from './ports.ts';

type Stores = { readonly signIns: Pick<SignInStore, 'find'>; readonly audit: AuditLog };

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly hasher: PasswordHasher;
  readonly replacePassword: ReplacePassword<Tx>;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type ForcedChangeOutcome =
  | { readonly kind: 'changed' }
  | { readonly kind: 'unacceptable'; readonly fault: PasswordFault | 'unchanged' }
  /** Nothing of the kind is asked of this sign-in (any more). */
  | { readonly kind: 'not-asked' }
  | { readonly kind: 'busy' };

type Request = {
  readonly signIn: SignIn;
  readonly password: string;
  readonly context: RequestContext;
};

export type ChangePasswordInSignIn = (request: Request) => Promise<ForcedChangeOutcome>;

/**
 * The task `change-password`: everything else is proved by then, the old password in this very
 * sign-in. What an administrator made up is worth nothing afterwards.
 */
export function makeChangePasswordInSignIn<Tx extends Stores>(
  dependencies: Dependencies<Tx>,
): ChangePasswordInSignIn {
  const { users, authenticators, hasher, clock } = dependencies;
  return async (request) => {
    const { signIn, password } = request;
    if (hasher.isFull()) return { kind: 'busy' };
    const user = await users.find(signIn.userId);
    const bound = await authenticators.list(signIn.userId);
    if (user === undefined || signIn.state !== 'tasks' || !isOpen(signIn, clock())) {
      return { kind: 'not-asked' };
    }
    if (!user.active || !user.mustChangePassword) {
      return { kind: 'not-asked' };
    }
    const alone = standsAlone(user, bound);
    const fault = judgePassword(password, { login: user.login, alone });
    if (fault !== undefined) return { kind: 'unacceptable', fault };
    const same = await hasher.verify(user.passwordHash, password);
    if (same === 'busy') return { kind: 'busy' };
    if (same) return { kind: 'unacceptable', fault: 'unchanged' };
    return replace(dependencies, request, user);
  };
}

async function replace<Tx extends Stores>(
  dependencies: Dependencies<Tx>,
  { signIn, password, context }: Request,
  user: User,
): Promise<ForcedChangeOutcome> {
  const hash = await dependencies.hasher.hash(password);
  const now = dependencies.clock();
  const outcome = await dependencies.transact('fact', async (tx): Promise<ForcedChangeOutcome> => {
    if ((await tx.signIns.find(signIn.id))?.state !== 'tasks') return { kind: 'not-asked' };
    const ended = await dependencies.replacePassword(tx, {
      userId: user.id,
      hash,
      expected: user.passwordHash,
      mustChange: false,
      reason: 'password_changed',
      context,
      keep: { signInId: signIn.id },
      now,
    });
    // Ended meanwhile: by another change of the password, or by an administrator.
    if (ended === undefined) return { kind: 'not-asked' };
    const { sessions, browsers } = ended;
    const common = { ...auditOf(context, user.id), signInId: signIn.id };
    const changed = { event: 'authn_password_change', outcome: 'success', reason: 'task' } as const;
    await tx.audit.append(
      [
        { ...changed, detail: { sessions }, ...common },
        ...auditOfEndedTrust(browsers, 'password_changed', common),
      ],
      now,
    );
    return { kind: 'changed' };
  });
  dependencies.wake();
  return outcome;
}
