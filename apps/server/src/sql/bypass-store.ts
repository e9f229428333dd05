import type { BypassId, UserId } from '#domain/ids.ts';
import type { BypassStore } from '#sign-in/ports.ts';
import type { Sql } from './connection.ts';
import { toTime } from './convert.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('bypass');

type At = { user_id: UserId; now: number };

const IS_OPEN = statement((db, given: At) =>
  db
    .selectFrom('bypass')
    .select('id')
    .where('user_id', '=', given.user_id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', given.now),
);

const USE = statement((db, given: At & { id: BypassId }) =>
  db
    .updateTable('bypass')
    .set({ used_at: given.now })
    .where('id', '=', given.id)
    .where('user_id', '=', given.user_id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', given.now),
);

const END_ALL = statement((db, given: { user_id: UserId }) =>
  db.deleteFrom('bypass').where('user_id', '=', given.user_id).where('used_at', 'is', null),
);

export const makeBypassStore = (sql: Sql): BypassStore => ({
  insert: async ({ id, userId, createdAt, expiresAt }) => {
    const times = { created_at: toTime(createdAt), expires_at: toTime(expiresAt), used_at: null };
    await sql.count(END_ALL, { user_id: userId });
    await sql.count(INSERT, [{ id, user_id: userId, ...times }]);
  },
  findOpen: async (userId, now) =>
    (await sql.first(IS_OPEN, { user_id: userId, now: toTime(now) }))?.id,
  use: async (id, userId, now) =>
    (await sql.count(USE, { id, user_id: userId, now: toTime(now) })) === 1,
  endAllOf: (userId) => sql.count(END_ALL, { user_id: userId }),
});
