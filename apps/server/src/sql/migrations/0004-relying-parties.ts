import type { ColumnTypes, Migration } from './migration.ts';

const parties = ({ text, integer, end, endKeyed }: ColumnTypes): readonly string[] => [
  `create table relying_party (
    id ${text} not null primary key,
    name ${text} not null unique,
    tenant_id ${text} not null,
    client_id ${text} not null,
    cloud ${text} not null,
    metadata_url ${text} not null,
    link ${text} not null check (link in ('login', 'none')),
    creates_accounts ${integer} not null check (creates_accounts in (0, 1)),
    registers_inline ${integer} not null check (registers_inline in (0, 1)),
    hint_max_age_ms ${integer} not null,
    created_at ${integer} not null,
    unique (client_id, tenant_id)
  ${end}`,

  `create table relying_party_link (
    relying_party_id ${text} not null references relying_party (id) on delete cascade,
    subject ${text} not null,
    user_id ${text} not null references user_account (id) on delete cascade,
    linked_at ${integer} not null,
    primary key (relying_party_id, subject),
    unique (relying_party_id, user_id)
  ${endKeyed}`,
  `create index relying_party_link_user on relying_party_link (user_id)`,
];

const requests = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `alter table sign_in add column accepts ${text}`,
  // A column takes its own check along when it goes: no other way is known to both engines.
  `alter table sign_in add column asked_for ${text} not null default 'sign-in'
    check (asked_for in ('sign-in', 'step-up', 'relying-party'))`,
  `update sign_in set asked_for = purpose`,
  `alter table sign_in drop column purpose`,
  `alter table sign_in rename column asked_for to purpose`,

  `create table proof_request (
    request_hash ${text} not null primary key,
    relying_party_id ${text} not null references relying_party (id) on delete cascade,
    user_id ${text} not null references user_account (id) on delete cascade,
    subject ${text} not null,
    sign_in_id ${text} not null unique,
    state ${text} not null check (state in ('open', 'proven', 'answered')),
    method ${text},
    reply ${text} not null,
    created_at ${integer} not null,
    expires_at ${integer} not null,
    forget_at ${integer} not null
  ${end}`,
  `create index proof_request_party on proof_request (relying_party_id)`,
  `create index proof_request_user on proof_request (user_id)`,
  `create index proof_request_forget on proof_request (forget_at)`,
];

const keys = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table signing_key (
    id ${text} not null primary key,
    ordinal ${integer} not null unique,
    certificate ${bytes} not null,
    secret ${bytes} not null,
    created_at ${integer} not null,
    signs_from ${integer} not null,
    retires_at ${integer}
  ${end}`,
];

export const relyingParties: Migration = {
  id: '0004-relying-parties',
  statements: (types) => [parties, requests, keys].flatMap((part) => part(types)),
};
