import type { Question } from '#domain/policy.ts';
import type { PolicyRow, PolicyStore } from '#policy/ports.ts';
import type { Sql } from './connection.ts';
import { fromJson, fromTime, toJson, toTime } from './convert.ts';
import type { PolicyTable } from './schema.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('policy', 'ignore');

const LATEST = statement((db) =>
  db
    .selectFrom('policy')
    .selectAll()
    .where((eb) =>
      eb(
        'version',
        '=',
        eb
          .selectFrom('policy as other')
          .select((inner) => inner.fn.max('other.version').as('newest'))
          .whereRef('other.question', '=', 'policy.question'),
      ),
    ),
);

const HISTORY = statement((db, given: { question: Question; limit: number }) =>
  db
    .selectFrom('policy')
    .selectAll()
    .where('question', '=', given.question)
    .orderBy('version', 'desc')
    .limit(given.limit),
);

export const makePolicyStore = (sql: Sql): PolicyStore => ({
  latest: async () => (await sql.all(LATEST, {})).map(fromRow),
  history: async (question, limit) => (await sql.all(HISTORY, { question, limit })).map(fromRow),
  insert: async (row) => (await sql.count(INSERT, [toRow(row)])) === 1,
});

const toRow = ({ question, version, value, ...row }: PolicyRow): PolicyTable => ({
  question,
  version,
  value: toJson(value),
  reason: row.reason,
  changed_by: row.changedBy,
  changed_at: toTime(row.changedAt),
});

const fromRow = (row: PolicyTable): PolicyRow => ({
  question: row.question,
  version: row.version,
  value: fromJson(row.value),
  reason: row.reason,
  changedBy: row.changed_by,
  changedAt: fromTime(row.changed_at),
});
