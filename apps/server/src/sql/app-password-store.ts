import type { AppPassword } from '#domain/app-password.ts';
import type { AppPasswordId, UserId } from '#domain/ids.ts';
import type { AppPasswordStore } from '#security-info/ports.ts';
import type { Sql } from './connection.ts';
import { fromNullableTime, fromTime, toTime } from './convert.ts';
import { holdAccount } from './hold-account.ts';
import type { AppPasswordTable } from './schema.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('app_password');

const LIST = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('app_password')
    .selectAll()
    .where('user_id', '=', given.user_id)
    .orderBy('created_at')
    .orderBy('id'),
);

const FIND_BY_HASH = statement((db, given: { hash: string }) =>
  db.selectFrom('app_password').selectAll().where('hash', '=', given.hash),
);

const MARK_USED = statement((db, given: { id: AppPasswordId; now: number }) =>
  db.updateTable('app_password').set({ last_used_at: given.now }).where('id', '=', given.id),
);

const REMOVE = statement((db, given: { id: AppPasswordId; user_id: UserId }) =>
  db.deleteFrom('app_password').where('id', '=', given.id).where('user_id', '=', given.user_id),
);

const REMOVE_ALL = statement((db, given: { user_id: UserId }) =>
  db.deleteFrom('app_password').where('user_id', '=', given.user_id),
);

export const makeAppPasswordStore = (sql: Sql): AppPasswordStore => ({
  insert: async ({ id, userId, name, createdAt, hash }, most) => {
    await holdAccount(sql, userId);
    if ((await sql.all(LIST, { user_id: userId })).length >= most) return false;
    const created_at = toTime(createdAt);
    sql.tell(INSERT, [{ id, user_id: userId, name, hash, created_at, last_used_at: null }]);
    return true;
  },
  list: async (userId) => (await sql.all(LIST, { user_id: userId })).map(fromRow),
  findByHash: async (hash) => {
    const row = await sql.first(FIND_BY_HASH, { hash });
    return row === undefined ? undefined : fromRow(row);
  },
  markUsed: async (id, now) => sql.tell(MARK_USED, { id, now: toTime(now) }),
  remove: async (id, userId) => (await sql.count(REMOVE, { id, user_id: userId })) === 1,
  removeAllOf: (userId) => sql.count(REMOVE_ALL, { user_id: userId }),
});

const fromRow = (row: AppPasswordTable): AppPassword => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  createdAt: fromTime(row.created_at),
  lastUsedAt: fromNullableTime(row.last_used_at),
});
