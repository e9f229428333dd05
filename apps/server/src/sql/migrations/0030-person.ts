import type { ColumnTypes, Migration } from './migration.ts';

const statements = ({ text, integer }: ColumnTypes): readonly string[] => [
  `alter table support_case add column closed_reason ${text}`,
  // Whether the browser is to be remembered once what is left to do is done.
  `alter table sign_in add column remember ${integer} not null default 0`,
  // BCP 47: what calls are spoken in, where the organisation has words in it.
  `alter table user_account add column language ${text}`,
];

export const personMigration: Migration = { id: '0030-person', statements };
