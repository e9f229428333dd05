import type { AlertKind } from '@proofup/contract/alert-kinds.ts';
import type { AlertName } from '#alerts/ports.ts';
import type { ReportAsked } from '#administration/ports.ts';
import type { AlertId, AlertTargetId, ExportId, OutboxId, UserId } from '#domain/ids.ts';
import type { Json, Sealed, Time } from './columns.ts';

export type AlertTargetTable = {
  id: AlertTargetId;
  name: string;
  /** Where it goes, and what it is signed with. */
  address: Sealed;
  alerts: Json<readonly AlertKind[]>;
  is_off: 0 | 1;
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

export type ExportTable = {
  id: ExportId;
  /** Who asked for it: one of the two. */
  user_id: UserId | null;
  key_name: string | null;
  asked: Json<ReportAsked>;
  state: 'running' | 'done' | 'failed';
  lines: number;
  percent: number;
  parts: number;
  /** Where the next part begins; null: at the newest. */
  place_time: Time | null;
  place_id: string | null;
  created_at: Time;
  expires_at: Time;
  /** Nobody else goes on with it before. */
  taken_until: Time;
};

export type PartTable = {
  /** The file and the number of the part. */
  id: string;
  export_id: ExportId;
  part: number;
  content: Sealed;
};

export type MessageCountTable = {
  /** The beginning of the day, UTC. */
  day: Time;
  node: string;
  provider: string;
  kind: 'text' | 'call';
  country: string;
  sent: number;
  delivered: number;
  failed: number;
};
