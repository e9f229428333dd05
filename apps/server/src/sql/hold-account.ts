import type { UserId } from '#domain/ids.ts';
import type { Sql } from './connection.ts';
import { locking, statement } from './statement.ts';

const HOLD = statement((db, given: { id: UserId }, engine) =>
  db.selectFrom('user_account').select('id').where('id', '=', given.id).$call(locking(engine)),
);

/** Until the transaction ends nobody else counts and adds to what this account has. */
export async function holdAccount(sql: Sql, id: UserId): Promise<void> {
  await sql.first(HOLD, { id });
}
