import type { ColumnTypes, Migration } from './migration.ts';

const grace = ({ integer }: ColumnTypes): readonly string[] => [
  `alter table user_account add column grace_until ${integer}`,
];

const nudges = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table postponement (
    user_id ${text} not null references user_account (id) on delete cascade,
    about ${text} not null,
    times ${integer} not null,
    until ${integer} not null,
    primary key (user_id, about)
  ${end}`,
  `create table reminder (
    user_id ${text} not null references user_account (id) on delete cascade,
    day ${text} not null,
    about ${text} not null,
    cause ${text} not null check (cause in ('by-hand', 'schedule', 'sunset')),
    sent_at ${integer} not null,
    sent_by ${text} not null,
    primary key (user_id, day)
  ${end}`,
  `create unique index reminder_about on reminder (user_id, about)`,
  `create index reminder_sent on reminder (sent_at, user_id)`,
];

const coverage = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table coverage (
    day ${text} not null,
    group_id ${text} not null,
    none ${integer} not null,
    phone ${integer} not null,
    app ${integer} not null,
    passkey ${integer} not null,
    counted_at ${integer} not null,
    primary key (day, group_id)
  ${end}`,
];

export const rollOut: Migration = {
  id: '0020-roll-out',
  statements: (types) => [grace, nudges, coverage].flatMap((part) => part(types)),
};
