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

const hardwareTokens = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table hardware_token (
    id ${text} not null primary key,
    serial ${text} not null,
    serial_key ${text} not null unique,
    manufacturer ${text} not null,
    model ${text} not null,
    period_seconds ${integer} not null check (period_seconds in (30, 60)),
    secret ${bytes} not null,
    user_id ${text} references user_account (id) on delete set null,
    imported_at ${integer} not null
  ${end}`,
  `create index hardware_token_user on hardware_token (user_id) where user_id is not null`,
];

const voice = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table voice_message (
    message ${text} not null,
    language ${text} not null,
    words ${text},
    sound ${bytes},
    media_type ${text},
    seconds ${integer},
    sound_bytes ${integer},
    digest ${text},
    primary key (message, language)
  ${end}`,
];

export const people: Migration = {
  id: '0014-people',
  statements: (types) => [imports, hardwareTokens, voice].flatMap((part) => part(types)),
};
