import { constants, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { createDatabase } from './postgres-database.ts';

export type StoreConnection =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly connectionString: string };

/** A database of its own for whoever asks, until closed. */
export type MadeStore = {
  readonly connection: StoreConnection;
  readonly close: () => Promise<void>;
};

export type StoreUnderTest = {
  readonly name: 'sqlite' | 'postgres';
  readonly make: () => Promise<MadeStore>;
};

/** Brings an empty database to the state that every test starts from, and leaves nobody connected. */
export type Prepare = (connection: StoreConnection) => Promise<void>;

type Maker = (prepare: Prepare | undefined) => Promise<MadeStore>;

/**
 * Runs the suite on SQLite and on PostgreSQL. `prepare` is run once for each of them in this
 * process, however many suites give the same function; what `make` gives is a copy of the outcome.
 */
export function forEachStore(suite: (store: StoreUnderTest) => void, prepare?: Prepare): void {
  after(removeTemplates);
  describe('on sqlite', () => suite({ name: 'sqlite', make: () => sqlite(prepare) }));
  const server = process.env['PROOFUP_TEST_POSTGRES'];
  if (server === undefined || server === '') {
    it('on postgres', (t) => lackPostgres((why) => t.skip(why)));
    return;
  }
  const postgres = postgresIn(server);
  describe('on postgres', () => suite({ name: 'postgres', make: () => postgres(prepare) }));
}

function lackPostgres(skip: (why: string) => void): void {
  const why = 'PROOFUP_TEST_POSTGRES names no server: run it through npm test';
  if (skipsAreFailures(process.env)) throw new Error(why);
  skip(why);
}

export const skipsAreFailures = (
  environment: Readonly<Record<string, string | undefined>>,
): boolean => environment['CI'] === 'true' || environment['PROOFUP_NO_SKIPS'] === '1';

const templates = new Map<string, Map<Prepare, Promise<MadeStore>>>();

function templateOf(key: string, prepare: Prepare, make: Maker): Promise<MadeStore> {
  const ofStore = templates.get(key) ?? new Map<Prepare, Promise<MadeStore>>();
  templates.set(key, ofStore);
  const template = ofStore.get(prepare) ?? make(undefined).then(prepared(prepare));
  ofStore.set(prepare, template);
  return template;
}

const prepared =
  (prepare: Prepare) =>
  async (made: MadeStore): Promise<MadeStore> => {
    await prepare(made.connection);
    return made;
  };

async function removeTemplates(): Promise<void> {
  const all = [...templates.values()].flatMap((ofStore) => [...ofStore.values()]);
  templates.clear();
  await Promise.allSettled(all.map(async (template) => (await template).close()));
}

async function sqlite(prepare: Prepare | undefined): Promise<MadeStore> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-sqlite-'));
  const file = path.join(folder, 'proofup.db');
  if (prepare !== undefined) {
    const { connection } = await templateOf('sqlite', prepare, sqlite);
    if (connection.kind === 'sqlite') copySqlite(connection.file, file);
  }
  return {
    connection: { kind: 'sqlite', file },
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

function copySqlite(from: string, to: string): void {
  for (const suffix of ['', '-wal']) {
    if (existsSync(from + suffix)) {
      copyFileSync(from + suffix, to + suffix, constants.COPYFILE_FICLONE);
    }
  }
}

const postgresIn = (server: string): Maker => {
  const make: Maker = async (prepare) => {
    const template =
      prepare === undefined ? undefined : await templateOf(server, prepare, make).then(nameOf);
    const { connectionString, drop } = await createDatabase(server, template);
    return { connection: { kind: 'postgres', connectionString }, close: drop };
  };
  return make;
};

function nameOf({ connection }: MadeStore): string | undefined {
  if (connection.kind !== 'postgres') return undefined;
  return new URL(connection.connectionString).pathname.slice(1);
}
