import type { ColumnTypes, Migration } from './migration.ts';

const owners = ({ text }: ColumnTypes): readonly string[] => [
  `drop index user_account_administrator`,
  `drop index user_account_role`,
  // A column takes its own check along when it goes: no other way is known to both engines.
  `alter table user_account add column has_role ${text} not null default 'user'
    check (has_role in ('user', 'help-desk', 'auditor', 'administrator', 'owner'))`,
  `update user_account set has_role = role`,
  // Whoever was an administrator first: ids are in the order of time.
  `update user_account set has_role = 'owner' where id = (
    select min(id) from user_account where role = 'administrator' and active = 1)`,
  // A session is good for the role that it was begun in.
  `update session set role = 'owner' where user_id = (
    select id from user_account where has_role = 'owner')`,
  `alter table user_account drop column role`,
  `alter table user_account rename column has_role to role`,
  `create index user_account_administrator on user_account (id)
    where role in ('administrator', 'owner')`,
  `create index user_account_role on user_account (role, name_key, id)`,
];

const approvals = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table approval (
    id ${text} not null primary key,
    act ${text} not null,
    user_id ${text} not null references user_account (id) on delete cascade,
    requested_by ${text} not null references user_account (id) on delete cascade,
    reason ${text} not null,
    payload ${bytes} not null,
    state ${text} not null check (state in ('pending', 'approved', 'refused')),
    created_at ${integer} not null,
    expires_at ${integer} not null,
    decided_by ${text},
    decided_at ${integer}
  ${end}`,
  `create index approval_expires on approval (expires_at)`,
  `create index approval_user on approval (user_id)`,
  `create index approval_requested_by on approval (requested_by)`,
];

const callers = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table caller_check (
    id ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    staff_id ${text} not null references user_account (id) on delete cascade,
    sent_by ${text} not null,
    code_hash ${text} not null,
    attempts_left ${integer} not null,
    created_at ${integer} not null,
    expires_at ${integer} not null,
    verified_at ${integer},
    used_for ${text} not null default ''
  ${end}`,
  `create index caller_check_expires on caller_check (expires_at)`,
  `create index caller_check_user on caller_check (user_id)`,
  `create index caller_check_staff on caller_check (staff_id)`,
];

const bypasses = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table bypass (
    id ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    created_at ${integer} not null,
    expires_at ${integer} not null,
    used_at ${integer}
  ${end}`,
  `create index bypass_user on bypass (user_id)`,
  `create index bypass_expires on bypass (expires_at)`,
];

export const help: Migration = {
  id: '0012-help',
  statements: (types) => [owners, approvals, callers, bypasses].flatMap((part) => part(types)),
};
