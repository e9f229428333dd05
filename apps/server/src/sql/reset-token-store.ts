import type { ResetTokenStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { Sql } from './connection.ts';
import { toTime } from './convert.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('reset_token');

const FIND = statement((db, given: { token_hash: string; now: number }) =>
  db
    .selectFrom('reset_token')
    .select('user_id')
    .where('token_hash', '=', given.token_hash)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', given.now),
);

const SPEND = statement((db, given: { token_hash: string; now: number }) =>
  db
    .updateTable('reset_token')
    .set({ spent_at: given.now })
    .where('token_hash', '=', given.token_hash)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', given.now),
);

const DROP_ALL = statement((db, given: { user_id: UserId }) =>
  db.deleteFrom('reset_token').where('user_id', '=', given.user_id),
);

export const makeResetTokenStore = (sql: Sql): ResetTokenStore => ({
  issue: async ({ tokenHash, userId, expiresAt }) => {
    sql.tell(DROP_ALL, { user_id: userId });
    const row = { token_hash: tokenHash, user_id: userId, expires_at: toTime(expiresAt) };
    sql.tell(INSERT, [{ ...row, spent_at: null }]);
  },
  find: async (tokenHash, now) =>
    (await sql.first(FIND, { token_hash: tokenHash, now: toTime(now) }))?.user_id,
  spend: async (tokenHash, now) =>
    (await sql.count(SPEND, { token_hash: tokenHash, now: toTime(now) })) === 1,
  dropAllOf: async (userId) => sql.tell(DROP_ALL, { user_id: userId }),
});
