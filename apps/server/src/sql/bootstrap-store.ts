import type { BootstrapStore } from '#directory/ports.ts';
import type { Sql } from './connection.ts';
import { toTime } from './convert.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('bootstrap_token');

const SPEND = statement((db, given: { token_hash: string; now: number }) =>
  db
    .updateTable('bootstrap_token')
    .set({ spent_at: given.now })
    .where('token_hash', '=', given.token_hash)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', given.now),
);

export const makeBootstrapStore = (sql: Sql): BootstrapStore => ({
  insert: async (tokenHash, expiresAt) => {
    sql.tell(INSERT, [{ token_hash: tokenHash, expires_at: toTime(expiresAt), spent_at: null }]);
  },
  spend: async (tokenHash, now) =>
    (await sql.count(SPEND, { token_hash: tokenHash, now: toTime(now) })) === 1,
});
