import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Connection, readOnly } from './connection.ts';
import type { Engine } from './engine.ts';
import { withSqliteSnapshot } from './snapshot.ts';
import { makeSqliteConnection, type SqliteConnection } from './sqlite-connection.ts';
import { makeWriteQueue } from './sqlite-queue.ts';
import { makeCounters } from './statistics.ts';

/** How long another process (the command line beside the server) may hold the write lock. */
const BUSY_MS = 5000;
/** Pages in the log before they are moved into the file: fewer, larger moves of the same hot pages. */
const CHECKPOINT_PAGES = 4000;
/**
 * Small: a page that splits makes SQLite look at every page of its cache at the commit, a quarter of a
 * millisecond with 64 MiB. What is not in it the operating system has, for 2 µs a page.
 */
const CACHE_KIB = 8_192;

export type SqliteSettings = {
  readonly file: string;
  /** Tests only: how long one group of transactions may take. */
  readonly groupMs?: number | undefined;
};

/** Opens the file, and makes it and its folder if need be; readable by nobody else. */
export function openSqlite<Stores>(
  { file, groupMs }: SqliteSettings,
  bind: (connection: Connection) => Stores,
): Engine<Stores> {
  makePrivate(file);
  const counters = makeCounters();
  const writeDb = open(file);
  const readDb = open(file);
  readDb.exec('pragma query_only = on');
  const connection = makeSqliteConnection(writeDb, counters);
  const enqueue = makeWriteQueue({ db: writeDb, connection, counters }, groupMs);
  const stores = bind(connection);
  const reading = readBetween({ db: writeDb, connection }, makeSqliteConnection(readDb, counters));
  const weaknesses = weaknessesOf(writeDb);

  return {
    kind: 'sqlite',
    stores: bind(readOnly(reading)),
    transact: (kind, work) => enqueue(kind, () => work(stores)),
    withConnection: (kind, work) => enqueue(kind, () => work(connection)),
    withSnapshot: (work) => withSqliteSnapshot(file, work),
    ping: async () => {
      try {
        readDb.prepare('select 1 from sqlite_schema limit 1').get();
        return true;
      } catch {
        return false;
      }
    },
    weaknesses: async () => weaknesses,
    statistics: () => ({ ...counters }),
    close: async () => {
      readDb.close();
      // SQLite asks for it once the connection's statistics are worth keeping.
      writeDb.exec('pragma optimize');
      writeDb.close();
    },
  };
}

type Write = { readonly db: DatabaseSync; readonly connection: SqliteConnection };

/**
 * Between transactions the write connection reads what is committed as well as any other, and with
 * its cache warm: a connection forgets all of its pages whenever another one commits.
 */
const readBetween = ({ db, connection }: Write, other: SqliteConnection): SqliteConnection => ({
  ...other,
  run: (prepared, values) => (db.isTransaction ? other : connection).run(prepared, values),
});

/** SQLite gives its log and index files the mode of the database file. */
function makePrivate(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file)) chmodSync(file, 0o600);
  else closeSync(openSync(file, 'a', 0o600));
}

function open(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
  db.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma temp_store = memory;
    pragma cache_size = -${CACHE_KIB};
    pragma wal_autocheckpoint = ${CHECKPOINT_PAGES};
  `);
  return db;
}

/** What is in force, not what was asked for: some file systems cannot have a write-ahead log. */
function weaknessesOf(db: DatabaseSync): readonly string[] {
  const wanted = {
    journal_mode: 'wal',
    // 2 is FULL.
    synchronous: 2,
    foreign_keys: 1,
    busy_timeout: BUSY_MS,
  } as const;
  return Object.entries(wanted).flatMap(([name, value]) => {
    const [actual] = Object.values(db.prepare(`pragma ${name}`).get() ?? {});
    return actual === value ? [] : [`SQLite runs with ${name} = ${String(actual)}, not ${value}`];
  });
}
