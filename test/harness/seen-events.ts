import { appendFileSync, existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { MadeStore, StoreConnection } from './for-each-store.ts';

/** Names the folder in which a whole run notes which audit events it wrote; absent: nobody asks. */
export const SEEN_EVENTS = 'PROOFUP_SEEN_EVENTS';

const EVENTS = 'select distinct event from audit_event';

/** What an installation wrote into its audit log, before its database goes. */
export async function noteEvents(connection: StoreConnection): Promise<void> {
  const folder = process.env[SEEN_EVENTS];
  if (folder === undefined) return;
  const events = await eventsIn(connection);
  appendFileSync(path.join(folder, `${process.pid}.txt`), events.map((one) => `${one}\n`).join(''));
}

/** A database goes, and what was written into it is noted first. */
export async function closeNoting({ connection, close }: MadeStore): Promise<void> {
  await noteEvents(connection);
  await close();
}

type Row = { readonly event: string };

async function eventsIn(connection: StoreConnection): Promise<readonly string[]> {
  if (connection.kind === 'sqlite') return eventsInFile(connection.file);
  const client = new Client({ connectionString: connection.connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(EVENTS)).rows.map(({ event }) => event);
  } finally {
    await client.end();
  }
}

function eventsInFile(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  const database = new DatabaseSync(file);
  try {
    return database
      .prepare(EVENTS)
      .all()
      .map(({ event }) => String(event));
  } finally {
    database.close();
  }
}

/** All that a run noted. */
export const readSeenEvents = (folder: string): ReadonlySet<string> =>
  new Set(
    globSync('*.txt', { cwd: folder })
      .flatMap((file) => readFileSync(path.join(folder, file), 'utf8').split('\n'))
      .filter((line) => line !== ''),
  );

/** Where what was written and what is documented differ, one line each. */
export function compareEvents(
  seen: ReadonlySet<string>,
  documented: readonly string[],
): readonly string[] {
  const unknown = [...seen].filter((event) => !documented.includes(event));
  return [
    ...documented
      .filter((event) => !seen.has(event))
      .map((event) => `${event}: documented, and no test writes it`),
    ...unknown.map((event) => `${event}: written, and not documented`),
  ];
}

/** The first column of the table in docs/events.md. */
export const documentedEvents = (text: string): readonly string[] =>
  [...text.matchAll(/^\| `([^`]+)` \|/gm)].map(([, event = '']) => event);
