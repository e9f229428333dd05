import type { ColumnTypes, Migration } from './migration.ts';

const statements = ({ text, integer, end, endKeyed }: ColumnTypes): readonly string[] => [
  // Whose address is still whole: what is erased leaves the index.
  `create index audit_event_salted on audit_event (occurred_at) where personal_salt <> ''`,
  `create table audit_start (
    id ${integer} not null primary key check (id = 1),
    seq ${integer} not null,
    hash ${text} not null,
    signature ${text} not null
  ${end}`,
  `create table audit_count (
    day ${text} not null,
    event ${text} not null,
    outcome ${text} not null,
    events ${integer} not null,
    primary key (day, event, outcome)
  ${endKeyed}`,
];

export const auditRetention: Migration = { id: '0024-audit-retention', statements };
