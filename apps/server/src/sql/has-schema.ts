import { sql } from 'kysely';
import { makeSql } from './connection.ts';
import type { Engine } from './engine.ts';
import { statement } from './statement.ts';

const IN_SQLITE = statement(() => ({
  compile: (builder) =>
    sql<{ name: string }>`select name from sqlite_master where name = 'meta'`.compile(builder),
}));

const IN_POSTGRES = statement(() => ({
  compile: (builder) =>
    sql<{ name: string }>`select 'meta' as name where to_regclass('meta') is not null`.compile(
      builder,
    ),
}));

/** False for a database that was never migrated: nothing can be asked of it yet. */
export const hasSchema = <Stores>(engine: Engine<Stores>): Promise<boolean> =>
  engine.withConnection('attempt', async (connection) => {
    const run = makeSql(connection);
    const rows = await run.all(run.engine === 'postgres' ? IN_POSTGRES : IN_SQLITE, {});
    return rows.length > 0;
  });
