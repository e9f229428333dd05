import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { AuditRecord } from '#audit/ports.ts';
import type { Json, Time } from './columns.ts';

export type AuditTable = {
  id: string;
  occurred_at: Time;
  node: string;
  event: AuditEvent;
  outcome: AuditRecord['outcome'];
  reason: string | null;
  actor_type: NonNullable<AuditRecord['actor']>['type'] | null;
  actor_id: string | null;
  target_type: string | null;
  target_id: string | null;
  sign_in_id: string | null;
  challenge_id: string | null;
  session_id: string | null;
  method: string | null;
  acr: string | null;
  request_id: string | null;
  detail: Json<AuditRecord['detail']> | null;
  personal: Json<AuditRecord['personal']> | null;
  personal_salt: string;
  personal_hash: string;
  seq: number | null;
  prev_hash: string | null;
  hash: string | null;
  /** Whose activity it is, where it is any: not in the chain, for it follows from actor and target. */
  account_id: string | null;
};
