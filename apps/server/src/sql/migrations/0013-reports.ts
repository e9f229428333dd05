import type { ColumnTypes, Migration } from './migration.ts';

const alerts = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table alert_target (
    id ${text} not null primary key,
    name ${text} not null,
    address ${bytes} not null,
    alerts ${text} not null,
    created_at ${integer} not null
  ${end}`,
  `create table alert (
    id ${text} not null primary key,
    target_id ${text} not null references alert_target (id) on delete cascade,
    alert ${text} not null,
    body ${text} not null,
    created_at ${integer} not null,
    outbox_id ${text} not null
  ${end}`,
  `create index alert_age on alert (created_at, id)`,
  `create index alert_of_target on alert (target_id)`,
  // How often something happened of which only many are worth telling.
  `create table alert_count (
    alert ${text} not null primary key,
    began_at ${integer} not null,
    hits ${integer} not null
  ${end}`,
  // The sealed record up to which everything was told.
  `create table alert_position (
    id ${integer} not null primary key check (id = 1),
    seq ${integer} not null
  ${end}`,
];

export const reports: Migration = {
  id: '0013-reports',
  statements: (types) => [alerts].flatMap((part) => part(types)),
};
