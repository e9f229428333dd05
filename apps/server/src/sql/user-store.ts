import type { NewEmail, NewUser, UserChange, UserStore } from '#directory/ports.ts';
import type { Preference } from '#domain/bound-authenticator.ts';
import { fold } from '#domain/fold.ts';
import type { UserId } from '#domain/ids.ts';
import type { Registration, User } from '#domain/user.ts';
import type { Sql } from './connection.ts';
import {
  fromFlag,
  fromNullable,
  fromNullableTime,
  toFlag,
  toNullable,
  toNullableTime,
  toTime,
} from './convert.ts';
import type { UserTable } from './schema.ts';
import { insertStatement, literal, locking, type Statement, statement } from './statement.ts';

const FIND = statement((db, given: { id: UserId }) =>
  db.selectFrom('user_account').selectAll().where('id', '=', given.id),
);

const FIND_BY_KEY = statement((db, given: { key: string }) =>
  db
    .selectFrom('login_alias')
    .innerJoin('user_account', 'user_account.id', 'login_alias.user_id')
    .selectAll('user_account')
    .where('login_alias.login_key', '=', given.key),
);

const INSERT = insertStatement('user_account');
const INSERT_ALIASES = insertStatement('login_alias', 'ignore');

const DELETE = statement((db, given: { id: UserId }) =>
  db.deleteFrom('user_account').where('id', '=', given.id),
);

const COUNT_FAILED_STEP = statement((db, given: { id: UserId }) =>
  db
    .updateTable('user_account')
    .set((eb) => ({ failed_steps: eb('failed_steps', '+', eb.lit(1)) }))
    .where('id', '=', given.id)
    .returning('failed_steps'),
);

const FAILED_STEPS = statement((db, given: { id: UserId }, engine) =>
  db
    .selectFrom('user_account')
    .select('failed_steps')
    .where('id', '=', given.id)
    .$call(locking(engine)),
);

const CLEAR_FAILED_STEPS = statement((db, given: { id: UserId }) =>
  db.updateTable('user_account').set({ failed_steps: 0 }).where('id', '=', given.id),
);

const COUNT_ADMINISTRATORS = statement((db) =>
  db
    .selectFrom('user_account')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('role', 'in', [literal('administrator'), literal('owner')])
    .where('active', '=', 1),
);

/** In one order, so that two who demote each other wait instead of both being the second to last. */
const HOLD_OWNERS = statement((db, _: Record<string, never>, engine) =>
  db
    .selectFrom('user_account')
    .select('id')
    .where('role', '=', literal('owner'))
    .where('active', '=', 1)
    .orderBy('id')
    .$call(locking(engine)),
);

const HOLD = statement((db, given: { id: UserId }, engine) =>
  db.selectFrom('user_account').selectAll().where('id', '=', given.id).$call(locking(engine)),
);

/** Shared: of those who act, several may at once, but none while their own role changes. */
const HOLD_ACTOR = statement((db, given: { id: UserId }, engine) =>
  db
    .selectFrom('user_account')
    .selectAll()
    .where('id', '=', given.id)
    .$call((query) => (engine === 'postgres' ? query.forShare() : query)),
);

type Replacing = { id: UserId; hash: string; must_change: number };

const REPLACE_PASSWORD = statement((db, given: Replacing) =>
  db
    .updateTable('user_account')
    .set({ password_hash: given.hash, must_change_password: given.must_change })
    .where('id', '=', given.id),
);

const REPLACE_EXPECTED = statement((db, given: Replacing & { expected: string }) =>
  db
    .updateTable('user_account')
    .set({ password_hash: given.hash, must_change_password: given.must_change })
    .where('id', '=', given.id)
    .where('password_hash', '=', given.expected),
);

/** Shared: sign-ins of one account do not wait for each other, only for a change of its password. */
const HOLD_PASSWORD = statement((db, given: { id: UserId; hash: string }, engine) =>
  db
    .selectFrom('user_account')
    .select('id')
    .where('id', '=', given.id)
    .where('password_hash', '=', given.hash)
    .$call((query) => (engine === 'postgres' ? query.forShare() : query)),
);

const OWNER_OF_KEY = statement((db, given: { key: string }) =>
  db.selectFrom('login_alias').select('user_id').where('login_key', '=', given.key),
);

/** A member of groups is found in them by this, too. */
const ADD_TO_GROUPS = statement((db, given: { key: string; id: UserId }) =>
  db
    .insertInto('group_login')
    .columns(['group_id', 'login_key', 'user_id'])
    .expression((eb) =>
      eb
        .selectFrom('group_member')
        .innerJoin('login_alias', 'login_alias.user_id', 'group_member.user_id')
        .select(['group_member.group_id', 'login_alias.login_key', 'group_member.user_id'])
        .where('group_member.user_id', '=', given.id)
        .where('login_alias.login_key', '=', given.key),
    )
    .onConflict((taken) => taken.doNothing()),
);

const DELETE_ALIAS = statement((db, given: { key: string; id: UserId }) =>
  db.deleteFrom('login_alias').where('login_key', '=', given.key).where('user_id', '=', given.id),
);

const CHANGE_EMAIL = statement((db, given: { id: UserId; email: string; at: number }) =>
  db
    .updateTable('user_account')
    .set({ email: given.email, email_changed_at: given.at })
    .where('id', '=', given.id),
);

const LIST = statement((db, given: { after: string; limit: number }) =>
  db
    .selectFrom('user_account')
    .selectAll()
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a place in the order, not an account
    .where('id', '>', given.after as UserId)
    .orderBy('id')
    .limit(given.limit),
);

export function makeUserStore(sql: Sql): UserStore {
  return {
    find: async (id) => toUser(await sql.first(FIND, { id })),
    findByLoginKey: async (key) => toUser(await sql.first(FIND_BY_KEY, { key })),
    insert: (user) => insert(sql, user),
    change: async (id, change) => {
      const columns = toColumns(change);
      const names = Object.keys(columns);
      if (names.length > 0) sql.tell(changeOf(names), { ...columns, id });
    },
    replacePassword: async (id, { hash, mustChange, expected }) => {
      const given = { id, hash, must_change: toFlag(mustChange) };
      const changed =
        expected === undefined
          ? await sql.count(REPLACE_PASSWORD, given)
          : await sql.count(REPLACE_EXPECTED, { ...given, expected });
      return changed === 1;
    },
    holdsPassword: async (id, hash) => (await sql.first(HOLD_PASSWORD, { id, hash })) !== undefined,
    changeEmail: (id, change) => changeEmail(sql, id, change),
    countFailedStep: async (id) => (await sql.first(COUNT_FAILED_STEP, { id }))?.failed_steps ?? 0,
    clearFailedSteps: async (id) => {
      const before = (await sql.first(FAILED_STEPS, { id }))?.failed_steps ?? 0;
      if (before > 0) sql.tell(CLEAR_FAILED_STEPS, { id });
      return before;
    },
    hold: async (id) => toUser(await sql.first(HOLD, { id })),
    holdActor: async (id) => toUser(await sql.first(HOLD_ACTOR, { id })),
    holdOwners: async () => (await sql.all(HOLD_OWNERS, {})).map(({ id }) => id),
    countAdministrators: async () => (await sql.first(COUNT_ADMINISTRATORS, {}))?.count ?? 0,
    list: async (after, limit) => {
      const rows = await sql.all(LIST, { after: after ?? '', limit });
      return rows.map(fromRow);
    },
  };
}

/** The keys are tried after the account that they point to; one that is taken undoes it all. */
async function insert(sql: Sql, user: NewUser): Promise<boolean> {
  const keys = [...new Set(user.loginKeys)];
  sql.tell(INSERT, [toRow(user)]);
  if (keys.length === 0) return true;
  const aliases = keys.map((key) => ({ login_key: key, user_id: user.id }));
  if ((await sql.count(INSERT_ALIASES, aliases)) === keys.length) return true;
  await sql.count(DELETE, { id: user.id });
  return false;
}

async function changeEmail(sql: Sql, id: UserId, change: NewEmail): Promise<boolean> {
  const { email, loginKey: key, oldLoginKey, changedAt } = change;
  await sql.count(INSERT_ALIASES, [{ login_key: key, user_id: id }]);
  if ((await sql.first(OWNER_OF_KEY, { key }))?.user_id !== id) return false;
  if (oldLoginKey !== undefined && oldLoginKey !== key) {
    sql.tell(DELETE_ALIAS, { key: oldLoginKey, id });
  }
  sql.tell(CHANGE_EMAIL, { id, email, at: toTime(changedAt) });
  await sql.count(ADD_TO_GROUPS, { key, id });
  return true;
}

const toRow = (user: NewUser): UserTable => ({
  id: user.id,
  login: user.login,
  display_name: user.displayName,
  email: toNullable(user.email),
  state: user.state,
  role: user.role,
  active: toFlag(user.active),
  ...registrationColumns(user.registration),
  blocked_until: null,
  blocked_reason: null,
  preferred_authenticator: null,
  preferred_type: null,
  failed_steps: 0,
  password_hash: toNullable(user.passwordHash),
  created_at: toTime(user.createdAt),
  phone_preferred_authenticator: null,
  phone_preferred_type: null,
  must_change_password: 0,
  email_changed_at: null,
  name_key: fold(user.displayName),
  grace_until: toNullableTime(user.graceUntil),
  language: toNullable(user.language),
});

const registrationColumns = (registration: Registration) => ({
  registration: registration.kind,
  registration_open_until:
    registration.kind === 'password' ? toNullableTime(registration.openUntil) : null,
});

const toUser = (row: UserTable | undefined): User | undefined =>
  row === undefined ? undefined : fromRow(row);

export const fromRow = (row: UserTable): User => ({
  id: row.id,
  login: row.login,
  displayName: row.display_name,
  email: fromNullable(row.email),
  state: row.state,
  role: row.role,
  active: fromFlag(row.active),
  registration:
    row.registration === 'pass'
      ? { kind: 'pass' }
      : { kind: 'password', openUntil: fromNullableTime(row.registration_open_until) },
  graceUntil: fromNullableTime(row.grace_until),
  blockedUntil: fromNullableTime(row.blocked_until),
  preferences: {
    computer: toPreference(row.preferred_authenticator, row.preferred_type),
    phone: toPreference(row.phone_preferred_authenticator, row.phone_preferred_type),
  },
  failedSteps: row.failed_steps,
  passwordHash: fromNullable(row.password_hash),
  mustChangePassword: fromFlag(row.must_change_password),
  emailChangedAt: fromNullableTime(row.email_changed_at),
  language: fromNullable(row.language),
});

const toPreference = (
  authenticatorId: UserTable['preferred_authenticator'],
  type: UserTable['preferred_type'],
): Preference | undefined =>
  authenticatorId === null || type === null ? undefined : { authenticatorId, type };

type UserColumns = Partial<Omit<UserTable, 'id'>>;

/** Only what the change names. */
function toColumns(change: UserChange): UserColumns {
  const { state, role, active, registration, preferences, blockedUntil, blockedReason } = change;
  const { mustChangePassword, graceUntil } = change;
  const endsGrace = [state, role, registration].some((changed) => changed !== undefined);
  return {
    ...(endsGrace && { grace_until: toNullableTime(graceUntil) }),
    ...(state !== undefined && { state }),
    ...(role !== undefined && { role }),
    ...(active !== undefined && { active: toFlag(active) }),
    ...(registration !== undefined && registrationColumns(registration)),
    ...preferenceColumns(preferences ?? {}),
    ...(blockedUntil !== undefined && { blocked_until: toNullableTime(blockedUntil) }),
    ...(blockedReason !== undefined && { blocked_reason: blockedReason }),
    ...(mustChangePassword !== undefined && { must_change_password: 1 }),
    ...(change.language !== undefined && { language: change.language }),
  };
}

const preferenceColumns = ({
  computer,
  phone,
}: NonNullable<UserChange['preferences']>): UserColumns => ({
  ...(computer !== undefined && {
    preferred_authenticator: computer?.authenticatorId ?? null,
    preferred_type: computer?.type ?? null,
  }),
  ...(phone !== undefined && {
    phone_preferred_authenticator: phone?.authenticatorId ?? null,
    phone_preferred_type: phone?.type ?? null,
  }),
});

type ChangeStatement = Statement<UserColumns & { id: UserId }, unknown>;

const changes = new Map<string, ChangeStatement>();

/** One statement for each set of columns that is ever changed together. */
function changeOf(names: readonly string[]): ChangeStatement {
  const key = names.join();
  const known = changes.get(key);
  if (known !== undefined) return known;
  const made = statement((db, given: UserColumns & { id: UserId }) =>
    db
      .updateTable('user_account')
      .set(Object.fromEntries(names.map((name) => [name, Reflect.get(given, name)])))
      .where('id', '=', given.id),
  );
  changes.set(key, made);
  return made;
}
