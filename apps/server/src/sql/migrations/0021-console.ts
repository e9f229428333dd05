import type { ColumnTypes, Migration } from './migration.ts';

export const consolePages: Migration = {
  id: '0021-console',
  statements: ({ text, integer }: ColumnTypes) => [
    // Told nothing as long as it is off, with its list kept.
    `alter table alert_target add column is_off ${integer} not null default 0`,
    // A user, or an operator of the server by name.
    `alter table support_case add column closed_by ${text}`,
    `create index support_case_closed on support_case (closed_at, id) where state = 'closed'`,
  ],
};
