import type { ColumnTypes, Migration } from './migration.ts';

const columns = ({ text, integer }: ColumnTypes): readonly string[] => [
  `alter table user_account add column phone_preferred_authenticator ${text}`,
  `alter table user_account add column phone_preferred_type ${text}`,
  `alter table user_account add column must_change_password ${integer} not null default 0`,
  `alter table user_account add column email_changed_at ${integer}`,

  `alter table authenticator add column credential_id ${text}`,
  `alter table authenticator add column aaguid ${text}`,
  `alter table authenticator add column backed_up ${integer}`,
  `alter table authenticator add column frozen_at ${integer}`,
  `create unique index authenticator_credential on authenticator (credential_id)
    where credential_id is not null`,

  `alter table binding add column credential_id ${text}`,
  `alter table binding add column aaguid ${text}`,
  `alter table binding add column backed_up ${integer}`,
  `alter table binding add column replaces ${text}`,

  `alter table session add column second_step ${text}`,
  `alter table sign_in add column second_step ${text}`,

  `alter table audit_event add column account_id ${text}`,
  `create index audit_event_account on audit_event (account_id, occurred_at)
    where account_id is not null`,
];

const trust = ({ text, integer, end, endKeyed }: ColumnTypes): readonly string[] => [
  `create table remembered_browser (
    id ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    token_hash ${text} not null unique,
    created_at ${integer} not null,
    expires_at ${integer} not null,
    last_used_at ${integer} not null,
    address ${text} not null,
    user_agent ${text} not null
  ${end}`,
  `create index remembered_browser_user on remembered_browser (user_id)`,
  `create index remembered_browser_expiry on remembered_browser (expires_at)`,

  `create table app_password (
    id ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    name ${text} not null,
    hash ${text} not null unique,
    created_at ${integer} not null,
    last_used_at ${integer}
  ${end}`,
  `create index app_password_user on app_password (user_id)`,

  `create table spent_ceremony (
    token_hash ${text} not null primary key,
    expires_at ${integer} not null
  ${endKeyed}`,
  `create index spent_ceremony_expiry on spent_ceremony (expires_at)`,
];

const links = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table reset_token (
    token_hash ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    expires_at ${integer} not null,
    spent_at ${integer}
  ${end}`,
  `create index reset_token_user on reset_token (user_id)`,
  `create index reset_token_expiry on reset_token (expires_at)`,

  `create table freeze_token (
    token_hash ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    authenticator_id ${text},
    about ${text} not null,
    expires_at ${integer} not null,
    spent_at ${integer}
  ${end}`,
  `create index freeze_token_user on freeze_token (user_id)`,
  `create index freeze_token_expiry on freeze_token (expires_at)`,

  `create table support_case (
    id ${text} not null primary key,
    kind ${text} not null,
    user_id ${text} references user_account (id) on delete cascade,
    about ${text},
    note ${bytes},
    state ${text} not null check (state in ('open', 'taken', 'closed')),
    created_at ${integer} not null
  ${end}`,
  `create index support_case_user on support_case (user_id) where user_id is not null`,
  `create index support_case_open on support_case (created_at) where state <> 'closed'`,
];

export const securityInfo: Migration = {
  id: '0002-security-info',
  statements: (types) => [columns, trust, links].flatMap((part) => part(types)),
};
