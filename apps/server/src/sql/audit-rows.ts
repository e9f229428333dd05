import type { AccountOf, AuditRecord, AuditRow } from '#audit/ports.ts';
import { personalHash } from '#crypto/personal-hash.ts';
import { pooledRandom } from '#crypto/pooled-random.ts';
import { fromJson, fromNullable, fromTime, toJson, toNullable, toTime } from './convert.ts';
import type { AuditTable } from './schema-audit.ts';

const SALT_BYTES = 16;

export type Stamp = {
  readonly id: string;
  readonly now: Date;
  readonly node: string;
  readonly accountOf: AccountOf;
};

export function toAuditRow(record: AuditRecord, { id, now, node, accountOf }: Stamp): AuditTable {
  const { actor, target, detail, personal } = record;
  const salt = pooledRandom(SALT_BYTES, 'base64url');
  return {
    id,
    occurred_at: toTime(now),
    node,
    event: record.event,
    outcome: record.outcome,
    reason: toNullable(record.reason),
    actor_type: actor?.type ?? null,
    actor_id: actor?.id ?? null,
    target_type: target?.type ?? null,
    target_id: target?.id ?? null,
    sign_in_id: toNullable(record.signInId),
    challenge_id: toNullable(record.challengeId),
    session_id: toNullable(record.sessionId),
    method: toNullable(record.method),
    acr: toNullable(record.acr),
    request_id: toNullable(record.requestId),
    detail: detail === undefined ? null : toJson(detail),
    personal: personal === undefined ? null : toJson(personal),
    personal_salt: salt,
    personal_hash: personalHash(salt, personal ?? {}),
    seq: null,
    prev_hash: null,
    hash: null,
    account_id: toNullable(accountOf(record)),
  };
}

export const fromAuditRow = (row: AuditTable): AuditRow => ({
  id: row.id,
  occurredAt: fromTime(row.occurred_at),
  node: row.node,
  event: row.event,
  outcome: row.outcome,
  reason: fromNullable(row.reason),
  actor:
    row.actor_type === null || row.actor_id === null
      ? undefined
      : { type: row.actor_type, id: row.actor_id },
  target:
    row.target_type === null || row.target_id === null
      ? undefined
      : { type: row.target_type, id: row.target_id },
  signInId: fromNullable(row.sign_in_id),
  challengeId: fromNullable(row.challenge_id),
  sessionId: fromNullable(row.session_id),
  method: fromNullable(row.method),
  acr: fromNullable(row.acr),
  requestId: fromNullable(row.request_id),
  detail: row.detail === null ? undefined : fromJson(row.detail),
  personal: row.personal === null ? undefined : fromJson(row.personal),
  seq: fromNullable(row.seq),
  prevHash: fromNullable(row.prev_hash),
  hash: fromNullable(row.hash),
  personalSalt: row.personal_salt,
  personalHash: row.personal_hash,
});
