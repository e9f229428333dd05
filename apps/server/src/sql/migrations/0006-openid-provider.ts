import type { ColumnTypes, Migration } from './migration.ts';

const applications = ({ text, integer, end, endKeyed }: ColumnTypes): readonly string[] => [
  `create table application (
    id ${text} not null primary key,
    name ${text} not null unique,
    client_id ${text} not null unique,
    secret_hash ${text},
    strength ${text} not null,
    consent ${text} not null check (consent in ('none', 'ask')),
    start_url ${text},
    collection ${text},
    metadata ${text} not null,
    created_at ${integer} not null
  ${end}`,

  `create table application_use (
    user_id ${text} not null references user_account (id) on delete cascade,
    application_id ${text} not null references application (id) on delete cascade,
    scopes ${text},
    used_at ${integer},
    primary key (user_id, application_id)
  ${endKeyed}`,
  `create index application_use_application on application_use (application_id)`,
];

const artifacts = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table oidc_artifact (
    id ${text} not null primary key,
    kind ${text} not null,
    payload ${bytes} not null,
    grant_hash ${text},
    user_code_hash ${text},
    application_id ${text} references application (id) on delete cascade,
    session_id ${text},
    user_id ${text} references user_account (id) on delete cascade,
    consumed_at ${integer},
    expires_at ${integer} not null
  ${end}`,
  `create index oidc_artifact_grant on oidc_artifact (grant_hash) where grant_hash is not null`,
  `create index oidc_artifact_code on oidc_artifact (user_code_hash) where user_code_hash is not null`,
  `create index oidc_artifact_session on oidc_artifact (session_id) where session_id is not null`,
  `create index oidc_artifact_application on oidc_artifact (application_id)`,
  `create index oidc_artifact_user on oidc_artifact (user_id)`,
  `create index oidc_artifact_expires on oidc_artifact (expires_at)`,
];

/** Each issuer has keys of its own, and counts them by itself; no other way to change a key is known to both engines. */
const keys = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table signing_key_of_issuer (
    id ${text} not null primary key,
    issuer ${text} not null check (issuer in ('entra', 'oidc')),
    ordinal ${integer} not null,
    certificate ${bytes} not null,
    secret ${bytes} not null,
    created_at ${integer} not null,
    signs_from ${integer} not null,
    retires_at ${integer},
    unique (issuer, ordinal)
  ${end}`,
  `insert into signing_key_of_issuer
    select id, 'entra', ordinal, certificate, secret, created_at, signs_from, retires_at
    from signing_key`,
  `drop table signing_key`,
  `alter table signing_key_of_issuer rename to signing_key`,
];

export const openidProvider: Migration = {
  id: '0006-openid-provider',
  statements: (types) => [applications, artifacts, keys].flatMap((part) => part(types)),
};
