import { sql as raw } from 'kysely';
import type { Sql } from './connection.ts';
import { statement } from './statement.ts';

const IN_SQLITE = statement(() => ({
  compile: (builder) =>
    raw<{ name: string }>`select name from sqlite_master where type = 'table'`.compile(builder),
}));

const IN_POSTGRES = statement(() => ({
  compile: (builder) =>
    raw<{
      name: string;
    }>`select tablename as name from pg_tables where schemaname = current_schema()`.compile(
      builder,
    ),
}));

/** Names of the tables that there are: a schema of an earlier version has fewer. */
export async function listTables(sql: Sql): Promise<ReadonlySet<string>> {
  const rows = await sql.all(sql.engine === 'postgres' ? IN_POSTGRES : IN_SQLITE, {});
  return new Set(rows.map(({ name }) => name));
}
