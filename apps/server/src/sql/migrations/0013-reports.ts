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

const byPerson = (): readonly string[] => [
  // What people do not see of themselves has no account: a report about a person finds it by these.
  `create index audit_event_of_target on audit_event (target_id, occurred_at, id)
    where target_type = 'user' and account_id is null`,
  `create index audit_event_of_actor on audit_event (actor_id, occurred_at, id)
    where actor_type = 'user' and (account_id is null or account_id <> actor_id)`,
];

const exports = ({ text, integer, bytes, end, endKeyed }: ColumnTypes): readonly string[] => [
  `create table report_export (
    id ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    asked ${text} not null,
    state ${text} not null,
    lines ${integer} not null,
    percent ${integer} not null,
    parts ${integer} not null,
    place_time ${integer},
    place_id ${text},
    created_at ${integer} not null,
    expires_at ${integer} not null,
    taken_until ${integer} not null
  ${end}`,
  `create index report_export_of on report_export (user_id, created_at)`,
  `create index report_export_age on report_export (expires_at)`,
  `create index report_export_running on report_export (taken_until) where state = 'running'`,
  `create table report_part (
    id ${text} not null primary key,
    export_id ${text} not null references report_export (id) on delete cascade,
    part ${integer} not null,
    content ${bytes} not null
  ${end}`,
  `create unique index report_part_of on report_part (export_id, part)`,
  // How messages fared: a number for every kind, country and provider of a day, and of each node.
  `create table message_count (
    day ${integer} not null,
    node ${text} not null,
    provider ${text} not null,
    kind ${text} not null,
    country ${text} not null,
    sent ${integer} not null,
    delivered ${integer} not null,
    failed ${integer} not null,
    primary key (day, node, provider, kind, country)
  ${endKeyed}`,
  `alter table outbox_message add column country ${text}`,
];

export const reports: Migration = {
  id: '0013-reports',
  statements: (types) => [alerts, byPerson, exports].flatMap((part) => part(types)),
};
