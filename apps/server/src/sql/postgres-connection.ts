import type { PoolClient, QueryResult } from 'pg';
import type { WriteKind } from '#domain/write.ts';
import type { Connection } from './connection.ts';
import type { Prepared, Stored } from './statement.ts';
import type { Counters } from './statistics.ts';

export type Isolation = 'read committed' | 'serializable';

/** One client of the pool, with the state of the transaction that it is in. */
export type PostgresConnection = Connection & {
  readonly begin: (kind: WriteKind) => void;
  readonly commit: () => Promise<void>;
  readonly rollBack: () => Promise<void>;
  /** What went wrong first; the errors that follow only say that the transaction is over. */
  readonly failure: () => Error | undefined;
};

export type ConnectionOptions = { readonly counters: Counters; readonly isolation: Isolation };

const toResult = ({ rows, rowCount }: QueryResult) => ({ rows, count: rowCount ?? 0 });

/**
 * The client is in pipeline mode: a statement is on its way as soon as it is given. So BEGIN, and
 * every statement that is only told, cost no round trip of their own.
 */
export function makePostgresConnection(
  client: PoolClient,
  { counters, isolation }: ConnectionOptions,
): PostgresConnection {
  let failure: Error | undefined;
  const start = `begin isolation level ${isolation}`;

  function fail(error: Error): never {
    failure ??= error;
    throw failure;
  }

  function send(query: string | { name: string; text: string; values: Stored[] }) {
    counters.statements += 1;
    return client.query(query);
  }

  function sendUnheard(query: Parameters<typeof send>[0]): void {
    send(query).catch((error: Error) => {
      failure ??= error;
    });
  }

  return {
    engine: 'postgres',
    run: async ({ name, text }: Prepared, values) => {
      const result = await send({ name, text, values }).catch(fail);
      if (failure !== undefined) throw failure;
      return toResult(result);
    },
    tell: ({ name, text }, values) => sendUnheard({ name, text, values }),
    begin: (kind) => {
      failure = undefined;
      sendUnheard(kind === 'fact' ? start : `${start}; set local synchronous_commit = off`);
    },
    commit: async () => {
      const { command } = await send('commit').catch(fail);
      // COMMIT of a transaction that has failed is a ROLLBACK, and no error to PostgreSQL.
      if (failure !== undefined) throw failure;
      if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
    },
    rollBack: async () => {
      await send('rollback');
    },
    failure: () => failure,
  };
}
