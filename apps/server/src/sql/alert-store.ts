import type { AlertKind } from '@proofup/contract/alert-kinds.ts';
import type { Alert, AlertAddress, AlertStore, AlertTarget } from '#alerts/ports.ts';
import type { SealedBox } from '#crypto/sealed-box.ts';
import type { AlertId, AlertTargetId, OutboxId } from '#domain/ids.ts';
import type { Sql } from './connection.ts';
import { fromBytes, fromJson, fromNullable, fromTime, toBytes, toJson, toTime } from './convert.ts';
import type { AlertTable, AlertTargetTable } from './schema-reports.ts';
import { insertStatement, listStatement, literal, locking, statement } from './statement.ts';

const INSERT_TARGET = insertStatement('alert_target');
const INSERT = insertStatement('alert');
const FIRST_POSITION = insertStatement('alert_position', 'ignore');
const FIRST_COUNT = insertStatement('alert_count', 'ignore');

const TARGETS = statement((db) =>
  db.selectFrom('alert_target').selectAll().orderBy('created_at').orderBy('id'),
);

const TARGET = statement((db, given: { id: AlertTargetId }) =>
  db.selectFrom('alert_target').selectAll().where('id', '=', given.id),
);

type Changed = Pick<AlertTargetTable, 'id' | 'name' | 'alerts' | 'address' | 'is_off'>;

const CHANGE_TARGET = statement((db, given: Changed) =>
  db
    .updateTable('alert_target')
    .set({ name: given.name, alerts: given.alerts, address: given.address, is_off: given.is_off })
    .where('id', '=', given.id),
);

const REMOVE_TARGET = statement((db, given: { id: AlertTargetId }) =>
  db.deleteFrom('alert_target').where('id', '=', given.id),
);

const FIND = statement((db, given: { id: AlertId }) =>
  db.selectFrom('alert').selectAll().where('id', '=', given.id),
);

const LIST = statement((db, given: { time: number; before_id: AlertId; limit: number }) =>
  db
    .selectFrom('alert')
    .selectAll()
    .where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(given.time, given.before_id)))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(given.limit),
);

const FATES = listStatement((db, given: readonly { id: OutboxId }[]) =>
  db
    .selectFrom('outbox_message')
    .select(['id', 'status', 'attempts', 'reason', 'due_at'])
    .where(
      'id',
      'in',
      given.map(({ id }) => id),
    ),
);

const SEND_BY = statement((db, given: { id: AlertId; outbox_id: OutboxId }) =>
  db.updateTable('alert').set({ outbox_id: given.outbox_id }).where('id', '=', given.id),
);

const POSITION = statement((db) =>
  db.selectFrom('alert_position').select('seq').where('id', '=', 1),
);

const MOVE = statement((db, given: { before: number; seq: number }) =>
  db
    .updateTable('alert_position')
    .set({ seq: given.seq })
    .where('id', '=', 1)
    .where('seq', '=', given.before),
);

const SEALED_SINCE = statement((db, given: { since: number }) =>
  db
    .selectFrom('audit_event')
    .select('seq')
    .where('occurred_at', '>=', given.since)
    .where('seq', 'is not', null)
    .orderBy('occurred_at')
    .orderBy('id')
    .limit(literal(1)),
);

const HEAD = statement((db) => db.selectFrom('audit_head').select('seq').where('id', '=', 1));

const COUNT = statement((db, given: { alert: AlertKind }, engine) =>
  db.selectFrom('alert_count').selectAll().where('alert', '=', given.alert).$call(locking(engine)),
);

const SET_COUNT = statement((db, given: { alert: AlertKind; began_at: number; hits: number }) =>
  db
    .updateTable('alert_count')
    .set({ began_at: given.began_at, hits: given.hits })
    .where('alert', '=', given.alert),
);

export const makeAlertStore = (sql: Sql, box: SealedBox): AlertStore => ({
  listTargets: async () => (await sql.all(TARGETS, {})).map((row) => toTarget(box, row)),
  findTarget: async (id) => {
    const row = await sql.first(TARGET, { id });
    return row && toTarget(box, row);
  },
  addTarget: async (target) => sql.tell(INSERT_TARGET, [toRow(box, target)]),
  changeTarget: async (target) => {
    const { created_at: _, ...changed } = toRow(box, target);
    return (await sql.count(CHANGE_TARGET, changed)) === 1;
  },
  removeTarget: async (id) => (await sql.count(REMOVE_TARGET, { id })) === 1,
  record: async (alert) => sql.tell(INSERT, [toAlertRow(alert)]),
  find: async (id) => {
    const row = await sql.first(FIND, { id });
    return row && fromAlertRow(row);
  },
  list: (limit, before) => listIn(sql, limit, before),
  sendBy: async (id, outboxId) => sql.tell(SEND_BY, { id, outbox_id: outboxId }),
  position: async () => (await sql.first(POSITION, {}))?.seq,
  move: async (from, to) =>
    (from === undefined
      ? await sql.count(FIRST_POSITION, [{ id: 1, seq: to }])
      : await sql.count(MOVE, { before: from, seq: to })) === 1,
  sealedBefore: async (since) => {
    const first = (await sql.first(SEALED_SINCE, { since: toTime(since) }))?.seq;
    return first == null ? ((await sql.first(HEAD, {}))?.seq ?? 0) : first - 1;
  },
  count: async (alert, at, withinMs) => {
    const now = toTime(at);
    await sql.count(FIRST_COUNT, [{ alert, began_at: now, hits: 0 }]);
    const row = await sql.first(COUNT, { alert });
    const isOver = row === undefined || row.began_at + withinMs <= now;
    const next = isOver ? { began_at: now, hits: 1 } : { ...row, hits: row.hits + 1 };
    sql.tell(SET_COUNT, { alert, began_at: next.began_at, hits: next.hits });
    return next.hits;
  },
});

/** Later than any date (ECMA-262 section 21.4.1.1). */
const START = { time: 8.64e15, id: '' };

async function listIn(sql: Sql, limit: number, { time, id }: Place = START) {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a place in the order, whatever was there
  const before = { time, before_id: id as AlertId };
  const more = await sql.all(LIST, { ...before, limit: limit + 1 });
  const rows = more.slice(0, limit);
  const last = more.length > limit ? rows.at(-1) : undefined;
  const next = last && { time: last.created_at, id: last.id };
  return { alerts: rows.length === 0 ? [] : await withFates(sql, rows), next };
}

type Place = { readonly time: number; readonly id: string };

async function withFates(sql: Sql, rows: readonly AlertTable[]) {
  const fates = await sql.all(
    FATES,
    rows.map(({ outbox_id }) => ({ id: outbox_id })),
  );
  const byId = new Map(fates.map((fate) => [fate.id, fate]));
  return rows.flatMap((row) => {
    const fate = byId.get(row.outbox_id);
    if (fate === undefined) return [];
    const { body: _, ...alert } = fromAlertRow(row);
    const { status, attempts, reason, due_at } = fate;
    const nextTryAt = status === 'queued' ? fromTime(due_at) : undefined;
    return [{ ...alert, status, attempts, reason: fromNullable(reason), nextTryAt }];
  });
}

const placeOf = (id: AlertTargetId) =>
  ({ table: 'alert_target', column: 'address', row: id }) as const;

const toRow = (box: SealedBox, target: AlertTarget): AlertTargetTable => ({
  id: target.id,
  name: target.name,
  address: box.seal(toBytes(toJson(target.to)), placeOf(target.id)),
  alerts: toJson(target.alerts),
  is_off: target.isOff ? 1 : 0,
  created_at: toTime(target.createdAt),
});

const toTarget = (box: SealedBox, row: AlertTargetTable): AlertTarget => {
  const to: AlertAddress = JSON.parse(fromBytes(box.open(row.address, placeOf(row.id))));
  const { id, name } = row;
  const isOff = row.is_off === 1;
  return { id, name, to, isOff, alerts: fromJson(row.alerts), createdAt: fromTime(row.created_at) };
};

const toAlertRow = (alert: Alert): AlertTable => ({
  id: alert.id,
  target_id: alert.targetId,
  alert: alert.alert,
  body: alert.body,
  created_at: toTime(alert.createdAt),
  outbox_id: alert.outboxId,
});

const fromAlertRow = (row: AlertTable): Alert => ({
  id: row.id,
  targetId: row.target_id,
  alert: row.alert,
  body: row.body,
  createdAt: fromTime(row.created_at),
  outboxId: row.outbox_id,
});
