import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseConfig } from '../../apps/server/src/config/config.ts';
import { saveKeyRing } from '../../apps/server/src/crypto/key-ring-file.ts';
import { makeKeyRing } from '../../apps/server/src/crypto/key-ring.ts';
import type { Figures } from '../lib/figures.ts';
import { median, round } from '../lib/numbers.ts';
import { freePort, type Stage } from '../lib/stage.ts';

const PROOFUP = path.resolve(import.meta.dirname, '../../bin/proofup.mjs');
const IDLE_AFTER_MS = 3_000;
const GIVE_UP_MS = 30_000;

/** `proofup serve` as an operator starts it, until it says that it is ready; then what it weighs. */
export async function measureStart({ store, scale }: Stage): Promise<Figures> {
  const keyRingFile = path.join(store.folder, 'keys.json');
  await saveKeyRing(keyRingFile, makeKeyRing(new Date()));
  const port = await freePort();
  const environment = environmentOf({
    database: await store.make(),
    keyRingFile,
    port,
    folder: store.folder,
  });
  // Makes the tables and fills the compile cache.
  const first = await startOnce({ environment, port, folder: store.folder, idle: false });
  const starts: number[] = [];
  let idle = Number.NaN;
  for (let n = 0; n < scale.starts; n += 1) {
    const isLast = n === scale.starts - 1;
    const one = await startOnce({ environment, port, folder: store.folder, idle: isLast });
    starts.push(one.readyMs);
    idle = one.rssMb;
  }
  return {
    readyMs: { value: round(median(starts), 0), unit: 'ms', atMost: 1000 },
    readyFirstMs: { value: round(first.readyMs, 0), unit: 'ms' },
    idleMb: { value: round(idle, 0), unit: 'MiB', atMost: 120 },
  };
}

type Environment = Readonly<Record<string, string | undefined>>;

function environmentOf(given: {
  readonly database: DatabaseConfig;
  readonly keyRingFile: string;
  readonly port: number;
  readonly folder: string;
}): Environment {
  const { database, keyRingFile, port, folder } = given;
  return {
    PATH: process.env['PATH'],
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    PROOFUP_MODE: 'production',
    PROOFUP_PUBLIC_URL: 'https://verify.example.org',
    PROOFUP_TRUSTED_PROXIES: '127.0.0.1',
    PROOFUP_LISTEN_HOST: '127.0.0.1',
    PROOFUP_LISTEN_PORT: String(port),
    PROOFUP_ORGANISATION: 'Example Organisation',
    PROOFUP_HELP_CONTACT: 'Call the help desk at extension 1234.',
    PROOFUP_KEY_RING_FILE: keyRingFile,
    PROOFUP_DATABASE_KIND: database.kind,
    ...(database.kind === 'sqlite'
      ? { PROOFUP_DATABASE_FILE: database.file }
      : { PROOFUP_DATABASE_CONNECTION_STRING: database.connectionString }),
  };
}

async function startOnce(given: {
  readonly environment: Environment;
  readonly port: number;
  readonly folder: string;
  readonly idle: boolean;
}): Promise<{ readonly readyMs: number; readonly rssMb: number }> {
  const log = openSync(path.join(given.folder, 'serve.log'), 'a');
  const begun = performance.now();
  const child = spawn(process.execPath, [PROOFUP, 'serve'], {
    env: { ...given.environment },
    stdio: ['ignore', log, 'inherit'],
  });
  closeSync(log);
  const exit = once(child, 'exit');
  try {
    await Promise.race([
      untilReady(given.port),
      exit.then(() => {
        throw new Error('proofup serve ended before it was ready');
      }),
    ]);
    const readyMs = performance.now() - begun;
    if (given.idle) await sleep(IDLE_AFTER_MS);
    return { readyMs, rssMb: rssMbOf(child.pid ?? 0) };
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}

async function untilReady(port: number): Promise<void> {
  const end = performance.now() + GIVE_UP_MS;
  while (performance.now() < end) {
    const answered = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    await answered?.arrayBuffer();
    if (answered?.status === 200) return;
    await sleep(5);
  }
  throw new Error('proofup serve does not become ready');
}

/** Linux, as the containers that it runs in. */
function rssMbOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
