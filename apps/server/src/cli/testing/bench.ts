import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { loadConfig } from '#config/load-config.ts';
import { loadKeyRing, saveKeyRing } from '#crypto/key-ring-file.ts';
import { type KeyRing, makeKeyRing } from '#crypto/key-ring.ts';
import type { Database } from '#sql/open-database.ts';
import { noteEvents } from '../../../../../test/harness/seen-events.ts';
import { openWith } from '../installation.ts';
import { runCli } from '../run-cli.ts';

export type Answer = {
  readonly exit: number;
  readonly out: readonly string[];
  readonly error: readonly string[];
};

/** Where one test types its commands: a folder with a configuration, keys and an empty database. */
export type Bench = {
  readonly folder: string;
  readonly configFile: string;
  readonly databaseFile: string;
  readonly keyRingFile: string;
  readonly keyRing: KeyRing;
  readonly run: (...args: readonly string[]) => Promise<Answer>;
  readonly remove: () => Promise<void>;
};

/** The cheapest hash there is: what is tested here is not how slow it is. */
const CHEAP = { memoryKib: 8, iterations: 1, parallelism: 1 };

export async function makeBench(settings: Readonly<Record<string, unknown>> = {}): Promise<Bench> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'proofup-cli-'));
  const configFile = path.join(folder, 'config.json');
  const databaseFile = path.join(folder, 'proofup.db');
  const keyRingFile = path.join(folder, 'keys.json');
  const keyRing = makeKeyRing(new Date());
  await saveKeyRing(keyRingFile, keyRing);
  const config = {
    keyRingFile,
    database: { kind: 'sqlite', file: databaseFile },
    passwordHash: CHEAP,
    ...settings,
  };
  await writeFile(configFile, JSON.stringify(config));
  return {
    folder,
    configFile,
    databaseFile,
    keyRingFile,
    keyRing,
    run: (...args) => runWith([...args, '--config', configFile]),
    remove: async () => {
      await noteEvents({ kind: 'sqlite', file: databaseFile });
      await rm(folder, { recursive: true });
    },
  };
}

export async function runWith(args: readonly string[], input = ''): Promise<Answer> {
  const out: string[] = [];
  const error: string[] = [];
  const io = {
    out: (line: string) => void out.push(line),
    error: (line: string) => void error.push(line),
    readInput: async () => input,
    environment: {},
  };
  return { exit: await runCli(args, io), out, error };
}

/** The database of a bench, as a server beside its commands has it open. */
export async function openBench(
  { configFile, keyRingFile }: Bench,
  keyRing = loadKeyRing(keyRingFile),
): Promise<Database> {
  const loaded = await loadConfig({ file: configFile, environment: {} });
  assert.ok(loaded.kind === 'loaded');
  return openWith(loaded.config, keyRing);
}
