import type { Sql } from './connection.ts';
import { statement } from './statement.ts';

const SESSIONS = statement((db, given: { now: number }) =>
  db
    .updateTable('session')
    .set({ ended_at: given.now, ended_reason: 'restored' })
    .where('ended_at', 'is', null),
);

const SIGN_INS = statement((db) =>
  db
    .updateTable('sign_in')
    .set({ state: 'ended' })
    .where('state', 'not in', ['completed', 'ended']),
);

const CHALLENGES = statement((db) =>
  db
    .updateTable('challenge')
    .set({ state: 'superseded' })
    .where('state', 'in', ['live', 'approved']),
);

const BINDINGS = statement((db) =>
  db
    .updateTable('binding')
    .set({ state: 'cancelled', secret: null })
    .where('state', '=', 'pending'),
);

const KNOWN_BROWSERS = statement((db) => db.deleteFrom('known_browser'));

const LINKS = statement((db, given: { now: number }) =>
  db.updateTable('bootstrap_token').set({ spent_at: given.now }).where('spent_at', 'is', null),
);

/** How many of each there were. */
export type Ended = {
  readonly sessions: number;
  readonly signIns: number;
  readonly bindings: number;
  readonly knownBrowsers: number;
  readonly links: number;
};

/**
 * Whatever a copy holds open: some of it was ended, used up or stolen after the copy was made, and
 * nobody can tell which.
 */
export async function endWhatIsOpen(sql: Sql, now: Date): Promise<Ended> {
  const at = { now: now.getTime() };
  await sql.count(CHALLENGES, {});
  return {
    sessions: await sql.count(SESSIONS, at),
    signIns: await sql.count(SIGN_INS, {}),
    bindings: await sql.count(BINDINGS, {}),
    knownBrowsers: await sql.count(KNOWN_BROWSERS, {}),
    links: await sql.count(LINKS, at),
  };
}
