import type { ColumnTypes, Migration } from './migration.ts';

const accounts = ({ text }: ColumnTypes): readonly string[] => [
  `drop index user_account_administrator`,
  // A column takes its own check along when it goes: no other way is known to both engines.
  `alter table user_account add column has_role ${text} not null default 'user'
    check (has_role in ('user', 'help-desk', 'auditor', 'administrator'))`,
  `update user_account set has_role = role`,
  `alter table user_account drop column role`,
  `alter table user_account rename column has_role to role`,
  `create index user_account_administrator on user_account (id) where role = 'administrator'`,

  // What a list of people is in the order of, and searched by; the application folds it further.
  `alter table user_account add column name_key ${text} not null default ''`,
  `update user_account set name_key = lower(display_name)`,
  `create index user_account_name on user_account (name_key, id)`,
  `create index user_account_state on user_account (state, name_key, id)`,
  `create index user_account_role on user_account (role, name_key, id)`,
];

const cases = ({ text, integer }: ColumnTypes): readonly string[] => [
  `alter table support_case add column taken_by ${text}`,
  `alter table support_case add column outcome ${text}`,
  `alter table support_case add column closed_at ${integer}`,
];

const reports = (): readonly string[] => [
  `create index audit_event_time on audit_event (occurred_at, id)`,
  `create index audit_event_request on audit_event (request_id) where request_id is not null`,
  `create index audit_event_sign_in on audit_event (sign_in_id) where sign_in_id is not null`,
  // What became of messages: every other record of a challenge names its sign-in, or its request.
  `create index audit_event_challenge on audit_event (challenge_id)
    where challenge_id is not null and sign_in_id is null`,
  `create index audit_event_clears on audit_event (actor_id, occurred_at)
    where event = 'admin.mfa_cleared'`,
];

export const administration: Migration = {
  id: '0007-administration',
  statements: (types) => [accounts, cases, reports].flatMap((part) => part(types)),
};
