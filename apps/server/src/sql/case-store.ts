import type { SealedBox } from '#crypto/sealed-box.ts';
import type { CaseId } from '#domain/ids.ts';
import type { CaseStore, NewCase } from '#recovery/ports.ts';
import type { Sql } from './connection.ts';
import { fromBytes, fromNullable, fromTime, toBytes, toNullable, toTime } from './convert.ts';
import type { CaseTable } from './schema.ts';
import { insertStatement, literal, statement } from './statement.ts';

const INSERT = insertStatement('support_case', 'ignore');

const FIND = statement((db, given: { id: CaseId }) =>
  db.selectFrom('support_case').selectAll().where('id', '=', given.id),
);

const LIST_OPEN = statement((db, given: { limit: number }) =>
  db
    .selectFrom('support_case')
    .select(['id', 'kind', 'user_id', 'about', 'state', 'created_at'])
    .where('state', '<>', literal('closed'))
    .orderBy('created_at')
    .orderBy('id')
    .limit(given.limit),
);

const CLOSE = statement((db, given: { id: CaseId }) =>
  db
    .updateTable('support_case')
    .set({ state: 'closed' })
    .where('id', '=', given.id)
    .where('state', '<>', 'closed'),
);

export const makeCaseStore = (sql: Sql, box: SealedBox): CaseStore => ({
  open: async (one) => (await sql.count(INSERT, [toRow(box, one)])) === 1,
  find: async (id) => {
    const row = await sql.first(FIND, { id });
    if (row === undefined) return undefined;
    const note = row.note === null ? undefined : fromBytes(box.open(row.note, placeOf(id)));
    return { ...fromRow(row), note };
  },
  listOpen: async (limit) => (await sql.all(LIST_OPEN, { limit })).map(fromRow),
  close: async (id) => (await sql.count(CLOSE, { id })) === 1,
});

const placeOf = (id: CaseId) => ({ table: 'support_case', column: 'note', row: id }) as const;

const toRow = (box: SealedBox, one: NewCase): CaseTable => ({
  id: one.id,
  kind: one.kind,
  user_id: toNullable(one.userId),
  about: toNullable(one.about),
  note: one.note === undefined ? null : box.seal(toBytes(one.note), placeOf(one.id)),
  state: 'open',
  created_at: toTime(one.createdAt),
});

const fromRow = (row: Omit<CaseTable, 'note'>) => ({
  id: row.id,
  kind: row.kind,
  userId: fromNullable(row.user_id),
  about: fromNullable(row.about),
  state: row.state,
  createdAt: fromTime(row.created_at),
});
