import { createHash } from 'node:crypto';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryExecutorProvider,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
} from 'kysely';
import type { Schema } from './schema.ts';

export type EngineKind = 'sqlite' | 'postgres';

/** What both engines take and give. */
export type Stored = string | number | Uint8Array | null;
export type Parameters = Readonly<Record<string, Stored>>;

/** A compiled statement: its text and, in order, what is bound. */
export type Prepared = {
  /** Names the prepared statement on a PostgreSQL connection. */
  readonly name: string;
  readonly text: string;
  readonly isRead: boolean;
  readonly bind: (rows: readonly Parameters[]) => Stored[];
};

/**
 * A statement that is built and compiled once per engine (and, for lists, per length): Kysely takes
 * 20 to 50 µs for it each time, SQLite 5 to 10 for running it.
 */
export type Statement<Given extends Parameters | readonly Parameters[], Row> = {
  readonly prepare: (engine: EngineKind, rows: readonly Parameters[]) => Prepared;
  /** Types only. */
  readonly given?: (given: Given) => void;
  readonly row?: Row;
};

export type Builder = Kysely<Schema>;
type Built<Row> = { compile(builder: QueryExecutorProvider): CompiledQuery<Row> };

/** Kysely builds and compiles here; the engines run what comes out. */
const BUILDERS: Readonly<Record<EngineKind, Builder>> = {
  sqlite: new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  postgres: new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
};

/** Stands for a value while the statement is compiled. */
class Slot {
  readonly row: number;
  readonly name: string;
  constructor(row: number, name: string) {
    this.row = row;
    this.name = name;
  }
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- says what the slots stand for
function slotsOf<Given extends Parameters>(row: number): Given {
  const slots = new Proxy({}, { get: (_, name) => new Slot(row, String(name)) });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a slot stands where its value will
  return slots as Given;
}

/** The values are named by what `given` is asked for; `engine` is for locking clauses only. */
export function statement<Given extends Parameters, Row>(
  build: (builder: Builder, given: Given, engine: EngineKind) => Built<Row>,
): Statement<Given, Row> {
  const compileFor = remember((engine) =>
    compile(build(BUILDERS[engine], slotsOf<Given>(0), engine), engine),
  );
  return { prepare: (engine) => compileFor(engine, '', []) };
}

/** The same for statements over one, two, three … rows or values. */
export function listStatement<Given extends Parameters, Row>(
  build: (builder: Builder, given: readonly Given[], engine: EngineKind) => Built<Row>,
): Statement<readonly Given[], Row> {
  const compileFor = remember((engine, rows) => {
    const given = rows.map((_, row) => slotsOf<Given>(row));
    return compile(build(BUILDERS[engine], given, engine), engine);
  });
  return { prepare: (engine, rows) => compileFor(engine, String(rows.length), rows) };
}

/** Inserts rows, all with the same columns: those of the first. */
export function insertStatement<Table extends keyof Schema>(
  table: Table,
  whenTaken: 'fail' | 'ignore' = 'fail',
): Statement<readonly Schema[Table][], unknown> {
  const compileFor = remember((engine, rows) => {
    const columns = Object.keys(rows[0] ?? {});
    const given = rows.map((_, row) => {
      const slots = slotsOf<Parameters>(row);
      return Object.fromEntries(columns.map((column) => [column, slots[column]]));
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- slots, column by column
    const insert = BUILDERS[engine].insertInto(table).values(given as never);
    const built =
      whenTaken === 'ignore' ? insert.onConflict((conflict) => conflict.doNothing()) : insert;
    return compile(built, engine);
  });
  return { prepare: (engine, rows) => compileFor(engine, String(rows.length), rows) };
}

type CompileFor = (engine: EngineKind, rows: readonly Parameters[]) => Prepared;

function remember(make: CompileFor) {
  const made = { sqlite: new Map<string, Prepared>(), postgres: new Map<string, Prepared>() };
  return (engine: EngineKind, key: string, rows: readonly Parameters[]): Prepared => {
    const known = made[engine].get(key);
    if (known !== undefined) return known;
    const prepared = make(engine, rows);
    made[engine].set(key, prepared);
    return prepared;
  };
}

/**
 * A constant in the statement's text, where a partial index must recognise its own condition, or a plan depends on it: a
 * bound LIMIT makes SQLite compile the statement whenever it is bound.
 */
export const literal = <Value extends string | number>(value: Value) => sql.lit<Value>(value);

/** PostgreSQL only: with SQLite there is one writer, and nobody to keep out. */
export const locking =
  <Query extends { forUpdate(): Query }>(engine: EngineKind) =>
  (query: Query): Query =>
    engine === 'postgres' ? query.forUpdate() : query;

function compile<Row>(built: Built<Row>, engine: EngineKind): Prepared {
  const { sql: text, parameters } = built.compile(BUILDERS[engine]);
  const slots = parameters.map(parseParameter);
  return {
    name: createHash('sha256').update(text).digest('base64url').slice(0, 22),
    text,
    isRead: /^\s*select\b/i.test(text),
    bind: (rows) => slots.map((slot) => (slot instanceof Slot ? valueOf(rows, slot) : slot)),
  };
}

function parseParameter(parameter: unknown): Slot | Stored {
  if (parameter instanceof Slot || parameter instanceof Uint8Array || parameter === null) {
    return parameter;
  }
  if (typeof parameter === 'string' || typeof parameter === 'number') return parameter;
  throw new TypeError(`a statement cannot hold a ${typeof parameter}`);
}

function valueOf(rows: readonly Parameters[], { row, name }: Slot): Stored {
  const value = rows[row]?.[name];
  if (value === undefined) throw new TypeError(`no value for ${name}`);
  return value;
}
