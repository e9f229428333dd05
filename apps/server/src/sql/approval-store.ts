import type { ApprovalStore, NewApproval } from '#administration/ports.ts';
import type { SealedBox } from '#crypto/sealed-box.ts';
import type { ApprovalId, UserId } from '#domain/ids.ts';
import type { Sql } from './connection.ts';
import { fromBytes, fromTime, toBytes, toTime } from './convert.ts';
import type { ApprovalTable } from './schema-help.ts';
import { insertStatement, literal, statement } from './statement.ts';

const INSERT = insertStatement('approval');

const FIND = statement((db, given: { id: ApprovalId }) =>
  db.selectFrom('approval').selectAll().where('id', '=', given.id),
);

type Pending = { now: number; time: number; after_id: ApprovalId; limit: number };

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a place in the order, whoever was there
const asId = (id: string) => id as ApprovalId;

const LIST_PENDING = statement((db, given: Pending) =>
  db
    .selectFrom('approval')
    .selectAll()
    .where('state', '=', literal('pending'))
    .where('expires_at', '>', given.now)
    .where((eb) => eb(eb.refTuple('expires_at', 'id'), '>', eb.tuple(given.time, given.after_id)))
    .orderBy('expires_at')
    .orderBy('id')
    .limit(given.limit),
);

type Deciding = { id: ApprovalId; state: 'approved' | 'refused'; by: UserId; now: number };

const DECIDE = statement((db, given: Deciding) =>
  db
    .updateTable('approval')
    .set({ state: given.state, decided_by: given.by, decided_at: given.now })
    .where('id', '=', given.id)
    .where('state', '=', 'pending')
    .where('expires_at', '>', given.now),
);

export const makeApprovalStore = (sql: Sql, box: SealedBox): ApprovalStore => {
  const open = ({ payload, ...row }: ApprovalTable) => ({
    id: row.id,
    act: row.act,
    userId: row.user_id,
    requestedBy: row.requested_by,
    reason: row.reason,
    details: fromBytes(box.open(payload, placeOf(row.id))),
    state: row.state,
    createdAt: fromTime(row.created_at),
    expiresAt: fromTime(row.expires_at),
  });
  return {
    insert: async (approval) => void (await sql.count(INSERT, [toRow(box, approval)])),
    find: async (id) => {
      const row = await sql.first(FIND, { id });
      return row && open(row);
    },
    listPending: async (now, limit, { time, id } = { time: -1, id: '' }) => {
      const asked = { now: toTime(now), time, after_id: asId(id), limit };
      return (await sql.all(LIST_PENDING, asked)).map(open);
    },
    decide: async (id, { state, by, now }) =>
      (await sql.count(DECIDE, { id, state, by, now: toTime(now) })) === 1,
  };
};

const placeOf = (id: ApprovalId) => ({ table: 'approval', column: 'payload', row: id }) as const;

const toRow = (box: SealedBox, one: NewApproval): ApprovalTable => ({
  id: one.id,
  act: one.act,
  user_id: one.userId,
  requested_by: one.requestedBy,
  reason: one.reason,
  payload: box.seal(toBytes(one.details), placeOf(one.id)),
  state: 'pending',
  created_at: toTime(one.createdAt),
  expires_at: toTime(one.expiresAt),
  decided_by: null,
  decided_at: null,
});
