import type { SealedBox } from '#crypto/sealed-box.ts';
import type { CaseId, UserId } from '#domain/ids.ts';
import type { CaseOutcome, CaseStore, NewCase } from '#recovery/ports.ts';
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
    .select(['taken_by', 'outcome', 'closed_at'])
    .where('state', '<>', literal('closed'))
    .orderBy('created_at')
    .orderBy('id')
    .limit(given.limit),
);

const IS_REPORTED = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('support_case')
    .select('id')
    .where('user_id', '=', given.user_id)
    .where('state', '<>', literal('closed'))
    .where('kind', 'in', ['not-me', 'frozen', 'fraud'])
    .limit(1),
);

/** Whoever is limited to groups sees what is about their people, and nothing that is about nobody. */
const LIST_SEEN = statement((db, given: { limit: number; staff_id: UserId }) =>
  db
    .selectFrom('support_case')
    .select(['id', 'kind', 'user_id', 'about', 'state', 'created_at'])
    .select(['taken_by', 'outcome', 'closed_at'])
    .where('state', '<>', literal('closed'))
    .where((eb) =>
      eb.or([
        eb.not(
          eb.exists(
            eb
              .selectFrom('staff_scope')
              .select('staff_scope.group_id')
              .where('staff_scope.user_id', '=', given.staff_id),
          ),
        ),
        eb.exists(
          eb
            .selectFrom('staff_scope')
            .innerJoin('group_member', 'group_member.group_id', 'staff_scope.group_id')
            .select('group_member.group_id')
            .where('staff_scope.user_id', '=', given.staff_id)
            .whereRef('group_member.user_id', '=', 'support_case.user_id'),
        ),
      ]),
    )
    .orderBy('created_at')
    .orderBy('id')
    .limit(given.limit),
);

const TAKE = statement((db, given: { id: CaseId; by: string }) =>
  db
    .updateTable('support_case')
    .set({ state: 'taken', taken_by: given.by })
    .where('id', '=', given.id)
    .where('state', '=', 'open'),
);

const CLOSE = statement((db, given: { id: CaseId; outcome: CaseOutcome; now: number }) =>
  db
    .updateTable('support_case')
    .set({ state: 'closed', outcome: given.outcome, closed_at: given.now })
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
  listOpen: async (limit, seenBy) => {
    const rows =
      seenBy === undefined
        ? await sql.all(LIST_OPEN, { limit })
        : await sql.all(LIST_SEEN, { limit, staff_id: seenBy });
    return rows.map(fromRow);
  },
  isReported: async (userId) => (await sql.first(IS_REPORTED, { user_id: userId })) !== undefined,
  take: async (id, by) => (await sql.count(TAKE, { id, by })) === 1,
  close: async (id, outcome, now) =>
    (await sql.count(CLOSE, { id, outcome, now: toTime(now) })) === 1,
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
  taken_by: null,
  outcome: null,
  closed_at: null,
});

const fromRow = (row: Omit<CaseTable, 'note'>) => ({
  id: row.id,
  kind: row.kind,
  userId: fromNullable(row.user_id),
  about: fromNullable(row.about),
  state: row.state,
  createdAt: fromTime(row.created_at),
  takenBy: fromNullable(row.taken_by),
  outcome: fromNullable(row.outcome),
});
