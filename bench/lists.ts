import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { DatabaseConfig } from '../apps/server/src/config/config.ts';
import type { EndpointName } from '../packages/contract/src/endpoints.ts';
import { Connection } from './generator/connection.ts';
import { type Browser, makeBrowser, type OnPage } from './generator/person.ts';
import { type Account, idOf, loginOf, numberOf } from './lib/accounts.ts';
import { type Server, startServer } from './lib/stage.ts';
import { openStore, type StoreName } from './lib/stores.ts';
import { requestIdOf } from './server/load-records.ts';

/**
 * How long the lists of the administration take in a large installation, over HTTP:
 * `node bench/lists.ts [--users 1000000] [--records 10000000] [--store sqlite]`. Milliseconds at the
 * median and the 95th percentile of 200 calls, one after the other. `--keep <folder>`: the database
 * stays there, and is used again. `--only <part of a name>`: those alone.
 */
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '1000000' },
    records: { type: 'string', default: '10000000' },
    store: { type: 'string' },
    keep: { type: 'string' },
    only: { type: 'string' },
  },
});

const CALLS = 200;
const PHONES = 100;
const USERS = Number(values.users);
const RECORDS = Number(values.records);
/** The loader seals the secrets of so many, evenly spread: they can sign in. */
const USABLE = 10;
const OWNER: Account = { group: 'quick', number: 0 };
const SCOPED: Account = { group: 'quick', number: USERS / USABLE };

async function measureOn(name: StoreName): Promise<void> {
  const store = await openStore(name);
  if ('kind' in store) {
    console.log(`${name}: left out, ${store.why}`);
    return;
  }
  const kept = values.keep === undefined ? undefined : keptIn(path.resolve(values.keep), name);
  const database = kept?.database ?? (await store.make());
  const server = await startServer({ store }, database, { keyRingFile: kept?.keyRingFile });
  try {
    if (kept?.isThere !== true) await load(server);
    kept?.done();
    const { groupId } = await server.ask('loadStaff', {
      owner: OWNER,
      scoped: SCOPED,
      accounts: USERS,
      phones: PHONES,
    });
    await server.ask('settle');
    await report(name, server, groupId);
  } finally {
    await server.stop();
    await store.close();
  }
}

/** A file, or the database that the environment names. */
function keptIn(folder: string, name: StoreName) {
  mkdirSync(folder, { recursive: true });
  const mark = path.join(folder, `${name}.loaded`);
  const database: DatabaseConfig =
    name === 'sqlite'
      ? { kind: 'sqlite', file: path.join(folder, 'lists.db') }
      : { kind: 'postgres', connectionString: process.env['DATABASE_URL'] ?? '', poolSize: 10 };
  return {
    database,
    keyRingFile: path.join(folder, `${name}.keys`),
    isThere: existsSync(mark),
    done: () => writeFileSync(mark, ''),
  };
}

async function load(server: Server): Promise<void> {
  const began = performance.now();
  await server.ask('load', { group: 'quick', count: USERS, usable: USABLE });
  console.log(`  ${USERS} people after ${seconds(began)} s`);
  await server.ask('loadRecords', { count: RECORDS, accounts: USERS });
  console.log(`  ${RECORDS} records after ${seconds(began)} s`);
}

const seconds = (began: number): string => ((performance.now() - began) / 1000).toFixed(0);

type Measure = (n: number) => Promise<string>;

async function report(name: StoreName, server: Server, groupId: string): Promise<void> {
  const connection = await Connection.open(server.port);
  const browser = makeBrowser(connection, server.port);
  console.log(`${name}: ${USERS} people, ${RECORDS} records`);
  const measures = {
    ...measuresOf(await asking(browser, OWNER), groupId),
    ...measuresOfScoped(await asking(browser, SCOPED)),
  };
  for (const [what, measure] of Object.entries(measures)) {
    if (values.only !== undefined && !what.includes(values.only)) continue;
    const { median, p95, size } = await timesOf(measure);
    console.log(`  ${what}: ${median.toFixed(1)} / ${p95.toFixed(1)} ms, ${size} found`);
  }
  connection.close();
}

type Ask = (name: EndpointName, body: unknown, params?: unknown) => Promise<string>;

async function asking(browser: Browser, account: Account): Promise<Ask> {
  const page: OnPage = await browser.session(await browser.verify(await browser.begin(account)));
  return (name, body, params) => browser.call(page, name, { body, params });
}

/** To be compared with the beginning of a name in the same run: at most twice as long. */
const ODD = ['%', '_', '%card', "' OR 1=1--", '{"$gt":""}', '.*'];

const spread = (n: number, of: number): number => Math.floor((of * n) / CALLS);
const loginAt = (n: number): string => loginOf({ group: 'quick', number: spread(n, USERS) });

function measuresOf(ask: Ask, groupId: string): Readonly<Record<string, Measure>> {
  const search = (body: Readonly<Record<string, unknown>>) => ask('searchUsers', body);
  const read = (body: Readonly<Record<string, unknown>>) => ask('readReport', body);
  const preview = { question: 'methods', value: { everybody: ['passkey'], groups: [] } };
  return {
    'people: first page': () => search({}),
    'people: the next page': goingOn((after) => search({ after })),
    'people: beginning of a name': (n) => search({ search: `Somebody ${spread(n, USERS)}` }),
    'people: beginning of everybody’s name': () => search({ search: 'some' }),
    'people: beginning of a login': (n) => search({ search: `quick${n}` }),
    'people: a whole mail address': (n) => search({ search: `${loginAt(n)}@example.org` }),
    'people: exact number': (n) => search({ search: numberOf(n % PHONES) }),
    'people: letters of a pattern': (n) => search({ search: ODD[n % ODD.length] }),
    'people: a state': () => search({ state: 'enforced' }),
    'people: a state that nobody has': () => search({ state: 'disabled' }),
    'people: a role that nobody has': () => search({ role: 'auditor' }),
    'people: without a method (nobody)': () => search({ registered: false }),
    'people: with a passkey (nobody)': () => search({ method: 'passkey' }),
    'people: blocked (nobody)': () => search({ blocked: true }),
    'people: a group': () => search({ group: groupId }),
    'people: beginning of a login in a group': () => search({ group: groupId, search: 'quick9' }),
    'one person': (n) =>
      ask('getUser', undefined, { userId: idOf({ group: 'quick', number: spread(n, USERS) }) }),
    'activity of one person': (n) =>
      ask('getUserActivity', undefined, {
        userId: idOf({ group: 'quick', number: spread(n, USERS) }),
      }),
    'report: first page': () => read({ report: 'sign-ins' }),
    'report: the next page': goingOn((after) => read({ report: 'sign-ins', after })),
    'report: failures': () => read({ report: 'sign-ins', outcome: 'failure' }),
    'report: of one person': (n) => read({ report: 'sign-ins', login: loginAt(n) }),
    'report: a method that nobody used': () => read({ report: 'sign-ins', method: 'passkey' }),
    'report: what never happened': () => read({ report: 'fraud' }),
    'the story of an attempt': (n) =>
      ask('getAttempt', undefined, { correlationId: requestIdOf(spread(n, RECORDS)) }),
    'dry run: nobody but passkeys': () => ask('previewPolicy', { answer: preview }),
    'dry run: who would be locked out': () => ask('listLockedOut', { answer: preview }),
  };
}

const measuresOfScoped = (ask: Ask): Readonly<Record<string, Measure>> => ({
  'scoped: first page': () => ask('searchUsers', {}),
  'scoped: beginning of everybody’s login': () => ask('searchUsers', { search: 'quick' }),
  'scoped: beginning of a login': (n) => ask('searchUsers', { search: `quick${n}` }),
});

/** Page after page: a cursor is keyed, and an index costs the same wherever it is gone on in. */
function goingOn(page: (after: string | undefined) => Promise<string>): Measure {
  let after: string | undefined;
  return async () => {
    const found = await page(after);
    const { next }: { readonly next?: string } = JSON.parse(found);
    after = next;
    return found;
  };
}

async function timesOf(measure: Measure) {
  const times: number[] = [];
  let found = '';
  for (let n = 0; n < CALLS; n += 1) {
    const start = performance.now();
    found = await measure(n);
    times.push(performance.now() - start);
    // What takes so long is not asked two hundred times.
    if (times.reduce((sum, time) => sum + time, 0) > 60_000) break;
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { median: at(0.5), p95: at(0.95), size: sizeOf(JSON.parse(found)) };
}

/** How many entries the answer's first list has. */
const sizeOf = (answer: object): number =>
  Object.values(answer).find((value): value is unknown[] => Array.isArray(value))?.length ?? 1;

for (const name of ['sqlite', 'postgres'] satisfies readonly StoreName[]) {
  if (values.store === undefined || values.store === name) await measureOn(name);
}
