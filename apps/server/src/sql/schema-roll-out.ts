import type { GroupId, UserId } from '#domain/ids.ts';
import type { ReminderCause } from '#administration/ports.ts';
import type { Time } from './columns.ts';

export type PostponementTable = {
  user_id: UserId;
  about: string;
  times: number;
  until: Time;
};

export type ReminderTable = {
  user_id: UserId;
  /** `2026-11-24`, UTC: one a day and person. */
  day: string;
  /** What nobody is told twice. */
  about: string;
  cause: ReminderCause;
  sent_at: Time;
  sent_by: string;
};

export type CoverageTable = {
  /** `2026-11-24`, UTC. */
  day: string;
  /** Empty: everybody. */
  group_id: GroupId | '';
  none: number;
  phone: number;
  app: number;
  passkey: number;
  counted_at: Time;
};
