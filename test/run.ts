import { spawn } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compileCacheFolder } from '../bin/compile-cache-folder.mjs';
import { findChromium } from './harness/browser.ts';
import { skipsAreFailures } from './harness/for-each-store.ts';
import { type Counts, countReport, NONE, sum } from './harness/junit.ts';
import { portions, shareOut } from './harness/portions.ts';
import { startPostgres } from './harness/postgres.ts';
import { scratchFolder } from './harness/scratch.ts';
import {
  compareEvents,
  documentedEvents,
  readSeenEvents,
  SEEN_EVENTS,
} from './harness/seen-events.ts';

const ROOT = path.dirname(import.meta.dirname);
const unitReport = (portion: number): string => `test-results/unit-${portion + 1}.xml`;
const E2E_REPORT = 'test-results/e2e.xml';

const UNIT_TESTS = [
  'apps/*/src/**/*.test.{ts,tsx}',
  'packages/*/src/**/*.test.{ts,tsx}',
  'bin/*.test.ts',
  'test/{harness,integration,rows,migrations}/**/*.test.ts',
  'test/architecture.test.ts',
];
const E2E_TESTS = ['test/e2e/**/*.{spec,test}.ts'];

/** Enough that nobody waits long for the last one, few enough that their starts cost little. */
const PORTIONS = 8;
/** One more than there are cores: a test often waits for the database or for another process. */
const WORKERS = Math.min(os.availableParallelism() + 1, PORTIONS);
/** Mostly waits for servers that it kills: begun first and by itself, it ends with the others. */
const LONG = 'test/rows/r-kill.test.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Selection = { readonly only: string | undefined; readonly patterns: readonly string[] };

async function main(): Promise<number> {
  process.chdir(ROOT);
  mkdirSync('test-results', { recursive: true });
  for (const report of globSync('test-results/*.xml')) rmSync(report);
  process.env['TMPDIR'] = scratchFolder(process.env);

  const { values, positionals: patterns } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string' }, kills: { type: 'string' } },
  });
  if (values.kills !== undefined) process.env['PROOFUP_KILLS'] = values.kills;
  const selection =
    values.kills === undefined
      ? { only: values.only, patterns }
      : { only: 'unit', patterns: [LONG] };
  const counts = sum(await withPostgres((environment) => runNoting(selection, environment)));

  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  const tooManySkips = counts.skipped > 0 && skipsAreFailures(process.env);
  return counts.failed > 0 || counts.passed === 0 || tooManySkips ? 1 : 0;
}

async function withPostgres(
  use: (environment: Environment) => Promise<readonly Counts[]>,
): Promise<readonly Counts[]> {
  const postgres = await startPostgres();
  // A developer's own database is for the runner to make others in, not for a test to find.
  const { DATABASE_URL: _, ...rest } = process.env;
  // Servers and commands that tests start load the same modules again and again.
  const NODE_COMPILE_CACHE = compileCacheFolder(process.env);
  const environment = { ...rest, NODE_COMPILE_CACHE };
  if (postgres.kind === 'missing') {
    return [skip(`all that needs PostgreSQL: ${postgres.why}`), ...(await use(environment))];
  }
  try {
    return await use({ ...environment, PROOFUP_TEST_POSTGRES: postgres.connectionString });
  } finally {
    await postgres.stop();
  }
}

async function runAll({ only, patterns }: Selection, env: Environment): Promise<Counts[]> {
  const unit = only === 'e2e' ? [] : select(UNIT_TESTS, patterns);
  const e2e = only === 'unit' ? [] : select(E2E_TESTS, patterns);
  const long = unit.filter((file) => file === LONG);
  const others = unit.filter((file) => file !== LONG);
  const shares = [...portions(long, 1), ...portions(others, PORTIONS)];
  return [
    ...(await shareOut(shares, WORKERS, (files, n) => runUnitTests(files, unitReport(n), env))),
    e2e.length === 0 ? NONE : await runBrowserTests(e2e, env),
  ];
}

/** What is in the audit log is what the documents say: judged where every unit test ran. */
async function runNoting(selection: Selection, env: Environment): Promise<Counts[]> {
  const isWhole = selection.patterns.length === 0 && selection.only !== 'e2e';
  if (!isWhole) return runAll(selection, env);
  const folder = path.resolve('test-results/events');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const counts = await runAll(selection, { ...env, [SEEN_EVENTS]: folder });
  const documented = documentedEvents(readFileSync('docs/events.md', 'utf8'));
  const differences = compareEvents(readSeenEvents(folder), documented);
  for (const line of differences) console.log(`AUDIT EVENT ${line}`);
  return [...counts, { ...NONE, failed: differences.length === 0 ? 0 : 1 }];
}

function select(globs: readonly string[], patterns: readonly string[]): readonly string[] {
  const files = globs.flatMap((glob) => globSync(glob)).toSorted();
  return files.filter(
    (file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)),
  );
}

async function runUnitTests(
  files: readonly string[],
  report: string,
  env: Environment,
): Promise<Counts> {
  const status = await node(env, [
    '--test',
    // One process for all of a portion: starting one for each file would take most of the time.
    '--test-isolation=none',
    // Nor may one test that waits for ever, or leaves a server open, keep everybody waiting.
    '--test-timeout=60000',
    '--test-force-exit',
    '--import=./test/harness/no-network.ts',
    '--test-reporter=./test/harness/terse-reporter.ts',
    '--test-reporter-destination=stdout',
    '--test-reporter=junit',
    `--test-reporter-destination=${report}`,
    ...files,
  ]);
  return judge(status, report);
}

async function runBrowserTests(files: readonly string[], env: Environment): Promise<Counts> {
  const chromium = await findChromium();
  if (chromium.kind === 'missing') return skip(`all browser tests: ${chromium.why}`);
  for (const app of ['apps/web', 'apps/authenticator']) {
    const built = await node(env, ['node_modules/vite/bin/vite.js', 'build', app, '-l', 'warn']);
    if (built !== 0) return { ...NONE, failed: 1 };
  }
  const playwright = 'node_modules/@playwright/test/cli.js';
  const config = 'test/e2e/playwright.config.ts';
  const status = await node(env, [playwright, 'test', '-c', config, ...files]);
  return judge(status, E2E_REPORT);
}

/** A runner may fail beside its tests: a crash, a file that does not load, nothing to run. */
function judge(status: number, report: string): Counts {
  const counts = countReport(report);
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

function skip(what: string): Counts {
  console.log(`\nSKIPPED ${what}\n`);
  return { ...NONE, skipped: 1 };
}

function node(env: Environment, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...env } });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => resolve(status ?? 1));
  });
}

process.exitCode = await main();
