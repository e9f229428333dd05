import type { EngineKind, Parameters, Prepared, Statement, Stored } from './statement.ts';

export type Result = {
  readonly rows: readonly unknown[];
  /** Rows that a write touched. */
  readonly count: number;
};

/** One connection to an engine: what it is told, it does in that order. */
export interface Connection {
  readonly engine: EngineKind;
  run(prepared: Prepared, values: Stored[]): Promise<Result> | Result;
  /**
   * For statements whose outcome nobody looks at: PostgreSQL is sent it without waiting for an
   * answer. A failure fails the transaction, at its commit at the latest.
   */
  tell(prepared: Prepared, values: Stored[]): void;
}

type Given = Parameters | readonly Parameters[];

/** What a store runs its statements on. */
export interface Sql {
  readonly engine: EngineKind;
  all<P extends Given, Row>(statement: Statement<P, Row>, given: P): Promise<readonly Row[]>;
  first<P extends Given, Row>(statement: Statement<P, Row>, given: P): Promise<Row | undefined>;
  /** How many rows the write touched. */
  count<P extends Given, Row>(statement: Statement<P, Row>, given: P): Promise<number>;
  /** See `Connection.tell`. */
  tell<P extends Given, Row>(statement: Statement<P, Row>, given: P): void;
}

const isList = (given: Given): given is readonly Parameters[] => Array.isArray(given);

export function makeSql(connection: Connection): Sql {
  const { engine } = connection;

  function ready(statement: Pick<Statement<Given, unknown>, 'prepare'>, given: Given) {
    const rows = isList(given) ? given : [given];
    const prepared = statement.prepare(engine, rows);
    return { prepared, values: prepared.bind(rows) };
  }

  async function all<P extends Given, Row>(statement: Statement<P, Row>, given: P) {
    const { prepared, values } = ready(statement, given);
    const { rows } = await connection.run(prepared, values);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the row type is the statement's own
    return rows as readonly Row[];
  }

  return {
    engine,
    all,
    first: async (statement, given) => (await all(statement, given))[0],
    count: async (statement, given) => {
      const { prepared, values } = ready(statement, given);
      return (await connection.run(prepared, values)).count;
    },
    tell: (statement, given) => {
      const { prepared, values } = ready(statement, given);
      connection.tell(prepared, values);
    },
  };
}

/** A connection for reads: a write outside a transaction is a bug on either engine. */
export const readOnly = (connection: Connection): Connection => ({
  engine: connection.engine,
  run: (prepared, values) => {
    if (!prepared.isRead) refuse(prepared);
    return connection.run(prepared, values);
  },
  tell: refuse,
});

function refuse({ text }: Prepared): never {
  throw new Error(`outside a transaction: ${text.slice(0, 60)}`);
}
