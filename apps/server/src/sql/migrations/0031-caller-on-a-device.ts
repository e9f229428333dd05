import type { ColumnTypes, Migration } from './migration.ts';

const statements = ({ text }: ColumnTypes): readonly string[] => [
  // The phone whose authenticator shows the number; the number itself is derived, and nowhere.
  `alter table caller_check add column authenticator_id ${text}`,
  `create index caller_check_device on caller_check (authenticator_id, expires_at)`,
];

export const callerOnADevice: Migration = { id: '0031-caller-on-a-device', statements };
