import { sql as raw } from 'kysely';
import { CannotOpen, type SealedBox } from '#crypto/sealed-box.ts';
import { makeSql, type Sql } from './connection.ts';
import type { Engine } from './engine.ts';
import { SEALED_COLUMNS } from './tables.ts';
import { statement } from './statement.ts';

export type ResealOutcome = {
  /** Every sealed value has been looked at: older keys may go. */
  readonly done: boolean;
  readonly resealed: number;
  /** No key of the ring opens them: they were lost before. */
  readonly unreadable: number;
};

type SealedRow = { readonly id: string; readonly sealed: Uint8Array };

const COLUMNS = SEALED_COLUMNS.map(({ table, column }) => ({
  table,
  column,
  read: statement((_, given: { after: string; limit: number }) => ({
    compile: (builder) =>
      raw<SealedRow>`
        select id, ${raw.ref(column)} as sealed from ${raw.table(table)}
        where id > ${given.after} and ${raw.ref(column)} is not null
        order by id limit ${given.limit}`.compile(builder),
  })),
  // Whoever changed it meanwhile has sealed it under the current key.
  write: statement((_, given: { id: string; old: Uint8Array; sealed: Uint8Array }) => ({
    compile: (builder) =>
      raw`
        update ${raw.table(table)} set ${raw.ref(column)} = ${given.sealed}
        where id = ${given.id} and ${raw.ref(column)} = ${given.old}`.compile(builder),
  })),
}));

type Column = (typeof COLUMNS)[number];

/**
 * Walks every sealed value, a batch a call, and seals again what is not under the current key.
 * A fact: an older key must not be thrown away for a value that a power cut brings back.
 */
export function makeReseal<Stores>({
  withConnection,
}: Pick<Engine<Stores>, 'withConnection'>): (
  box: SealedBox,
  batch: number,
) => Promise<ResealOutcome> {
  let index = 0;
  let after = '';

  return async (box, batch) => {
    const column = COLUMNS[index];
    if (column === undefined) {
      index = 0;
      return { done: true, resealed: 0, unreadable: 0 };
    }
    const { rows, ...outcome } = await withConnection('fact', async (connection) => {
      const sql = makeSql(connection);
      const found = await sql.all(column.read, { after, limit: batch });
      return { rows: found, ...(await resealRows({ sql, box, column }, found)) };
    });
    const last = rows.length < batch ? undefined : rows.at(-1);
    after = last?.id ?? '';
    if (last === undefined) index += 1;
    return { done: false, ...outcome };
  };
}

type Dependencies = { readonly sql: Sql; readonly box: SealedBox; readonly column: Column };

async function resealRows(
  { sql, box, column }: Dependencies,
  rows: readonly SealedRow[],
): Promise<Omit<ResealOutcome, 'done'>> {
  let unreadable = 0;
  let resealed = 0;
  for (const { id, sealed: old } of rows.filter(({ sealed }) => !box.isCurrent(sealed))) {
    const place = { table: column.table, column: column.column, row: id };
    try {
      const sealed = box.seal(box.open(old, place), place);
      resealed += await sql.count(column.write, { id, old, sealed });
    } catch (error) {
      if (!(error instanceof CannotOpen)) throw error;
      unreadable += 1;
    }
  }
  return { resealed, unreadable };
}
