import type { ColumnTypes, Migration } from './migration.ts';

const statements = ({ integer }: ColumnTypes): readonly string[] => [
  `alter table sign_in add column held_until ${integer}`,
];

export const heldTasks: Migration = { id: '0034-held-tasks', statements };
