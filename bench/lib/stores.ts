import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DatabaseConfig } from '../../apps/server/src/config/config.ts';
import { type Postgres, startPostgres } from '../../test/harness/postgres.ts';
import { createDatabase } from '../../test/harness/postgres-database.ts';

export type StoreName = 'sqlite' | 'postgres';

/** Databases of one kind, in a place of their own until `close`. */
export type Store = {
  readonly name: StoreName;
  /** For files that belong to a run. */
  readonly folder: string;
  readonly make: () => Promise<DatabaseConfig>;
  readonly close: () => Promise<void>;
};

const POOL_SIZE = 10;

function makeFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-bench-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function openSqlite(): Store {
  const { folder, remove } = makeFolder();
  let made = 0;
  return {
    name: 'sqlite',
    folder,
    make: async () => {
      made += 1;
      return { kind: 'sqlite', file: path.join(folder, `proofup-${made}.db`) };
    },
    close: async () => remove(),
  };
}

async function openPostgres(): Promise<Store | Missing> {
  const server: Postgres = await startPostgres();
  if (server.kind === 'missing') return server;
  const { folder, remove } = makeFolder();
  const drops: (() => Promise<void>)[] = [];
  return {
    name: 'postgres',
    folder,
    make: async () => {
      const { connectionString, drop } = await createDatabase(server.connectionString);
      drops.push(drop);
      return { kind: 'postgres', connectionString, poolSize: POOL_SIZE };
    },
    close: async () => {
      for (const drop of drops) await drop();
      await server.stop();
      remove();
    },
  };
}

export type Missing = { readonly kind: 'missing'; readonly why: string };

export const openStore = async (name: StoreName): Promise<Store | Missing> =>
  name === 'sqlite' ? openSqlite() : openPostgres();
