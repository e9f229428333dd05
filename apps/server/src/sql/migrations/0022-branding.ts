import type { ColumnTypes, Migration } from './migration.ts';

const branding = ({ text, integer, bytes, end }: ColumnTypes): readonly string[] => [
  `create table brand (
    id ${integer} not null primary key check (id = 1),
    organisation ${text},
    accent ${text},
    logo ${bytes},
    logo_type ${text},
    logo_bytes ${integer},
    logo_digest ${text}
  ${end}`,
];

export const brandingMigration: Migration = { id: '0022-branding', statements: branding };
