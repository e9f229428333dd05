import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { sql as raw } from 'kysely';
import { equalSecrets } from '#crypto/constant-time.ts';
import { makeSql, type Sql } from './connection.ts';
import { endWhatIsOpen, type Ended } from './end-what-is-open.ts';
import type { Engine } from './engine.ts';
import { listTables } from './list-tables.ts';
import { listMigrations, migrate } from './migrate.ts';
import { TABLES } from './tables.ts';
import type { Row } from './snapshot.ts';
import { insertStatement, statement } from './statement.ts';

/**
 * A copy of all tables as lines of JSON, the same for both engines, so that an installation can move
 * from one to the other. Secrets are in it as they are in the tables: sealed, or hashed. The last
 * line holds a SHA-256 of all before it.
 */
const FORMAT = 'proofup-backup/1';

type Head = { readonly format: string; readonly migrations: readonly string[] };
type Line = { readonly table: string; readonly row: Readonly<Record<string, unknown>> };
type Tail = { readonly rows: number; readonly sha256: string };

export type BackupOutcome = { readonly rows: number };

/** Writes beside the file and renames: what has its name is whole and on the disk. */
export async function backUp<Stores>(
  engine: Pick<Engine<Stores>, 'withSnapshot'>,
  file: string,
): Promise<BackupOutcome> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  const digest = createHash('sha256');
  let rows = 0;

  async function write(lines: readonly string[]): Promise<void> {
    const text = lines.map((line) => `${line}\n`).join('');
    digest.update(text);
    await handle.appendFile(text);
  }

  try {
    await engine.withSnapshot(async ({ pages }) => {
      const head: Head = { format: FORMAT, migrations: await listMigrations(pages) };
      await write([JSON.stringify(head)]);
      for (const table of TABLES) {
        for await (const page of pages(table)) {
          await write(page.map((row) => JSON.stringify({ table, row: encode(row) })));
          rows += page.length;
        }
      }
    });
    const tail: Tail = { rows, sha256: digest.copy().digest('hex') };
    await write([JSON.stringify(tail)]);
    await handle.sync();
    await handle.close();
    await rename(part, file);
    return { rows };
  } catch (error) {
    await handle.close();
    await rm(part, { force: true });
    throw error;
  }
}

export class CannotRestore extends Error {
  override readonly name = 'CannotRestore';
}

export type RestoreOutcome = BackupOutcome & { readonly ended: Ended };

/** Into an empty database only, and all or nothing; nobody is signed in by what is restored. */
export async function restore<Stores>(
  engine: Engine<Stores>,
  file: string,
  now: Date,
): Promise<RestoreOutcome> {
  const { migrations } = await readWhole(file);
  await migrate(engine, { now, until: migrations.at(-1) });
  const outcome = await engine.withConnection('fact', async (connection) => {
    const sql = makeSql(connection);
    await assertEmpty(sql);
    const { rows } = await restoreRows(sql, file);
    return { rows, ended: await endWhatIsOpen(sql, now) };
  });
  await migrate(engine, { now });
  return outcome;
}

/** Reads it once to the end before anything is believed. */
async function readWhole(file: string): Promise<Head> {
  const digest = createHash('sha256');
  let head: Head | undefined;
  let rows = 0;
  for await (const line of linesOf(file)) {
    const parsed = parse(line);
    if (head === undefined) {
      if (!('format' in parsed) || parsed.format !== FORMAT) break;
      head = parsed;
    }
    if ('sha256' in parsed) {
      if (parsed.rows === rows && equalSecrets(parsed.sha256, digest.digest('hex'))) return head;
      break;
    }
    if ('table' in parsed) rows += 1;
    digest.update(`${line}\n`);
  }
  throw new CannotRestore(`${file} is damaged, cut short, or no backup that this version reads`);
}

const linesOf = (file: string) =>
  createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });

function parse(line: string): Head | Line | Tail {
  try {
    return JSON.parse(line);
  } catch {
    throw new CannotRestore('a line of the backup is damaged');
  }
}

const COUNTS = TABLES.map((table) => ({
  table,
  count: statement(() => ({
    compile: (builder) =>
      raw<{ found: number }>`select 1 as found from ${raw.table(table)} limit 1`.compile(builder),
  })),
  insert: insertStatement(table),
}));

async function assertEmpty(sql: Sql): Promise<void> {
  const tables = await listTables(sql);
  for (const { table, count } of COUNTS) {
    if (tables.has(table) && (await sql.first(count, {})) !== undefined) {
      throw new CannotRestore(`the database is not empty: there are rows in ${table}`);
    }
  }
}

/** Rows in one INSERT: far below the 32,766 values that SQLite binds. */
const ROWS = 200;

async function restoreRows(sql: Sql, file: string): Promise<BackupOutcome> {
  let rows = 0;
  let batch: Line[] = [];
  for await (const line of linesOf(file)) {
    const parsed = parse(line);
    if (!('table' in parsed)) continue;
    if (batch.length === ROWS || batch.at(-1)?.table !== parsed.table) {
      await insertRows(sql, batch);
      batch = [];
    }
    batch.push(parsed);
    rows += 1;
  }
  await insertRows(sql, batch);
  return { rows };
}

async function insertRows(sql: Sql, lines: readonly Line[]): Promise<void> {
  const [first] = lines;
  if (first === undefined) return;
  const insert = COUNTS.find(({ table }) => table === first.table)?.insert;
  if (insert === undefined) throw new CannotRestore(`there is no table ${first.table}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- columns of the table that the line names
  await sql.count(insert, lines.map(({ row }) => decode(row)) as never);
}

/** JSON has no bytes. */
type Bytes = { readonly base64: string };

const encode = (row: Row) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
    ]),
  );

const isBytes = (value: unknown): value is Bytes =>
  typeof value === 'object' && value !== null && 'base64' in value;

const decode = (row: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      isBytes(value) ? Buffer.from(value.base64, 'base64') : value,
    ]),
  );
