import { sql as raw } from 'kysely';
import type { AuditCount, AuditRetentionStore, AuditStart } from '#audit/ports.ts';
import { coarsePersonal } from '#crypto/personal-hash.ts';
import type { Sql } from './connection.ts';
import { fromJson, toJson, toTime } from './convert.ts';
import { insertStatement, statement } from './statement.ts';

/** The salt goes with the address: without it nobody finds out by trying which address it was. */
const WITH_SALT = statement((db, given: { until: number; limit: number }, engine) =>
  db
    .selectFrom('audit_event')
    .select(['id', 'personal', 'personal_salt', 'personal_hash'])
    .where('occurred_at', '<=', given.until)
    .where('personal_salt', '<>', raw<string>`''`)
    .orderBy('occurred_at')
    .limit(given.limit)
    // What another node is at is left to it.
    .$call((query) => (engine === 'postgres' ? query.forUpdate().skipLocked() : query)),
);

const COARSEN = statement((db, given: { id: string; personal: string | null }) =>
  db
    .updateTable('audit_event')
    .set({ personal: raw`${given.personal}`, personal_salt: '' })
    .where('id', '=', given.id),
);

const START = statement((db) =>
  db.selectFrom('audit_start').select(['seq', 'hash', 'signature']).where('id', '=', 1),
);

const FIRST_START = insertStatement('audit_start', 'ignore');

const MOVE_START = statement((db, given: AuditStart & { previous: number }) =>
  db
    .updateTable('audit_start')
    .set({ seq: given.seq, hash: given.hash, signature: given.signature })
    .where('id', '=', 1)
    .where('seq', '=', given.previous),
);

const FORGET = statement((db, given: { seq: number }) =>
  db.deleteFrom('audit_event').where('seq', '<=', given.seq),
);

const ADD_COUNT = statement((db, given: AuditCount) =>
  db
    .insertInto('audit_count')
    .values({
      day: given.day,
      event: given.event,
      outcome: given.outcome,
      events: given.count,
    })
    .onConflict((known) =>
      known
        .columns(['day', 'event', 'outcome'])
        .doUpdateSet((eb) => ({ events: eb('audit_count.events', '+', given.count) })),
    ),
);

const COUNTS = statement((db) =>
  db.selectFrom('audit_count').selectAll().orderBy('day').orderBy('event').orderBy('outcome'),
);

export const makeAuditRetentionStore = (sql: Sql): AuditRetentionStore => ({
  coarsen: async (until, limit) => {
    const rows = await sql.all(WITH_SALT, { until: toTime(until), limit });
    for (const row of rows) {
      const { personal, personal_salt: salt, personal_hash: sealed } = row;
      const left = coarsePersonal(sealed, {
        salt,
        personal: personal === null ? undefined : fromJson(personal),
      });
      sql.tell(COARSEN, { id: row.id, personal: left === undefined ? null : toJson(left) });
    }
    return rows.length;
  },
  start: () => sql.first(START, {}),
  forget: async (counts, start, previous) => {
    const moved =
      previous === undefined
        ? await sql.count(FIRST_START, [{ id: 1, ...start }])
        : await sql.count(MOVE_START, { ...start, previous: previous.seq });
    if (moved !== 1) return false;
    for (const count of counts) await sql.count(ADD_COUNT, count);
    await sql.count(FORGET, { seq: start.seq });
    return true;
  },
  listCounts: async () =>
    (await sql.all(COUNTS, {})).map(({ day, event, outcome, events }) => ({
      day,
      event,
      outcome,
      count: events,
    })),
});
