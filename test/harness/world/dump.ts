import { TABLES } from '../../../apps/server/src/sql/tables.ts';
import type { Database } from '../../../apps/server/src/sql/open-database.ts';
import type { Row } from '../../../apps/server/src/sql/snapshot.ts';

export type Dump = Readonly<Record<string, readonly Row[]>>;

/** Every row of every table, or of these, all columns. */
export const dumpOf = (
  { engine }: Database,
  tables: readonly (typeof TABLES)[number][] = TABLES,
): Promise<Dump> =>
  engine.withSnapshot(async ({ pages }) => {
    const dump: Record<string, readonly Row[]> = {};
    for (const table of tables) dump[table] = await allOf(pages(table));
    return dump;
  });

/** Every row of one table, all columns. */
export const rowsOf = ({ engine }: Database, table: (typeof TABLES)[number]) =>
  engine.withSnapshot(({ pages }) => allOf(pages(table)));

async function allOf(pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

/** Counters and records of what was refused, and how far they were read; a refusal may write to these and to nothing else. */
const OF_REFUSALS: readonly string[] = [
  'audit_event',
  'audit_head',
  'alert_position',
  'alert_count',
  'throttle',
  'api_call',
];

/** What moves by itself: a session that was seen, a message on its way. */
const MOVING: readonly string[] = [
  'last_seen_at',
  'due_at',
  'status',
  'attempts',
  'payload',
].concat('provider_message_id', 'reason');

const KEPT = TABLES.filter((table) => !OF_REFUSALS.includes(table));

/** Everything that a refused request must leave as it is, one line a row. */
export async function stateOf(database: Database): Promise<ReadonlySet<string>> {
  const kept = Object.entries(await dumpOf(database, KEPT));
  return new Set(kept.flatMap(([table, rows]) => linesOf(table, rows)));
}

/** The columns are asked for once: a walk over all endpoints writes millions of these lines. */
function linesOf(table: string, rows: readonly Row[]): readonly string[] {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => !MOVING.includes(column));
  return rows.map((row) => {
    let line = `${table} `;
    for (const column of columns) {
      const value = row[column];
      line += `${column}=${value instanceof Uint8Array ? hex(value) : value} `;
    }
    return line;
  });
}

const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex');

/** Rows that came, went or changed since; `but`: tables that the case at hand may write to. */
export async function changesSince(
  database: Database,
  before: ReadonlySet<string>,
  but: readonly string[] = [],
): Promise<readonly string[]> {
  const now = await stateOf(database);
  const changes = [...now].filter((line) => !before.has(line));
  changes.push(...[...before].filter((line) => !now.has(line)));
  return changes.filter((line) => !but.some((table) => line.startsWith(`${table} `)));
}
