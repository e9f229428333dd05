import type { ColumnTypes, Migration } from './migration.ts';

const imports = ({ text, integer, end }: ColumnTypes): readonly string[] => [
  `create table import_run (
    id ${text} not null primary key,
    content ${text} not null,
    started_by ${text} not null references user_account (id) on delete cascade,
    reason ${text} not null,
    dry_run ${integer} not null check (dry_run in (0, 1)),
    state ${text},
    started_at ${integer} not null,
    lines_done ${integer} not null,
    added ${integer} not null,
    changed ${integer} not null,
    unchanged ${integer} not null,
    bad ${integer} not null,
    finished_at ${integer}
  ${end}`,
  `create index import_run_started on import_run (started_at, id)`,
  `create index import_run_by on import_run (started_by)`,
];

export const people: Migration = {
  id: '0014-people',
  statements: (types) => [imports].flatMap((part) => part(types)),
};
