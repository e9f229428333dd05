import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Connection, Result } from './connection.ts';
import type { Prepared, Stored } from './statement.ts';
import type { Counters } from './statistics.ts';

export type SqliteConnection = Connection & {
  /** Runs at once: node:sqlite is synchronous. */
  readonly run: (prepared: Pick<Prepared, 'text'>, values: Stored[]) => Result;
};

type Cached = { readonly statement: StatementSync; readonly returnsRows: boolean };

/** Statements are prepared once per connection and text. */
export function makeSqliteConnection(db: DatabaseSync, counters: Counters): SqliteConnection {
  const cache = new Map<string, Cached>();

  function prepare(text: string): Cached {
    const statement = db.prepare(text);
    const made = { statement, returnsRows: statement.columns().length > 0 };
    cache.set(text, made);
    return made;
  }

  function run({ text }: Pick<Prepared, 'text'>, values: Stored[]): Result {
    const { statement, returnsRows } = cache.get(text) ?? prepare(text);
    counters.statements += 1;
    if (returnsRows) {
      const rows = statement.all(...values);
      return { rows, count: rows.length };
    }
    return { rows: [], count: Number(statement.run(...values).changes) };
  }

  return { engine: 'sqlite', run, tell: run };
}
