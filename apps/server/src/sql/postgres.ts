import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg, { type ClientConfig, type PoolClient } from 'pg';
import type { WriteKind } from '#domain/write.ts';
import { type Connection, readOnly } from './connection.ts';
import type { Engine } from './engine.ts';
import {
  type Isolation,
  makePostgresConnection,
  type PostgresConnection,
} from './postgres-connection.ts';
import { withPostgresSnapshot } from './snapshot.ts';
import { type Counters, makeCounters } from './statistics.ts';

export type PostgresSettings = {
  readonly connectionString: string;
  readonly poolSize?: number | undefined;
  /** For tests of races: everything must hold at either level. */
  readonly isolation?: Isolation | undefined;
};

const POOL_SIZE = 10;
const WAIT_FOR_CLIENT_MS = 5000;
const STATEMENT_MS = 10_000;
const IDLE_IN_TRANSACTION_MS = 10_000;
const RETRIES = 3;

/** serialization_failure and deadlock_detected: nothing happened, and the same again may work. */
const CONFLICTS: readonly unknown[] = ['40001', '40P01'];

const INT8_OID = 20;
/** Times and counters fit a double; pg would give text. */
const TYPES = {
  getTypeParser: ((oid, format) =>
    oid === INT8_OID
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

export const clientConfig = ({ connectionString }: PostgresSettings): ClientConfig => ({
  connectionString,
  application_name: 'proofup',
  types: TYPES,
});

type Bound<Stores> = { readonly connection: PostgresConnection; readonly stores: Stores };

export function openPostgres<Stores>(
  settings: PostgresSettings,
  bind: (connection: Connection) => Stores,
): Engine<Stores> {
  const counters = makeCounters();
  const pool = makePool(settings);
  const options = { counters, isolation: settings.isolation ?? 'read committed' } as const;
  const bound = new WeakMap<PoolClient, Bound<Stores>>();

  function boundTo(client: PoolClient): Bound<Stores> {
    const known = bound.get(client);
    if (known !== undefined) return known;
    const connection = makePostgresConnection(client, options);
    const made = { connection, stores: bind(connection) };
    bound.set(client, made);
    return made;
  }

  async function once<Result>(kind: WriteKind, work: Work<Stores, Result>): Promise<Result> {
    const client = await pool.connect();
    const { connection, stores } = boundTo(client);
    try {
      connection.begin(kind);
      const result = await work(stores, connection);
      await connection.commit();
      counters.commits += 1;
      if (kind === 'fact') counters.factCommits += 1;
      client.release();
      return result;
    } catch (error) {
      await connection.rollBack().then(
        () => client.release(),
        // The connection is gone; the pool makes another.
        () => client.release(true),
      );
      throw connection.failure() ?? error;
    }
  }

  async function transact<Result>(kind: WriteKind, work: Work<Stores, Result>): Promise<Result> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await once(kind, work);
      } catch (error) {
        if (tries === RETRIES || !CONFLICTS.includes(codeOf(error))) throw error;
        counters.retries += 1;
        await sleep(randomInt(1, 10 * 2 ** tries));
      }
    }
  }

  return {
    kind: 'postgres',
    stores: bind(readOnly(makePoolConnection(pool, counters))),
    transact: (kind, work) => transact(kind, work),
    withConnection: (kind, work) => transact(kind, (_, connection) => work(connection)),
    withSnapshot: async (work) => {
      const client = await pool.connect();
      try {
        return await withPostgresSnapshot(client, work);
      } finally {
        client.release();
      }
    },
    ping: () => ping(pool),
    weaknesses: () => weaknessesOf(pool),
    statistics: () => ({ ...counters }),
    close: () => pool.end(),
  };
}

type Work<Stores, Result> = (stores: Stores, connection: Connection) => Promise<Result>;

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

function makePool(settings: PostgresSettings): pg.Pool {
  const pool = new pg.Pool({
    ...clientConfig(settings),
    max: settings.poolSize ?? POOL_SIZE,
    connectionTimeoutMillis: WAIT_FOR_CLIENT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    pipeline: true,
    onConnect: pinDurability,
  });
  // A connection that breaks while nobody uses it: the pool drops it, and the next one is asked.
  pool.on('error', () => undefined);
  return pool;
}

/** Stronger settings than `on` are kept; without it a fact could be lost with the power. */
async function pinDurability(client: pg.ClientBase): Promise<void> {
  await client.query(`
    select set_config('synchronous_commit', case current_setting('synchronous_commit')
      when 'off' then 'on' else current_setting('synchronous_commit') end, false)`);
}

/** Each statement by itself, on whichever client is free. */
const makePoolConnection = (pool: pg.Pool, counters: Counters): Connection => ({
  engine: 'postgres',
  run: async ({ name, text }, values) => {
    counters.statements += 1;
    const { rows, rowCount } = await pool.query({ name, text, values });
    return { rows, count: rowCount ?? 0 };
  },
  tell: () => {
    throw new Error('a pool has no transaction');
  },
});

async function ping(pool: pg.Pool): Promise<boolean> {
  try {
    await pool.query('select 1');
    return true;
  } catch {
    return false;
  }
}

/** The server's own settings, without which a commit that it acknowledged can be lost or torn. */
async function weaknessesOf(pool: pg.Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings
     where (name in ('fsync', 'full_page_writes') and setting <> 'on')
        or (name = 'synchronous_commit' and setting = 'off')`,
  );
  return rows.map(({ name, setting }) => `PostgreSQL runs with ${name} = ${setting}`);
}
