import type { ImportRun, ImportStore } from '#administration/ports.ts';
import type { ImportId } from '#domain/ids.ts';
import type { Sql } from './connection.ts';
import {
  fromFlag,
  fromNullable,
  fromNullableTime,
  fromTime,
  toFlag,
  toNullable,
  toNullableTime,
  toTime,
} from './convert.ts';
import type { ImportTable } from './schema-people.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('import_run');

const FIND = statement((db, given: { id: ImportId }) =>
  db.selectFrom('import_run').selectAll().where('id', '=', given.id),
);

const LIST = statement((db, given: { time: number; before_id: ImportId; limit: number }) =>
  db
    .selectFrom('import_run')
    .selectAll()
    .where((eb) => eb(eb.refTuple('started_at', 'id'), '<', eb.tuple(given.time, given.before_id)))
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(given.limit),
);

type Further = Pick<ImportTable, 'id' | 'lines_done' | 'finished_at'> &
  Pick<ImportTable, 'added' | 'changed' | 'unchanged' | 'bad'>;

const PROGRESS = statement((db, given: Further) =>
  db
    .updateTable('import_run')
    .set((eb) => ({
      lines_done: given.lines_done,
      finished_at: given.finished_at,
      added: eb('added', '+', given.added),
      changed: eb('changed', '+', given.changed),
      unchanged: eb('unchanged', '+', given.unchanged),
      bad: eb('bad', '+', given.bad),
    }))
    .where('id', '=', given.id)
    .where('lines_done', '<', given.lines_done),
);

/** Later than any date (ECMA-262 section 21.4.1.1). */
const START = { time: 8.64e15, id: '' };

export const makeImportStore = (sql: Sql): ImportStore => ({
  insert: async (run) =>
    sql.tell(INSERT, [
      {
        id: run.id,
        content: run.content,
        started_by: run.startedBy,
        reason: run.reason,
        dry_run: toFlag(run.dryRun),
        state: toNullable(run.state),
        started_at: toTime(run.startedAt),
        lines_done: 0,
        added: 0,
        changed: 0,
        unchanged: 0,
        bad: 0,
        finished_at: null,
      },
    ]),
  find: async (id) => {
    const row = await sql.first(FIND, { id });
    return row === undefined ? undefined : fromRow(row);
  },
  progress: async (id, { linesDone, counts, finishedAt }) =>
    (await sql.count(PROGRESS, {
      id,
      lines_done: linesDone,
      finished_at: toNullableTime(finishedAt),
      ...counts,
    })) === 1,
  list: async (limit, { time, id } = START) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a place in the order, whatever was there
    const asked = { time, before_id: id as ImportId, limit };
    return (await sql.all(LIST, asked)).map(fromRow);
  },
});

const fromRow = (row: ImportTable): ImportRun => ({
  id: row.id,
  content: row.content,
  startedBy: row.started_by,
  reason: row.reason,
  dryRun: fromFlag(row.dry_run),
  state: fromNullable(row.state),
  startedAt: fromTime(row.started_at),
  linesDone: row.lines_done,
  added: row.added,
  changed: row.changed,
  unchanged: row.unchanged,
  bad: row.bad,
  finishedAt: fromNullableTime(row.finished_at),
});
