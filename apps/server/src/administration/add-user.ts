import type { AuditLog } from '#audit/ports.ts';
import { printCode, randomCode } from '#crypto/random-code.ts';
import type { PasswordHasher, UserStore } from '#directory/ports.ts';
import { isStaff, mayGive } from '#domain/role.ts';
import type { UserId } from '#domain/ids.ts';
import { judgePassword, type PasswordFault } from '#domain/judge-password.ts';
import type { Role } from '#domain/role.ts';
import type { UserState } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { graceFrom, type GraceStores } from './grace-from.ts';
import { holdOperator } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = GraceStores & {
  readonly users: Pick<UserStore, 'insert' | 'change' | 'holdActor'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly hasher: Pick<PasswordHasher, 'hash'>;
  readonly loginKeysOf: (login: string, email: string | undefined) => readonly string[] | undefined;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type NewPerson = {
  readonly login: string;
  readonly displayName: string;
  readonly email: string | undefined;
  readonly state: UserState;
  readonly role: Role;
  /** What calls are spoken in (BCP 47). */
  readonly language?: string | undefined;
  /** `make`: one is made and returned, to be handed over once. `none`: the account cannot sign in yet. */
  readonly password:
    | { readonly kind: 'given'; readonly value: string }
    | { readonly kind: 'make' | 'none' };
};

export type AddOutcome =
  | { readonly kind: 'added'; readonly userId: UserId; readonly password: string | undefined }
  | { readonly kind: 'login-taken' | 'login-unusable' | 'administrator-needs-two-steps' }
  /** Administrators and owners are made by owners. */
  | { readonly kind: 'out-of-reach' }
  | { readonly kind: 'password-unacceptable'; readonly fault: PasswordFault };

export type AddUser = (person: NewPerson, order: Order) => Promise<AddOutcome>;

/** 80 bits in a form that can be read out; lower case, because a password is not folded. */
export const makePassword = (): string => printCode(randomCode(16)).toLowerCase();

export function makeAddUser(dependencies: Dependencies): AddUser {
  const { transact, hasher, loginKeysOf, ids, clock } = dependencies;
  return async (person, order) => {
    const { login, email, state, role } = person;
    const loginKeys = loginKeysOf(login, email);
    if (loginKeys === undefined) return { kind: 'login-unusable' };
    if (isStaff(role) && state === 'disabled') {
      return { kind: 'administrator-needs-two-steps' };
    }
    const password = passwordOf(person);
    const fault =
      password === undefined
        ? undefined
        : judgePassword(password, { login, alone: state === 'disabled' });
    if (fault !== undefined) return { kind: 'password-unacceptable', fault };
    const passwordHash = password === undefined ? undefined : await hasher.hash(password);

    const now = clock();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where user ids are born
    const id = ids() as UserId;
    const inserted = await transact('fact', async (tx) => {
      const { users, audit } = tx;
      const mayWait = state === 'enabled' && !isStaff(role);
      if (!(await mayAdd(users, role, order))) return undefined;
      const added = await users.insert({
        id,
        login,
        displayName: person.displayName,
        email,
        state,
        role,
        language: person.language,
        loginKeys,
        passwordHash,
        active: true,
        registration: { kind: 'password', openUntil: undefined },
        graceUntil: mayWait ? await graceFrom(tx, now) : undefined,
        createdAt: now,
      });
      // Whoever made it knows it.
      if (added && person.password.kind === 'make') {
        await users.change(id, { mustChangePassword: true });
      }
      const detail = { action: 'user_added', state, role };
      if (added)
        await audit.append([{ event: 'authz_admin', ...auditOfOrder(order, id, detail) }], now);
      return added;
    });
    if (inserted === undefined) return { kind: 'out-of-reach' };
    if (!inserted) return { kind: 'login-taken' };
    return {
      kind: 'added',
      userId: id,
      password: person.password.kind === 'make' ? password : undefined,
    };
  };
}

async function mayAdd(users: Stores['users'], role: Role, order: Order): Promise<boolean> {
  const operator = await holdOperator({ users }, order);
  if (operator === undefined) return true;
  return operator !== 'not-any-more' && mayGive(operator.role, role);
}

function passwordOf({ password }: NewPerson): string | undefined {
  if (password.kind === 'given') return password.value;
  return password.kind === 'make' ? makePassword() : undefined;
}
