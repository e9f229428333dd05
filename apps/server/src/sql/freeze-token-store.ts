import type { FreezeTokenStore } from '#recovery/ports.ts';
import type { Sql } from './connection.ts';
import { fromNullable, toNullable, toTime } from './convert.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('freeze_token');

const SPEND = statement((db, given: { token_hash: string; now: number }) =>
  db
    .updateTable('freeze_token')
    .set({ spent_at: given.now })
    .where('token_hash', '=', given.token_hash)
    .where('spent_at', 'is', null)
    .where('expires_at', '>', given.now)
    .returning(['user_id', 'authenticator_id', 'about']),
);

export const makeFreezeTokenStore = (sql: Sql): FreezeTokenStore => ({
  insert: async ({ tokenHash, userId, authenticatorId, about, expiresAt }) =>
    sql.tell(INSERT, [
      {
        token_hash: tokenHash,
        user_id: userId,
        authenticator_id: toNullable(authenticatorId),
        about,
        expires_at: toTime(expiresAt),
        spent_at: null,
      },
    ]),
  spend: async (tokenHash, now) => {
    const row = await sql.first(SPEND, { token_hash: tokenHash, now: toTime(now) });
    return (
      row && {
        userId: row.user_id,
        authenticatorId: fromNullable(row.authenticator_id),
        about: row.about,
      }
    );
  },
});
