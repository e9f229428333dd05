import type { ColumnTypes, Migration } from './migration.ts';

const groups = ({ text, integer, endKeyed, end }: ColumnTypes): readonly string[] => [
  `create table user_group (
    id ${text} not null primary key,
    name ${text} not null,
    name_key ${text} not null unique,
    description ${text} not null,
    created_at ${integer} not null
  ${end}`,

  // What a membership points to: the database itself carries a new name over to it.
  `create unique index user_account_named on user_account (id, name_key)`,
  `create table group_member (
    group_id ${text} not null references user_group (id) on delete cascade,
    user_id ${text} not null,
    name_key ${text} not null,
    primary key (group_id, user_id),
    foreign key (user_id, name_key) references user_account (id, name_key)
      on update cascade on delete cascade
  ${endKeyed}`,
  `create index group_member_name on group_member (group_id, name_key, user_id)`,
  `create index group_member_user on group_member (user_id)`,

  // Without "cascade": a group that limits somebody cannot go, or they would see everybody.
  `create table staff_scope (
    user_id ${text} not null references user_account (id) on delete cascade,
    group_id ${text} not null references user_group (id),
    primary key (user_id, group_id)
  ${endKeyed}`,
  `create index staff_scope_group on staff_scope (group_id)`,
];

const answers = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table policy (
    question ${text} not null,
    version ${integer} not null,
    value ${text} not null,
    reason ${text} not null,
    changed_by ${text} not null,
    changed_at ${integer} not null,
    primary key (question, version)
  ${end}`,
];

const spending = ({ text, integer, endKeyed }: ColumnTypes): readonly string[] => [
  `create table spending (
    day ${text} not null primary key,
    units ${integer} not null,
    forget_at ${integer} not null
  ${endKeyed}`,
];

export const policy: Migration = {
  id: '0011-policy',
  statements: (types) => [groups, answers, spending].flatMap((part) => part(types)),
};
