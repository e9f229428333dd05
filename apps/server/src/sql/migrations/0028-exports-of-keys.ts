import type { ColumnTypes, Migration } from './migration.ts';

/** A program has files made too, by its key: whose a file is, is one of the two. */
const statements = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table report_export_of_any (
    id ${text} not null primary key,
    user_id ${text} references user_account (id) on delete cascade,
    key_name ${text} references api_key (name) on delete cascade,
    asked ${text} not null,
    state ${text} not null,
    lines ${integer} not null,
    percent ${integer} not null,
    parts ${integer} not null,
    place_time ${integer},
    place_id ${text},
    created_at ${integer} not null,
    expires_at ${integer} not null,
    taken_until ${integer} not null,
    check ((user_id is null) <> (key_name is null))
  ${end}`,
  `insert into report_export_of_any
    select id, user_id, null, asked, state, lines, percent, parts, place_time, place_id, created_at,
      expires_at, taken_until
    from report_export`,
  `create table report_part_of_any (
    id ${text} not null primary key,
    export_id ${text} not null references report_export_of_any (id) on delete cascade,
    part ${integer} not null,
    content ${bytes} not null
  ${end}`,
  `insert into report_part_of_any select id, export_id, part, content from report_part`,
  `drop table report_part`,
  `drop table report_export`,
  `alter table report_export_of_any rename to report_export`,
  `alter table report_part_of_any rename to report_part`,
  `create index report_export_of on report_export (user_id, created_at) where user_id is not null`,
  `create index report_export_of_key on report_export (key_name, created_at)
    where key_name is not null`,
  `create index report_export_age on report_export (expires_at)`,
  `create index report_export_running on report_export (taken_until) where state = 'running'`,
  `create unique index report_part_of on report_part (export_id, part)`,
];

export const exportsOfKeys: Migration = { id: '0028-exports-of-keys', statements };
