import type { AlertKind } from '@proofup/contract/alert-kinds.ts';
import type { AlertName } from '#alerts/ports.ts';
import type { AlertId, AlertTargetId, OutboxId } from '#domain/ids.ts';
import type { Json, Sealed, Time } from './columns.ts';

export type AlertTargetTable = {
  id: AlertTargetId;
  name: string;
  /** Where it goes, and what it is signed with. */
  address: Sealed;
  alerts: Json<readonly AlertKind[]>;
  created_at: Time;
};

export type AlertTable = {
  id: AlertId;
  target_id: AlertTargetId;
  alert: AlertName;
  body: string;
  created_at: Time;
  /** The message that carries it, as long as that is kept. */
  outbox_id: OutboxId;
};

export type AlertCountTable = {
  alert: AlertKind;
  began_at: Time;
  hits: number;
};
