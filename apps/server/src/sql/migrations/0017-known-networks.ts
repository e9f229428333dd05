import type { ColumnTypes, Migration } from './migration.ts';

const statements = ({ text, integer, endKeyed }: ColumnTypes): readonly string[] => [
  `create table known_network (
    user_id ${text} not null references user_account (id) on delete cascade,
    network_hash ${text} not null,
    seen_at ${integer} not null,
    vouches_from ${integer} not null,
    primary key (user_id, network_hash)
  ${endKeyed}`,
  `create index known_network_age on known_network (seen_at)`,
  // Browsers that are known already have vouched all along.
  `alter table known_browser add column vouches_from ${integer} not null default 0`,
  `alter table session add column held_until ${integer}`,
  // The first browser that opened the code of a device.
  `alter table oidc_artifact add column claimed_by ${text}`,
];

export const knownNetworks: Migration = { id: '0017-known-networks', statements };
