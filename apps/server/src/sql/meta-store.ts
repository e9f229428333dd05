import type { Sql } from './connection.ts';
import { insertStatement, statement } from './statement.ts';

/** Small facts about the installation itself; never a secret that is not sealed. */
export interface MetaStore {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string): Promise<void>;
  /** Keeps what is there: of two nodes that start at once, both get the same value back. */
  getOrInsert(key: string, value: string): Promise<string>;
}

const GET = statement((db, given: { key: string }) =>
  db.selectFrom('meta').select('value').where('key', '=', given.key),
);

const SET = statement((db, given: { key: string; value: string }) =>
  db
    .insertInto('meta')
    .values({ key: given.key, value: given.value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: given.value })),
);

const INSERT = insertStatement('meta', 'ignore');

export function makeMetaStore(sql: Sql): MetaStore {
  const get: MetaStore['get'] = async (key) => (await sql.first(GET, { key }))?.value;
  return {
    get,
    set: async (key, value) => sql.tell(SET, { key, value }),
    getOrInsert: async (key, value) => {
      sql.tell(INSERT, [{ key, value }]);
      return (await get(key)) ?? value;
    },
  };
}
