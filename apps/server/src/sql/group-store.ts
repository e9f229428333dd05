import type { Group, GroupStore, ScopeStore } from '#directory/ports.ts';
import { fold } from '#domain/fold.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import type { StaffRole } from '#domain/role.ts';
import type { Sql } from './connection.ts';
import { fromTime, toTime } from './convert.ts';
import type { GroupTable } from './schema.ts';
import { insertStatement, listStatement, literal, statement } from './statement.ts';

const INSERT = insertStatement('user_group', 'ignore');

const LIST = statement((db) =>
  db.selectFrom('user_group').selectAll().orderBy('name_key').orderBy('id'),
);

const FIND = statement((db, given: { id: GroupId }) =>
  db.selectFrom('user_group').selectAll().where('id', '=', given.id),
);

const FIND_BY_NAME = statement((db, given: { name_key: string }) =>
  db.selectFrom('user_group').selectAll().where('name_key', '=', given.name_key),
);

type Naming = { id: GroupId; name: string; name_key: string; description: string };

const CHANGE = statement((db, given: Naming) =>
  db
    .updateTable('user_group')
    .set({ name: given.name, name_key: given.name_key, description: given.description })
    .where('id', '=', given.id),
);

const REMOVE = statement((db, given: { id: GroupId }) =>
  db.deleteFrom('user_group').where('id', '=', given.id),
);

const COUNT = statement((db, given: { id: GroupId; most: number }) =>
  db
    .selectFrom(
      db
        .selectFrom('group_member')
        .select('user_id')
        .where('group_id', '=', given.id)
        .limit(given.most)
        .as('some'),
    )
    .select((eb) => eb.fn.countAll<number>().as('count')),
);

type Member = { group_id: GroupId; user_id: UserId };

/** An address that changes meanwhile is waited for: the logins of members are kept beside them. */
const ADD = listStatement((db, given: readonly Member[], engine) =>
  db
    .insertInto('group_member')
    .columns(['group_id', 'user_id', 'name_key'])
    .expression(
      db
        .selectFrom('user_account')
        .innerJoin('user_group', (join) =>
          join.on('user_group.id', '=', given[0]?.group_id ?? ONE_OF_NONE),
        )
        .select(['user_group.id', 'user_account.id as user_id', 'user_account.name_key'])
        .where(
          'user_account.id',
          'in',
          given.map((one) => one.user_id),
        )
        .$call((query) => (engine === 'postgres' ? query.forShare('user_account') : query)),
    )
    .onConflict((taken) => taken.doNothing()),
);

const ADD_LOGINS = listStatement((db, given: readonly Member[]) =>
  db
    .insertInto('group_login')
    .columns(['group_id', 'login_key', 'user_id'])
    .expression(
      db
        .selectFrom('group_member')
        .innerJoin('login_alias', 'login_alias.user_id', 'group_member.user_id')
        .select(['group_member.group_id', 'login_alias.login_key', 'group_member.user_id'])
        .where('group_member.group_id', '=', given[0]?.group_id ?? ONE_OF_NONE)
        .where(
          'group_member.user_id',
          'in',
          given.map((one) => one.user_id),
        ),
    )
    .onConflict((taken) => taken.doNothing()),
);

const TAKE_OUT = listStatement((db, given: readonly Member[]) =>
  db
    .deleteFrom('group_member')
    .where('group_id', '=', given[0]?.group_id ?? ONE_OF_NONE)
    .where(
      'user_id',
      'in',
      given.map((one) => one.user_id),
    ),
);

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no group has it
const ONE_OF_NONE = '' as GroupId;

const GROUPS_OF = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('group_member')
    .innerJoin('user_group', 'user_group.id', 'group_member.group_id')
    .selectAll('user_group')
    .where('group_member.user_id', '=', given.user_id)
    .orderBy('user_group.name_key'),
);

export const makeGroupStore = (sql: Sql): GroupStore => ({
  list: async () => (await sql.all(LIST, {})).map(fromRow),
  find: async (id) => toGroup(await sql.first(FIND, { id })),
  findByName: async (name) => toGroup(await sql.first(FIND_BY_NAME, { name_key: fold(name) })),
  insert: async ({ id, name, description, createdAt }) => {
    const row = { id, name, name_key: fold(name), description, created_at: toTime(createdAt) };
    return (await sql.count(INSERT, [row])) === 1;
  },
  change: async (id, { name, description }) => {
    const name_key = fold(name);
    const owner = await sql.first(FIND_BY_NAME, { name_key });
    if (owner !== undefined && owner.id !== id) return false;
    return (await sql.count(CHANGE, { id, name, name_key, description })) === 1;
  },
  remove: async (id) => (await sql.count(REMOVE, { id })) === 1,
  countMembers: async (id, most) => (await sql.first(COUNT, { id, most }))?.count ?? 0,
  addMembers: async (id, userIds) => {
    const rows = userIds.map((user_id) => ({ group_id: id, user_id }));
    if (rows.length === 0) return 0;
    const added = await sql.count(ADD, rows);
    await sql.count(ADD_LOGINS, rows);
    return added;
  },
  removeMembers: async (id, userIds) => {
    const rows = userIds.map((user_id) => ({ group_id: id, user_id }));
    return rows.length === 0 ? 0 : sql.count(TAKE_OUT, rows);
  },
  groupsOf: async (userId) => (await sql.all(GROUPS_OF, { user_id: userId })).map(fromRow),
});

const toGroup = (row: GroupTable | undefined): Group | undefined =>
  row === undefined ? undefined : fromRow(row);

const fromRow = ({ id, name, description, created_at }: GroupTable): Group => ({
  id,
  name,
  description,
  createdAt: fromTime(created_at),
});

const INSERT_SCOPE = insertStatement('staff_scope');

const DROP_SCOPE = statement((db, given: { user_id: UserId }) =>
  db.deleteFrom('staff_scope').where('user_id', '=', given.user_id),
);

const SCOPE = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('staff_scope')
    .innerJoin('user_group', 'user_group.id', 'staff_scope.group_id')
    .selectAll('user_group')
    .where('staff_scope.user_id', '=', given.user_id)
    .orderBy('user_group.name_key'),
);

const IS_USED = statement((db, given: { group_id: GroupId }) =>
  db
    .selectFrom('staff_scope')
    .select('user_id')
    .where('group_id', '=', given.group_id)
    .limit(literal(1)),
);

/** Whoever has no row of `staff_scope` looks after everybody. */
const WITHIN = listStatement((db, given: readonly { staff_id: UserId; id: UserId }[]) =>
  db
    .selectFrom('user_account')
    .select('user_account.id')
    .where(
      'user_account.id',
      'in',
      given.map(({ id }) => id),
    )
    .where((eb) => {
      const staffId = given[0]?.staff_id ?? eb.ref('user_account.id');
      const isLimited = eb.exists(
        eb
          .selectFrom('staff_scope')
          .select('staff_scope.group_id')
          .where('staff_scope.user_id', '=', staffId),
      );
      const isMember = eb.exists(
        eb
          .selectFrom('staff_scope')
          .innerJoin('group_member', 'group_member.group_id', 'staff_scope.group_id')
          .select('group_member.group_id')
          .where('staff_scope.user_id', '=', staffId)
          .whereRef('group_member.user_id', '=', 'user_account.id'),
      );
      return eb.or([eb.not(isLimited), isMember]);
    }),
);

type Looking = { user_id: UserId; role: StaffRole; most: number };

const STAFF_OF = listStatement((db, given: readonly Looking[]) =>
  db
    .selectFrom('user_account as staff')
    .select('staff.email')
    .where(
      'staff.role',
      'in',
      given.map(({ role }) => role),
    )
    .where('staff.active', '=', 1)
    .where('staff.email', 'is not', null)
    .where((eb) => {
      const limits = eb
        .selectFrom('staff_scope')
        .select('staff_scope.group_id')
        .whereRef('staff_scope.user_id', '=', 'staff.id');
      const shared = eb
        .selectFrom('staff_scope')
        .innerJoin('group_member', 'group_member.group_id', 'staff_scope.group_id')
        .select('group_member.group_id')
        .whereRef('staff_scope.user_id', '=', 'staff.id')
        .where('group_member.user_id', '=', given[0]?.user_id ?? eb.ref('staff.id'));
      return eb.or([eb.not(eb.exists(limits)), eb.exists(shared)]);
    })
    .orderBy('staff.name_key')
    .limit(given[0]?.most ?? 0),
);

export const makeScopeStore = (sql: Sql): ScopeStore => ({
  groupsOf: async (staffId) => (await sql.all(SCOPE, { user_id: staffId })).map(fromRow),
  replace: async (staffId, groups) => {
    await sql.count(DROP_SCOPE, { user_id: staffId });
    const rows = groups.map((group_id) => ({ user_id: staffId, group_id }));
    if (rows.length > 0) await sql.count(INSERT_SCOPE, rows);
  },
  within: async (staffId, userIds) => {
    const asked = [...new Set(userIds)].map((id) => ({ staff_id: staffId, id }));
    if (asked.length === 0) return new Set();
    return new Set((await sql.all(WITHIN, asked)).map(({ id }) => id));
  },
  staffOf: async (user_id, roles, most) => {
    const asked = roles.map((role) => ({ user_id, role, most }));
    const rows = asked.length === 0 ? [] : await sql.all(STAFF_OF, asked);
    return rows.flatMap(({ email }) => email ?? []);
  },
  isUsed: async (group) => (await sql.first(IS_USED, { group_id: group })) !== undefined,
});
