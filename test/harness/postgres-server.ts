import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { PostgresHome } from './postgres-home.ts';

const START_SECONDS = 30;
const STOP_SECONDS = 15;

/**
 * Ends the server when standard input ends. That is how we stop it, and it also happens by itself
 * however this process comes to its end, `kill -9` included, so that no server is left behind.
 * SIGINT is PostgreSQL's fast shutdown.
 */
const KEEPER = `
home=$1; shift
"$@" </dev/null &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$home"
`;

/** fsync stays on: what survives a crash is among the things we test. */
const SETTINGS = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '100',
  shared_buffers: '32MB',
};

type RunningServer = {
  readonly connectionString: string;
  readonly stop: () => Promise<void>;
};

export async function runPostgresServer(
  home: PostgresHome,
  binaries: PostgresBinaries,
): Promise<RunningServer> {
  try {
    createCluster(home, binaries);
    const keeper = spawnKeeper(home, binaries);
    await untilReady(home, keeper);
    const place = new URLSearchParams({ host: home.folder, user: 'postgres' });
    return {
      connectionString: `postgresql:///postgres?${place.toString()}`,
      stop: () => stop(home, keeper),
    };
  } catch (error) {
    home.remove();
    throw error;
  }
}

function createCluster({ folder, runAs }: PostgresHome, { initdb }: PostgresBinaries): void {
  const { status, stderr } = spawnSync(
    initdb,
    [
      `--pgdata=${folder}/data`,
      '--username=postgres',
      '--auth=trust',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
    ],
    { ...runAs, cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] } },
  );
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
}

function spawnKeeper(
  { folder, runAs, handOver }: PostgresHome,
  { postgres }: PostgresBinaries,
): ChildProcess {
  const settings = { ...SETTINGS, unix_socket_directories: folder };
  const log = openSync(path.join(folder, 'log'), 'a');
  const keeper = spawn(
    '/bin/sh',
    [
      '-c',
      KEEPER,
      'keeper',
      folder,
      postgres,
      '-D',
      path.join(folder, 'data'),
      ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
    ],
    // Detached: Ctrl-C in a terminal reaches the test runner and not the server behind its back.
    {
      ...runAs,
      cwd: '/',
      detached: true,
      stdio: ['pipe', log, log],
      env: { PATH: '/usr/bin:/bin' },
    },
  );
  closeSync(log);
  handOver();
  keeper.unref();
  return keeper;
}

/** The last line of postmaster.pid is what pg_ctl waits for, too. */
async function untilReady({ folder }: PostgresHome, keeper: ChildProcess): Promise<void> {
  const pidFile = path.join(folder, 'data', 'postmaster.pid');
  for (const deadline = Date.now() + START_SECONDS * 1000; Date.now() < deadline; ) {
    if (existsSync(pidFile) && /\nready\s*$/.test(readFileSync(pidFile, 'utf8'))) return;
    if (keeper.exitCode !== null) break;
    await sleep(20);
  }
  const log = readFileSync(path.join(folder, 'log'), 'utf8');
  killAll(keeper);
  throw new Error(`PostgreSQL did not start:\n${log}`);
}

async function stop(home: PostgresHome, keeper: ChildProcess): Promise<void> {
  if (keeper.exitCode === null && keeper.signalCode === null) {
    keeper.ref();
    const ended = new Promise((resolve) => keeper.once('exit', resolve));
    keeper.stdin?.end();
    const inTime = await Promise.race([ended, sleep(STOP_SECONDS * 1000, 'late', { ref: false })]);
    if (inTime === 'late') killAll(keeper);
    await ended;
  }
  home.remove();
}

function killAll(keeper: ChildProcess): void {
  if (keeper.pid !== undefined && keeper.exitCode === null) process.kill(-keeper.pid, 'SIGKILL');
}
