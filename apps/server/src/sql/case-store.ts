import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import type { SealedBox } from '#crypto/sealed-box.ts';
import type { CaseId, UserId } from '#domain/ids.ts';
import type { CaseOutcome, CaseStore, NewCase } from '#recovery/ports.ts';
import type { Sql } from './connection.ts';
import { fromBytes, fromNullable, fromTime, toBytes, toNullable, toTime } from './convert.ts';
import type { CaseTable, Schema } from './schema.ts';
import { insertStatement, literal, statement } from './statement.ts';

const INSERT = insertStatement('support_case', 'ignore');

const FIND = statement((db, given: { id: CaseId }) =>
  db.selectFrom('support_case').selectAll().where('id', '=', given.id),
);

type Db = Kysely<Schema>;
type Asked = { time: number; after_id: string; limit: number };
type AskedBy = Asked & { staff_id: UserId };

const listed = (db: Db) =>
  db
    .selectFrom('support_case')
    .select(['id', 'kind', 'user_id', 'about', 'state', 'created_at'])
    .select(['taken_by', 'outcome', 'closed_at', 'closed_by', 'closed_reason']);

/** Later than any date (ECMA-262 section 21.4.1.1). */
const END_OF_TIME = 8.64e15;

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a place in the order, whoever was there
const asId = (id: string) => id as CaseId;

const open = (db: Db, { time, after_id, limit }: Asked) =>
  listed(db)
    .where('state', '<>', literal('closed'))
    .where((eb) => eb(eb.refTuple('created_at', 'id'), '>', eb.tuple(time, asId(after_id))))
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit);

const closed = (db: Db, { time, after_id, limit }: Asked) =>
  listed(db)
    .where('state', '=', literal('closed'))
    .where((eb) => eb(eb.refTuple('closed_at', 'id'), '<', eb.tuple(time, asId(after_id))))
    .orderBy('closed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);

/** Whoever is limited to groups sees what is about their people, and nothing that is about nobody. */
const isSeenBy =
  (staffId: UserId) =>
  (eb: ExpressionBuilder<Schema, 'support_case'>): Expression<SqlBool> =>
    eb.or([
      eb.not(
        eb.exists(
          eb
            .selectFrom('staff_scope')
            .select('staff_scope.group_id')
            .where('staff_scope.user_id', '=', staffId),
        ),
      ),
      eb.exists(
        eb
          .selectFrom('staff_scope')
          .innerJoin('group_member', 'group_member.group_id', 'staff_scope.group_id')
          .select('group_member.group_id')
          .where('staff_scope.user_id', '=', staffId)
          .whereRef('group_member.user_id', '=', 'support_case.user_id'),
      ),
    ]);

const LIST_OPEN = statement((db, given: Asked) => open(db, given));
const LIST_OPEN_SEEN = statement((db, given: AskedBy) =>
  open(db, given).where(isSeenBy(given.staff_id)),
);
const LIST_CLOSED = statement((db, given: Asked) => closed(db, given));
const LIST_CLOSED_SEEN = statement((db, given: AskedBy) =>
  closed(db, given).where(isSeenBy(given.staff_id)),
);

const IS_REPORTED = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('support_case')
    .select('id')
    .where('user_id', '=', given.user_id)
    .where('state', '<>', literal('closed'))
    .where('kind', 'in', ['not-me', 'frozen', 'fraud'])
    .limit(literal(1)),
);

const TAKE = statement((db, given: { id: CaseId; by: string }) =>
  db
    .updateTable('support_case')
    .set({ state: 'taken', taken_by: given.by })
    .where('id', '=', given.id)
    .where('state', '=', 'open'),
);

type Closing = { id: CaseId; outcome: CaseOutcome; by: string; reason: string; now: number };

const CLOSE = statement((db, given: Closing) =>
  db
    .updateTable('support_case')
    .set({
      state: 'closed',
      outcome: given.outcome,
      closed_at: given.now,
      closed_by: given.by,
      closed_reason: given.reason,
    })
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
  listOpen: async (limit, { by, after = { time: -1, id: '' } } = {}) => {
    const asked = { limit, time: after.time, after_id: after.id };
    const rows =
      by === undefined
        ? await sql.all(LIST_OPEN, asked)
        : await sql.all(LIST_OPEN_SEEN, { ...asked, staff_id: by });
    return rows.map(fromRow);
  },
  listClosed: async (limit, { by, after = { time: END_OF_TIME, id: '' } } = {}) => {
    const asked = { limit, time: after.time, after_id: after.id };
    const rows =
      by === undefined
        ? await sql.all(LIST_CLOSED, asked)
        : await sql.all(LIST_CLOSED_SEEN, { ...asked, staff_id: by });
    return rows.map(fromRow);
  },
  isReported: async (userId) => (await sql.first(IS_REPORTED, { user_id: userId })) !== undefined,
  take: async (id, by) => (await sql.count(TAKE, { id, by })) === 1,
  close: async (id, how, now) => (await sql.count(CLOSE, { id, ...how, now: toTime(now) })) === 1,
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
  closed_by: null,
  closed_reason: null,
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
  closedBy: fromNullable(row.closed_by),
  closedReason: fromNullable(row.closed_reason),
  closedAt: row.closed_at === null ? undefined : fromTime(row.closed_at),
});
