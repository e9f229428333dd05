import type { ColumnTypes, Migration } from './migration.ts';

/** Who asks can be switched off, tried, and sent back to an address of a program. */
const connections = ({ text, integer }: ColumnTypes): readonly string[] => [
  `alter table relying_party add column disabled_at ${integer}`,
  `alter table application add column disabled_at ${integer}`,
  `alter table proof_request add column is_trial ${integer} not null default 0
    check (is_trial in (0, 1))`,
  `alter table api_key add column return_urls ${text} not null default '[]'`,
];

export const connectionsMigration: Migration = { id: '0018-connections', statements: connections };
