import type { ColumnTypes, Migration } from './migration.ts';

const activation = ({ text, integer, bytes, end, endKeyed }: ColumnTypes): readonly string[] => [
  `create table device_activation (
    code_hash ${text} not null primary key,
    binding_id ${text} not null references binding (id) on delete cascade,
    expires_at ${integer} not null
  ${endKeyed}`,
  `create index device_activation_binding on device_activation (binding_id)`,
  `create index device_activation_expires on device_activation (expires_at)`,
  `create unique index binding_credential on binding (credential_id)
    where credential_id is not null and kind = 'device'`,

  `create table device_move (
    id ${text} not null primary key references authenticator (id) on delete cascade,
    code_hash ${text} not null unique,
    key_id ${text} unique,
    name ${text},
    secret ${bytes},
    expires_at ${integer} not null
  ${end}`,
  `create index device_move_expires on device_move (expires_at)`,

  `create table device_request (
    id ${text} not null primary key references challenge (id) on delete cascade,
    address ${text} not null,
    user_agent ${text} not null
  ${end}`,
];

const subscriptions = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table push_subscription (
    id ${text} not null primary key references authenticator (id) on delete cascade,
    endpoint_hash ${text} not null unique,
    subscription ${bytes} not null,
    created_at ${integer} not null,
    stale_at ${integer}
  ${end}`,
];

export const devices: Migration = {
  id: '0005-devices',
  statements: (types) => [activation, subscriptions].flatMap((part) => part(types)),
};
