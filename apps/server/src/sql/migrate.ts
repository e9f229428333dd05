import { sql } from 'kysely';
import { type Connection, makeSql, type Sql } from './connection.ts';
import type { Engine } from './engine.ts';
import { MIGRATIONS } from './migrations/list.ts';
import { COLUMN_TYPES, type Migration } from './migrations/migration.ts';
import type { Snapshot } from './snapshot.ts';
import { statement } from './statement.ts';

const APPLIED = statement((db) => db.selectFrom('schema_migration').select('id').orderBy('id'));

const RECORD = statement((db, given: { id: string; applied_at: number }) =>
  db.insertInto('schema_migration').values({ id: given.id, applied_at: given.applied_at }),
);

/** Any number will do that nobody else uses in this database. */
const LOCK = statement(() => ({
  compile: (builder) => sql`select pg_advisory_xact_lock(2026112401)`.compile(builder),
}));

const NO_TIMEOUT = statement(() => ({
  compile: (builder) => sql`set local statement_timeout = 0`.compile(builder),
}));

export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';
}

/**
 * Brings the schema to this version, all of it or nothing, and says what was done. Nodes that start
 * at once take turns: by an advisory lock on PostgreSQL, by the write lock on SQLite.
 */
export async function migrate<Stores>(
  engine: Engine<Stores>,
  { now, until }: { readonly now: Date; readonly until?: string | undefined },
): Promise<readonly string[]> {
  return engine.withConnection('fact', async (connection) => {
    const run = makeSql(connection);
    if (run.engine === 'postgres') {
      run.tell(NO_TIMEOUT, {});
      await run.all(LOCK, {});
    }
    const missing = upTo(until, await listMissing(connection, run));
    for (const migration of missing) {
      await apply(connection, migration);
      run.tell(RECORD, { id: migration.id, applied_at: now.getTime() });
    }
    return missing.map(({ id }) => id);
  });
}

async function listMissing(connection: Connection, run: Sql): Promise<readonly Migration[]> {
  const { text, integer } = COLUMN_TYPES[connection.engine];
  await execute(
    connection,
    `create table if not exists schema_migration (
      id ${text} not null primary key, applied_at ${integer} not null)`,
  );
  const applied = new Set((await run.all(APPLIED, {})).map(({ id }) => id));
  const missing = MIGRATIONS.filter(({ id }) => !applied.delete(id));
  const [unknown] = applied;
  if (unknown !== undefined) {
    throw new SchemaTooNew(`the database was migrated by a newer version (${unknown})`);
  }
  return missing;
}

/** For restoring: first the schema that the rows were written in, then the rest. */
function upTo(until: string | undefined, missing: readonly Migration[]): readonly Migration[] {
  return until === undefined ? missing : missing.filter(({ id }) => id <= until);
}

async function apply(connection: Connection, { statements }: Migration): Promise<void> {
  for (const text of statements(COLUMN_TYPES[connection.engine])) await execute(connection, text);
}

async function execute(connection: Connection, text: string): Promise<void> {
  await connection.run({ name: '', text, isRead: false, bind: () => [] }, []);
}

/** What a copy of the tables was made of. */
export async function listMigrations(pages: Snapshot['pages']): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of pages('schema_migration')) ids.push(...page.map(({ id }) => String(id)));
  return ids.toSorted();
}
