import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import type { ClientBase } from 'pg';
import type { Parameters } from './statement.ts';

export type Row = Parameters;

/** The whole database as it was at one moment, read while others go on writing. */
export type Snapshot = { readonly pages: (table: string) => AsyncIterable<readonly Row[]> };

const PAGE = 500;

/** A connection of its own: a read transaction sees no later commit, and holds up no writer. */
export async function withSqliteSnapshot<Result>(
  file: string,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  try {
    db.exec('begin');
    return await work({ pages: (table) => sqlitePages(db, table) });
  } finally {
    db.close();
  }
}

async function* sqlitePages(db: DatabaseSync, table: string): AsyncIterable<readonly Row[]> {
  let page: Row[] = [];
  for (const row of db.prepare(`select * from "${table}"`).iterate()) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- STRICT tables, and no integer beyond a double
    page.push(row as Row);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
    await nextTurn();
  }
  yield page;
}

export async function withPostgresSnapshot<Result>(
  client: ClientBase,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  await client.query(
    'begin isolation level repeatable read read only; set local statement_timeout = 0',
  );
  try {
    return await work({ pages: (table) => postgresPages(client, table) });
  } finally {
    await client.query('rollback');
  }
}

async function* postgresPages(client: ClientBase, table: string): AsyncIterable<readonly Row[]> {
  await client.query(`declare page cursor for select * from "${table}"`);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${PAGE} from page`);
    yield rows;
    if (rows.length < PAGE) break;
  }
  await client.query('close page');
}
