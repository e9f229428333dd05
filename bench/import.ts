import { parseArgs } from 'node:util';
import { makeAddUser } from '../apps/server/src/administration/add-user.ts';
import { makeImportPeople } from '../apps/server/src/administration/import-people.ts';
import {
  makeChangeState,
  makeImportStates,
} from '../apps/server/src/administration/import-states.ts';
import type { Order } from '../apps/server/src/administration/order.ts';
import { makeRunImport } from '../apps/server/src/administration/run-import.ts';
import { makeSetState } from '../apps/server/src/administration/set-state.ts';
import { makeKeyRing, sealedBoxOf } from '../apps/server/src/crypto/key-ring.ts';
import { makeIdSource } from '../apps/server/src/crypto/uuid-v7.ts';
import { loginKey, loginKeysOf } from '../apps/server/src/directory/login-key.ts';
import type { UserId } from '../apps/server/src/domain/ids.ts';
import type { Session } from '../apps/server/src/domain/session.ts';
import { type Database, openDatabase } from '../apps/server/src/sql/open-database.ts';
import { openStore, type StoreName } from './lib/stores.ts';

/**
 * How long a file of people takes to come in, and how much memory while it does:
 * `node bench/import.ts [--lines 100000] [--store sqlite]`. Batch by batch, as the console sends it,
 * with the progress that the database knows; then the same file once more, which adds nobody.
 */
const { values } = parseArgs({
  options: { lines: { type: 'string', default: '100000' }, store: { type: 'string' } },
});

const BATCH = 400;
const MEBIBYTE = 1024 * 1024;
const LINES = Number(values.lines);

const lineOf = (n: number): string => `user${n},Somebody ${n},user${n}@example.org,enabled`;
const clock = () => new Date();
const ids = makeIdSource(clock);

for (const name of ['sqlite', 'postgres'] satisfies readonly StoreName[]) {
  if (values.store === undefined || values.store === name) await measureOn(name);
}

async function measureOn(name: StoreName): Promise<void> {
  const store = await openStore(name);
  if ('kind' in store) {
    console.log(`${name}: left out, ${store.why}`);
    return;
  }
  const database = await openDatabase({
    settings: await store.make(),
    box: sealedBoxOf(makeKeyRing(new Date())),
    node: 'bench',
    accountOf: () => undefined,
  });
  try {
    await database.migrate();
    const order = await administrator(database);
    for (const which of ['first time', 'once more'])
      await readFile(name, which, { database, order });
  } finally {
    await database.close();
    await store.close();
  }
}

type SignedIn = Order & { readonly signedIn: NonNullable<Order['signedIn']> };

async function administrator({ transact }: Database): Promise<SignedIn> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a benchmark may mint an id
  const id = ids() as UserId;
  await transact('fact', (tx) =>
    tx.users.insert({
      id,
      login: 'boss',
      displayName: 'Boss',
      email: undefined,
      state: 'enforced',
      role: 'administrator',
      active: true,
      registration: { kind: 'password', openUntil: undefined },
      passwordHash: undefined,
      loginKeys: ['boss'],
      createdAt: clock(),
    }),
  );
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what an order reads of it
  const session = { id: ids(), userId: id, role: 'administrator' } as unknown as Session;
  const context = {
    requestId: ids(),
    source: 'bench',
    address: '192.0.2.1',
    userAgent: 'bench',
    device: 'computer',
    knownBrowser: undefined,
  } as const;
  return { operator: 'boss', reason: 'roll-out', signedIn: { session, context } };
}

type Reading = { readonly database: Database; readonly order: SignedIn };

async function readFile(name: StoreName, which: string, { database, order }: Reading) {
  const { transact, stores } = database;
  const noHash = { hash: () => Promise.reject(new Error('no passwords are made here')) };
  const addUser = makeAddUser({ transact, hasher: noHash, loginKeysOf, ids, clock });
  const changeState = makeChangeState({ setState: makeSetState({ transact, clock }) });
  const finding = { users: stores.users, loginKey };
  const states = makeImportStates({ ...finding, changeState });
  const people = makeImportPeople({ ...finding, addUser, changeState });
  const importers = { people, states, tokens: people };
  const { imports } = stores;
  const { start, batch } = makeRunImport({ imports, importers, transact, ids, clock });
  const { id } = await start({ content: 'people', dryRun: false, state: undefined }, order);
  const began = performance.now();
  let most = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let line = 1; line <= LINES; line += BATCH) {
    const count = Math.min(BATCH, LINES - line + 1);
    const csv = Array.from({ length: count }, (_, n) => lineOf(line + n)).join('\n');
    const outcome = await batch({ id, firstLine: line, csv, last: line + BATCH > LINES }, order);
    if (outcome.kind !== 'read') throw new Error(outcome.kind);
    const used = process.memoryUsage().rss / MEBIBYTE;
    // The first tenth is the engines warming up.
    if (line > LINES / 10) [most, least] = [Math.max(most, used), Math.min(least, used)];
  }
  const seconds = (performance.now() - began) / 1000;
  const run = await imports.find(id);
  console.log(
    `${name}, ${which}: ${run?.linesDone} lines in ${seconds.toFixed(1)} s (${Math.round(LINES / seconds)} a second), ` +
      `${run?.added} added, ${run?.unchanged} unchanged, ${run?.bad} bad; ` +
      `memory ${Math.round(least)} to ${Math.round(most)} MiB after the first tenth`,
  );
}
