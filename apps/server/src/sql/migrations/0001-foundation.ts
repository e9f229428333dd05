import type { ColumnTypes, Migration } from './migration.ts';

const accounts = ({ text, integer, end, endKeyed }: ColumnTypes): readonly string[] => [
  `create table meta (key ${text} not null primary key, value ${text} not null ${end}`,

  `create table user_account (
    id ${text} not null primary key,
    login ${text} not null,
    display_name ${text} not null,
    email ${text},
    state ${text} not null check (state in ('disabled', 'enabled', 'enforced')),
    role ${text} not null check (role in ('user', 'administrator')),
    active ${integer} not null check (active in (0, 1)),
    registration ${text} not null check (registration in ('password', 'pass')),
    registration_open_until ${integer},
    blocked_until ${integer},
    blocked_reason ${text},
    preferred_authenticator ${text},
    preferred_type ${text},
    failed_steps ${integer} not null,
    password_hash ${text},
    created_at ${integer} not null
  ${end}`,
  `create index user_account_administrator on user_account (id) where role = 'administrator'`,

  `create table login_alias (
    login_key ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade
  ${endKeyed}`,
  `create index login_alias_user on login_alias (user_id)`,
];

const authenticators = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table authenticator (
    id ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    kind ${text} not null,
    slot ${text},
    name ${text},
    state ${text} not null check (state in ('active', 'disabled')),
    bound_at ${integer} not null,
    bound_in ${text},
    last_used_at ${integer},
    expires_at ${integer},
    last_two_digits ${text},
    has_extension ${integer} not null check (has_extension in (0, 1)),
    secret ${bytes},
    number_hash ${text},
    last_counter ${integer} not null
  ${end}`,
  `create index authenticator_user on authenticator (user_id)`,
  `create index authenticator_number on authenticator (number_hash) where number_hash is not null`,
  `create unique index authenticator_slot on authenticator (user_id, slot) where slot is not null`,
  `create unique index authenticator_codes on authenticator (user_id, kind)
    where kind in ('saved-recovery-codes', 'temporary-access-pass')`,

  `create table code (
    id ${text} not null primary key,
    authenticator_id ${text} not null references authenticator (id) on delete cascade,
    number ${integer} not null,
    hash ${text} not null,
    used_at ${integer},
    unique (authenticator_id, number)
  ${end}`,

  `create table binding (
    id ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    started_by ${text} not null,
    kind ${text} not null,
    slot ${text},
    name ${text},
    last_two_digits ${text},
    has_extension ${integer} not null check (has_extension in (0, 1)),
    state ${text} not null check (state in ('pending', 'confirmed', 'cancelled')),
    secret ${bytes},
    number_hash ${text},
    last_counter ${integer} not null,
    created_at ${integer} not null,
    expires_at ${integer} not null
  ${end}`,
  `create index binding_user on binding (user_id)`,
  `create index binding_expiry on binding (expires_at)`,
];

const signIns = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table session (
    id ${text} not null primary key,
    token_hash ${text} not null unique,
    user_id ${text} not null references user_account (id) on delete cascade,
    role ${text} not null,
    amr ${text} not null,
    acr ${text} not null,
    created_at ${integer} not null,
    authenticated_at ${integer} not null,
    last_seen_at ${integer} not null,
    expires_at ${integer} not null,
    address ${text} not null,
    user_agent ${text} not null,
    failed_steps_before ${integer} not null,
    ended_at ${integer},
    ended_reason ${text}
  ${end}`,
  `create index session_of_user on session (user_id)`,
  `create index session_expiry on session (expires_at)`,
  `create index session_ended on session (ended_at) where ended_at is not null`,

  `create table sign_in (
    id ${text} not null primary key,
    token_hash ${text} not null unique,
    user_id ${text} not null references user_account (id) on delete cascade,
    purpose ${text} not null check (purpose in ('sign-in', 'step-up')),
    session_id ${text} references session (id) on delete cascade,
    state ${text} not null,
    return_to ${text} not null,
    created_at ${integer} not null,
    expires_at ${integer} not null
  ${end}`,
  `create index sign_in_user on sign_in (user_id)`,
  `create index sign_in_session on sign_in (session_id) where session_id is not null`,
  `create index sign_in_expiry on sign_in (expires_at)`,
];

const challenges = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table challenge (
    id ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    sign_in_id ${text} references sign_in (id) on delete cascade,
    authenticator_id ${text} references authenticator (id) on delete cascade,
    binding_id ${text} references binding (id) on delete cascade,
    type ${text} not null,
    slot ${text},
    state ${text} not null,
    attempts_left ${integer} not null check (attempts_left >= 0),
    code_hash ${text},
    code_number ${integer},
    outcome ${text},
    created_at ${integer} not null,
    expires_at ${integer} not null,
    resend_at ${integer},
    check ((sign_in_id is null) = (authenticator_id is null)),
    check ((sign_in_id is null) <> (binding_id is null))
  ${end}`,
  `create index challenge_user on challenge (user_id)`,
  `create index challenge_authenticator on challenge (authenticator_id)
    where authenticator_id is not null`,
  `create index challenge_sign_in on challenge (sign_in_id, created_at)
    where sign_in_id is not null`,
  `create index challenge_binding on challenge (binding_id, created_at)
    where binding_id is not null`,
  `create unique index challenge_live on challenge ((coalesce(sign_in_id, binding_id)))
    where state = 'live'`,
  `create index challenge_expiry on challenge (expires_at)`,
];

const limits = ({ text, integer, end, endKeyed }: ColumnTypes): readonly string[] => [
  `create table known_browser (
    token_hash ${text} not null,
    user_id ${text} not null references user_account (id) on delete cascade,
    seen_at ${integer} not null,
    primary key (token_hash, user_id)
  ${endKeyed}`,
  `create index known_browser_user on known_browser (user_id)`,
  `create index known_browser_age on known_browser (seen_at)`,

  `create table throttle (
    lane ${text} not null primary key,
    hits ${text} not null,
    streaks ${text} not null,
    forget_at ${integer}
  ${endKeyed}`,
  `create index throttle_expiry on throttle (forget_at) where forget_at is not null`,

  `create table bootstrap_token (
    token_hash ${text} not null primary key,
    expires_at ${integer} not null,
    spent_at ${integer}
  ${end}`,
];

const outbox = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table outbox_message (
    id ${text} not null primary key,
    user_id ${text} not null references user_account (id) on delete cascade,
    challenge_id ${text},
    kind ${text} not null,
    payload ${bytes},
    status ${text} not null,
    attempts ${integer} not null,
    created_at ${integer} not null,
    expires_at ${integer} not null,
    due_at ${integer} not null,
    provider_message_id ${text},
    reason ${text}
  ${end}`,
  `create index outbox_message_due on outbox_message (due_at) where status = 'queued'`,
  `create index outbox_message_challenge on outbox_message (challenge_id)
    where challenge_id is not null`,
  `create index outbox_message_user on outbox_message (user_id)`,
  `create index outbox_message_age on outbox_message (created_at)`,
  `create index outbox_message_payload on outbox_message (expires_at) where payload is not null`,
];

/** No foreign keys: what happened outlives whom it happened to. */
const audit = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table audit_event (
    id ${text} not null primary key,
    occurred_at ${integer} not null,
    node ${text} not null,
    event ${text} not null,
    outcome ${text} not null,
    reason ${text},
    actor_type ${text},
    actor_id ${text},
    target_type ${text},
    target_id ${text},
    sign_in_id ${text},
    challenge_id ${text},
    session_id ${text},
    method ${text},
    acr ${text},
    request_id ${text},
    detail ${text},
    personal ${text},
    personal_salt ${text} not null,
    personal_hash ${text} not null,
    seq ${integer},
    prev_hash ${text},
    hash ${text}
  ${end}`,
  `create unique index audit_event_seq on audit_event (seq) where seq is not null`,
  `create index audit_event_unsealed on audit_event (occurred_at, id) where seq is null`,

  `create table audit_head (
    id ${integer} not null primary key check (id = 1),
    seq ${integer} not null,
    hash ${text} not null,
    signature ${text} not null,
    sealed_at ${integer} not null
  ${end}`,
];

export const foundation: Migration = {
  id: '0001-foundation',
  statements: (types) =>
    [accounts, authenticators, signIns, challenges, limits, outbox, audit].flatMap((part) =>
      part(types),
    ),
};
