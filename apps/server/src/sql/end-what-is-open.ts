import type { Sql } from './connection.ts';
import { listTables } from './list-tables.ts';
import type { Schema } from './schema.ts';
import { type Statement, statement } from './statement.ts';

type Given = { readonly now: number };
type Ending = Statement<Given, unknown>;

/** What a table holds that somebody could go on with, and how it ends; tables that refer to others first. */
const ENDINGS = {
  challenge: statement((db) =>
    db
      .updateTable('challenge')
      .set({ state: 'superseded' })
      .where('state', 'in', ['live', 'approved']),
  ),
  sign_in: statement((db) =>
    db
      .updateTable('sign_in')
      .set({ state: 'ended' })
      .where('state', 'not in', ['completed', 'ended']),
  ),
  session: statement((db, given: Given) =>
    db
      .updateTable('session')
      .set({ ended_at: given.now, ended_reason: 'restored' })
      .where('ended_at', 'is', null),
  ),
  // Of a pass nobody can tell whether it was used, or taken back, after the copy was made.
  authenticator: statement((db) =>
    db.deleteFrom('authenticator').where('kind', '=', 'temporary-access-pass'),
  ),
  binding: statement((db) =>
    db
      .updateTable('binding')
      .set({ state: 'cancelled', secret: null })
      .where('state', '=', 'pending'),
  ),
  known_browser: statement((db) => db.deleteFrom('known_browser')),
  remembered_browser: statement((db) => db.deleteFrom('remembered_browser')),
  bootstrap_token: statement((db, given: Given) =>
    db.updateTable('bootstrap_token').set({ spent_at: given.now }).where('spent_at', 'is', null),
  ),
  // A session that is ended ends what came of it; what outlives sessions ends here.
  oidc_artifact: statement((db) => db.deleteFrom('oidc_artifact')),
  // One that was revoked after the copy was made would come back: all of them are made anew.
  api_key: statement((db, given: Given) =>
    db.updateTable('api_key').set({ revoked_at: given.now }).where('revoked_at', 'is', null),
  ),
  api_reply: statement((db) => db.deleteFrom('api_reply')),
  reset_token: statement((db, given: Given) =>
    db.updateTable('reset_token').set({ spent_at: given.now }).where('spent_at', 'is', null),
  ),
  approval: statement((db, given: Given) =>
    db
      .updateTable('approval')
      .set({ state: 'refused', decided_at: given.now })
      .where('state', '=', 'pending'),
  ),
  caller_check: statement((db) => db.deleteFrom('caller_check')),
  bypass: statement((db) => db.deleteFrom('bypass')),
} as const satisfies Partial<Readonly<Record<keyof Schema, Ending>>>;

/** How many rows of each table were ended. */
export type Ended = Readonly<Record<string, number>>;

/**
 * Whatever a copy holds open: some of it was ended, used up or stolen after the copy was made, and
 * nobody can tell which. Runs in the schema that the copy was made in.
 */
export async function endWhatIsOpen(sql: Sql, now: Date): Promise<Ended> {
  const tables = await listTables(sql);
  const ended: Record<string, number> = {};
  for (const [table, ending] of Object.entries<Ending>(ENDINGS)) {
    if (tables.has(table)) ended[table] = await sql.count(ending, { now: now.getTime() });
  }
  return ended;
}
