import type { UserId } from '#domain/ids.ts';
import type { Sql } from './connection.ts';
import { statement } from './statement.ts';

const LOCK = statement((db, given: { id: UserId }) =>
  db.selectFrom('user_account').select('id').where('id', '=', given.id).forNoKeyUpdate(),
);

/**
 * Makes those who change what is bound to one account take turns, where a rule is about several
 * rows ("not the last one"). SQLite's writers take turns anyway.
 */
export function lockUser(sql: Sql, id: UserId): void {
  if (sql.engine === 'postgres') sql.tell(LOCK, { id });
}
