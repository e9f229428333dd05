import type { VoiceMessageName } from '@proofup/contract/voice-messages.ts';
import type { ImportRun } from '#administration/ports.ts';
import type { HardwareTokenId, ImportId, UserId } from '#domain/ids.ts';
import type { UserState } from '#domain/user.ts';
import type { Flag, Sealed, Time } from './columns.ts';

export type ImportTable = {
  id: ImportId;
  content: ImportRun['content'];
  started_by: UserId;
  reason: string;
  dry_run: Flag;
  state: UserState | null;
  started_at: Time;
  lines_done: number;
  added: number;
  changed: number;
  unchanged: number;
  bad: number;
  finished_at: Time | null;
};

export type HardwareTokenTable = {
  id: HardwareTokenId;
  serial: string;
  /** Folded. */
  serial_key: string;
  manufacturer: string;
  model: string;
  period_seconds: number;
  secret: Sealed;
  user_id: UserId | null;
  imported_at: Time;
};

/** Of one message of automated calls in one language. */
export type VoiceTable = {
  message: VoiceMessageName;
  language: string;
  words: string | null;
  sound: Uint8Array | null;
  media_type: string | null;
  seconds: number | null;
  sound_bytes: number | null;
  /** SHA-256 of the recording. */
  digest: string | null;
};

/** At most one row: how the organisation presents itself. */
export type BrandTable = {
  id: number;
  organisation: string | null;
  accent: string | null;
  logo: Uint8Array | null;
  logo_type: string | null;
  logo_bytes: number | null;
  /** SHA-256 of the picture. */
  logo_digest: string | null;
};
