import { CannotOpen, type SealedBox } from '#crypto/sealed-box.ts';
import type {
  DeliveryStatus,
  NewOutboxMessage,
  OutboundMessage,
  OutboxMessage,
  OutboxStatus,
  OutboxStore,
  StoredMessage,
} from '#delivery/ports.ts';
import type { ChallengeId, OutboxId } from '#domain/ids.ts';
import type { Sql } from './connection.ts';
import {
  fromBytes,
  fromNullable,
  fromTime,
  toBytes,
  toJson,
  toNullable,
  toTime,
} from './convert.ts';
import type { OutboxTable } from './schema.ts';
import { insertStatement, literal, statement } from './statement.ts';

const INSERT = insertStatement('outbox_message');

const LEASE = statement((db, given: { now: number; until: number; limit: number }, engine) =>
  db
    .updateTable('outbox_message')
    .set((eb) => ({ due_at: given.until, attempts: eb('attempts', '+', eb.lit(1)) }))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('outbox_message')
        .select('id')
        .where('status', '=', literal('queued'))
        .where('due_at', '<=', given.now)
        .orderBy('due_at')
        .limit(given.limit)
        // Another node's messages are passed over, not waited for.
        .$call((query) => (engine === 'postgres' ? query.forUpdate().skipLocked() : query)),
    )
    .returningAll(),
);

/** A call's script is asked for while it goes on; what is texted or mailed has left the house. */
type Accepted = { id: OutboxId; provider_message_id: string; country: string | null };

const ACCEPTED = statement((db, given: Accepted) =>
  db
    .updateTable('outbox_message')
    .set((eb) => ({
      provider_message_id: given.provider_message_id,
      country: given.country,
      status: eb
        .case()
        .when('status', '=', 'queued')
        .then(literal('sent'))
        .else(eb.ref('status'))
        .end(),
      reason: eb.case().when('status', '=', 'queued').then(null).else(eb.ref('reason')).end(),
      payload: eb.case().when('kind', '=', 'call').then(eb.ref('payload')).else(null).end(),
    }))
    .where('id', '=', given.id),
);

const RETRY_AT = statement((db, given: { id: OutboxId; due_at: number; reason: string }) =>
  db
    .updateTable('outbox_message')
    .set({ due_at: given.due_at, reason: given.reason })
    .where('id', '=', given.id)
    .where('status', '=', 'queued'),
);

const GIVE_UP = statement(
  (db, given: { id: OutboxId; status: 'failed' | 'expired'; reason: string }) =>
    db
      .updateTable('outbox_message')
      .set({ status: given.status, reason: given.reason, payload: null })
      .where('id', '=', given.id)
      .where('status', '=', 'queued'),
);

type Report = { id: OutboxId; status: DeliveryStatus; reason: string | null };

const REPORT_SENT = statement((db, given: Report) =>
  db
    .updateTable('outbox_message')
    .set((eb) => ({
      status: given.status,
      reason: given.reason,
      payload: eb.case().when('kind', '=', 'call').then(eb.ref('payload')).else(null).end(),
    }))
    .where('id', '=', given.id)
    .where('status', '=', 'queued'),
);

const REPORT_FINAL = statement((db, given: Report) =>
  db
    .updateTable('outbox_message')
    .set({ status: given.status, reason: given.reason, payload: null })
    .where('id', '=', given.id)
    .where('status', 'in', ['queued', 'sent']),
);

const FIND = statement((db, given: { id: OutboxId }) =>
  db.selectFrom('outbox_message').selectAll().where('id', '=', given.id),
);

const STATUS_FOR = statement((db, given: { challenge_id: ChallengeId }) =>
  db
    .selectFrom('outbox_message')
    .select('status')
    .where('challenge_id', '=', given.challenge_id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(literal(1)),
);

export function makeOutboxStore(sql: Sql, box: SealedBox): OutboxStore {
  return {
    enqueue: async (message) => sql.tell(INSERT, [toRow(box, message)]),
    lease: async (now, { limit, leaseMs }) => {
      const time = toTime(now);
      const rows = await sql.all(LEASE, { now: time, until: time + leaseMs, limit });
      return rows.toSorted(byAge).flatMap((row) => openLeased({ sql, box }, row));
    },
    accepted: async (id, providerMessageId, country) =>
      sql.tell(ACCEPTED, {
        id,
        provider_message_id: providerMessageId,
        country: toNullable(country),
      }),
    retryAt: async (id, at, reason) => sql.tell(RETRY_AT, { id, due_at: toTime(at), reason }),
    giveUp: async (id, status, reason) => sql.tell(GIVE_UP, { id, status, reason }),
    report: (id, status, providerCode) =>
      recordReport(sql, { id, status, reason: toNullable(providerCode) }),
    find: async (id) => {
      const row = await sql.first(FIND, { id });
      return row === undefined
        ? undefined
        : toStored(row, openPayload(box, row) ?? { kind: row.kind });
    },
    statusFor: async (challengeId) =>
      (await sql.first(STATUS_FOR, { challenge_id: challengeId }))?.status,
  };
}

async function recordReport(sql: Sql, given: Report): Promise<boolean> {
  if (given.status === 'queued') return false;
  const report = given.status === 'sent' ? REPORT_SENT : REPORT_FINAL;
  return (await sql.count(report, given)) === 1;
}

const byAge = (a: OutboxTable, b: OutboxTable): number =>
  a.created_at - b.created_at || (a.id < b.id ? -1 : 1);

/** A message that no key opens must not hold up the rest. */
function openLeased(
  { sql, box }: { readonly sql: Sql; readonly box: SealedBox },
  row: OutboxTable,
): readonly OutboxMessage[] {
  try {
    const message = openPayload(box, row);
    if (message !== undefined) return [toStored(row, message)];
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
  }
  sql.tell(GIVE_UP, { id: row.id, status: 'failed', reason: 'cannot_open' });
  return [];
}

const placeOf = (id: OutboxId) =>
  ({ table: 'outbox_message', column: 'payload', row: id }) as const;

function openPayload(box: SealedBox, { id, payload }: OutboxTable): OutboundMessage | undefined {
  return payload === null ? undefined : JSON.parse(fromBytes(box.open(payload, placeOf(id))));
}

const toRow = (box: SealedBox, message: NewOutboxMessage): OutboxTable => ({
  id: message.id,
  user_id: toNullable(message.userId),
  challenge_id: toNullable(message.challengeId),
  kind: message.message.kind,
  payload: box.seal(toBytes(toJson(message.message)), placeOf(message.id)),
  status: 'queued',
  attempts: 0,
  created_at: toTime(message.createdAt),
  expires_at: toTime(message.expiresAt),
  due_at: toTime(message.createdAt),
  provider_message_id: null,
  reason: null,
  country: null,
});

function toStored<Message extends StoredMessage['message']>(row: OutboxTable, message: Message) {
  const status: OutboxStatus = row.status;
  return {
    id: row.id,
    userId: fromNullable(row.user_id),
    challengeId: fromNullable(row.challenge_id),
    message,
    createdAt: fromTime(row.created_at),
    expiresAt: fromTime(row.expires_at),
    status,
    attempts: row.attempts,
    country: fromNullable(row.country),
    providerMessageId: fromNullable(row.provider_message_id),
  };
}
