import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Pool } from 'pg';
import type { DatabaseConfig } from '../../apps/server/src/config/config.ts';

export type CommitRound = { readonly forMs: number; readonly concurrency: number };

/**
 * What the store can do at best: flushed commits of one row each and nothing else, per second.
 * SQLite: one connection, as there is one writer. PostgreSQL: a pool of the server's size.
 */
export const commitRate = (database: DatabaseConfig, round: CommitRound): Promise<number> =>
  database.kind === 'sqlite'
    ? sqliteRate(`${database.file}-commits`, round)
    : postgresRate(database, round);

async function sqliteRate(file: string, { forMs }: CommitRound): Promise<number> {
  const db = new DatabaseSync(file);
  db.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 4000;
    create table if not exists done (n integer primary key, what text)`);
  const insert = db.prepare('insert into done (what) values (?)');
  const end = performance.now() + forMs;
  const start = performance.now();
  let count = 0;
  for (; performance.now() < end; count += 1) {
    insert.run('something that happened');
    if (count % 100 === 0) await nextTurn();
  }
  const seconds = (performance.now() - start) / 1000;
  db.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  return count / seconds;
}

type Postgres = Extract<DatabaseConfig, { kind: 'postgres' }>;

async function postgresRate(
  { connectionString, poolSize }: Postgres,
  { forMs, concurrency }: CommitRound,
): Promise<number> {
  const pool = new Pool({ connectionString, max: poolSize });
  await pool.query(
    'create table if not exists bench_done (n bigint generated always as identity primary key, what text)',
  );
  const insert = {
    name: 'bench-insert',
    text: 'insert into bench_done (what) values ($1)',
    values: ['something that happened'],
  };
  const start = performance.now();
  let count = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < start + forMs) {
      await pool.query(insert);
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  const seconds = (performance.now() - start) / 1000;
  await pool.end();
  return count / seconds;
}
