import type { ColumnTypes, Migration } from './migration.ts';

const apiKeys = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table api_key (
    name ${text} not null primary key,
    hash ${text} not null unique,
    scopes ${text} not null,
    calls_per_minute ${integer} not null,
    made_by ${text} references user_account (id) on delete cascade,
    created_at ${integer} not null,
    expires_at ${integer} not null,
    revoked_at ${integer}
  ${end}`,
  `create index api_key_made_by on api_key (made_by) where made_by is not null`,
  `create index api_key_expires on api_key (expires_at)`,

  // Of keys in the configuration as well.
  `create table api_call (
    key_name ${text} not null primary key,
    started_at ${integer} not null,
    calls ${integer} not null
  ${end}`,

  `create table api_reply (
    id ${text} not null primary key,
    fingerprint ${text} not null,
    status ${integer},
    body ${bytes},
    begun_at ${integer} not null,
    expires_at ${integer} not null
  ${end}`,
  `create index api_reply_expires on api_reply (expires_at)`,
];

/** A program that asks by an API key is no tenant: who asked is one of the two. */
const proofRequests = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table proof_request_of_any (
    request_hash ${text} not null primary key,
    relying_party_id ${text} references relying_party (id) on delete cascade,
    api_key_name ${text},
    asker ${text},
    user_id ${text} not null references user_account (id) on delete cascade,
    subject ${text} not null,
    sign_in_id ${text} not null unique,
    state ${text} not null check (state in ('open', 'proven', 'answered')),
    method ${text},
    proven_at ${integer},
    reply ${text} not null,
    created_at ${integer} not null,
    expires_at ${integer} not null,
    forget_at ${integer} not null,
    check ((relying_party_id is null) <> (api_key_name is null))
  ${end}`,
  `insert into proof_request_of_any
    select request_hash, relying_party_id, null, null, user_id, subject, sign_in_id, state, method,
      null, reply, created_at, expires_at, forget_at
    from proof_request`,
  `drop table proof_request`,
  `alter table proof_request_of_any rename to proof_request`,
  `create index proof_request_party on proof_request (relying_party_id)`,
  `create index proof_request_user on proof_request (user_id)`,
  `create index proof_request_forget on proof_request (forget_at)`,
];

export const apiKeysMigration: Migration = {
  id: '0010-api-keys',
  statements: (types) => [apiKeys, proofRequests].flatMap((part) => part(types)),
};
