import { type ClientBase, type ClientConfig, Pool, TypeOverrides, types } from 'pg';
import type { Connection } from './connection.ts';
import type { Isolation } from './postgres-connection.ts';
import { BatchingSocket } from './postgres-socket.ts';
import type { Counters } from './statistics.ts';

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

/** Times and counters fit a double; pg would give text. */
const TYPES = new TypeOverrides();
TYPES.setTypeParser(types.builtins.INT8, Number);

export const clientConfig = ({ connectionString }: PostgresSettings): ClientConfig => ({
  connectionString,
  application_name: 'proofup',
  types: TYPES,
});

export function makePool(settings: PostgresSettings): Pool {
  const pool = new Pool({
    ...clientConfig(settings),
    max: settings.poolSize ?? POOL_SIZE,
    connectionTimeoutMillis: WAIT_FOR_CLIENT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    pipeline: true,
    stream: () => new BatchingSocket(),
    // oxlint-disable-next-line typescript/no-misused-promises -- pg-pool waits for it; its types do not say so
    onConnect: pinDurability,
  });
  // A connection that breaks while nobody uses it: the pool drops it, and the next one is asked.
  pool.on('error', () => undefined);
  return pool;
}

/** Stronger settings than `on` are kept; without it a fact could be lost with the power. */
async function pinDurability(client: ClientBase): Promise<void> {
  await client.query(`
    select set_config('synchronous_commit', case current_setting('synchronous_commit')
      when 'off' then 'on' else current_setting('synchronous_commit') end, false)`);
}

/** Each statement by itself, on whichever client is free. */
export const makePoolConnection = (pool: Pool, counters: Counters): Connection => ({
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

export async function ping(pool: Pool): Promise<boolean> {
  try {
    await pool.query('select 1');
    return true;
  } catch {
    return false;
  }
}

/** The server's own settings, without which a commit that it acknowledged can be lost or torn. */
export async function weaknessesOf(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings
     where (name in ('fsync', 'full_page_writes') and setting <> 'on')
        or (name = 'synchronous_commit' and setting = 'off')`,
  );
  return rows.map(({ name, setting }) => `PostgreSQL runs with ${name} = ${setting}`);
}
