import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { WriteKind } from '#domain/write.ts';
import { type Connection, readOnly } from './connection.ts';
import type { Engine } from './engine.ts';
import { makePostgresConnection, type PostgresConnection } from './postgres-connection.ts';
import {
  makePool,
  makePoolConnection,
  type PostgresSettings,
  ping,
  weaknessesOf,
} from './postgres-pool.ts';
import { withPostgresSnapshot } from './snapshot.ts';
import { type Counters, makeCounters } from './statistics.ts';

const RETRIES = 3;

/** serialization_failure and deadlock_detected: nothing happened, and the same again may work. */
const CONFLICTS: readonly unknown[] = ['40001', '40P01'];

type Bound<Stores> = { readonly connection: PostgresConnection; readonly stores: Stores };
type BoundTo<Stores> = (client: PoolClient) => Bound<Stores>;
type Work<Stores, Result> = (bound: Bound<Stores>) => Promise<Result>;

export function openPostgres<Stores>(
  settings: PostgresSettings,
  bind: (connection: Connection) => Stores,
): Engine<Stores> {
  const counters = makeCounters();
  const pool = makePool(settings);
  const isolation = settings.isolation ?? 'read committed';
  const boundTo = rememberPerClient((client) => {
    const connection = makePostgresConnection(client, { counters, isolation });
    return { connection, stores: bind(connection) };
  });
  const transact = makeTransact({ pool, counters, boundTo });

  return {
    kind: 'postgres',
    stores: bind(readOnly(makePoolConnection(pool, counters))),
    transact: (kind, work) => transact(kind, ({ stores }) => work(stores)),
    withConnection: (kind, work) => transact(kind, ({ connection }) => work(connection)),
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

function rememberPerClient<Stores>(make: BoundTo<Stores>): BoundTo<Stores> {
  const made = new WeakMap<PoolClient, Bound<Stores>>();
  return (client) => {
    const known = made.get(client);
    if (known !== undefined) return known;
    const bound = make(client);
    made.set(client, bound);
    return bound;
  };
}

type Dependencies<Stores> = {
  readonly pool: Pool;
  readonly counters: Counters;
  readonly boundTo: BoundTo<Stores>;
};

function makeTransact<Stores>({ pool, counters, boundTo }: Dependencies<Stores>) {
  async function once<Result>(kind: WriteKind, work: Work<Stores, Result>): Promise<Result> {
    const client = await pool.connect();
    const bound = boundTo(client);
    const { connection } = bound;
    try {
      connection.begin(kind);
      const result = await work(bound);
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

  return async <Result>(kind: WriteKind, work: Work<Stores, Result>): Promise<Result> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await once(kind, work);
      } catch (error) {
        if (tries === RETRIES || !CONFLICTS.includes(codeOf(error))) throw error;
        counters.retries += 1;
        await sleep(randomInt(1, 10 * 2 ** tries));
      }
    }
  };
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
