import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  currentKeyOf,
  type KeyRing,
  makeKeyRing,
  retireOldKeys,
  rotateSealingKey,
  sealedBoxOf,
} from '../../apps/server/src/crypto/key-ring.ts';
import type { OutboxId } from '../../apps/server/src/domain/ids.ts';
import { makeReseal } from '../../apps/server/src/sql/reseal.ts';
import { SEALED_COLUMNS } from '../../apps/server/src/sql/tables.ts';
import {
  forEachStore,
  type MadeStore,
  type StoreConnection,
  type StoreUnderTest,
} from '../harness/for-each-store.ts';
import { dumpOf, rowsOf } from '../harness/world/dump.ts';
import { runFlows } from '../harness/world/flows.ts';
import { makeTold, noteOf, type Told } from '../harness/world/told.ts';
import { findKnown, formsOf } from '../harness/world/known.ts';
import { orderPass } from '../harness/world/order.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** Remembers where the database is that the world asked for. */
function watched(store: StoreUnderTest): StoreUnderTest & { connection(): StoreConnection } {
  let made: MadeStore | undefined;
  return {
    name: store.name,
    make: async () => (made = await store.make()),
    connection: () => made?.connection ?? assert.fail('not made yet'),
  };
}

forEachStore((store) => {
  const at = watched(store);
  let world: World;
  before(async () => {
    world = await makeWorld(at, { phones: true });
  });
  after(() => world.close());

  /** What a thief of the database has: every column of every table, and SQLite's files as they lie. */
  async function stolen(): Promise<Buffer> {
    const dump = Object.entries(await dumpOf(world.database));
    const cells = dump.flatMap(([table, rows]) => [
      Buffer.from(table),
      ...rows.flatMap((row) => Object.values(row).map(bytesOf)),
    ]);
    const connection = at.connection();
    const files =
      connection.kind === 'sqlite' ? ['', '-wal'].map((end) => connection.file + end) : [];
    const raw = files.filter((file) => existsSync(file)).map((file) => readFileSync(file));
    // A blank between two cells: digits of one are not part of the next.
    return Buffer.concat([...cells, ...raw].flatMap((part) => [part, Buffer.from(' ')]));
  }

  it('L01 in a stolen database no secret is of use, in the middle of everything or after it', async () => {
    const told = makeTold(world);
    await runFlows(world, told);
    await startEverything(world, told);
    const haystack = await stolen();
    assert.ok(haystack.length > 50_000);
    assert.ok(haystack.includes('everything@example.org'), 'the search would find what is there');
    assert.deepEqual(findKnown(haystack, told.known), []);
    const planted = { what: 'planted', value: randomBytes(20) };
    for (const form of formsOf(planted)) {
      const found = findKnown(Buffer.concat([haystack, form, haystack.subarray(0, 9)]), [planted]);
      assert.equal(found.length, 1, 'the search is blind to a form');
    }
    const kinds = new Set(told.known.map(({ what }) => what));
    for (const kind of KINDS) assert.ok(kinds.has(kind), `no ${kind} was looked for`);
  });
}, prepareDatabase);

const KINDS = [
  'cookie',
  'CSRF token',
  'code',
  'message',
  'recovery code',
  'password',
  'seed',
  'seed as text',
  'number',
  'pass',
  'bootstrap token',
];

const bytesOf = (cell: unknown): Buffer =>
  cell instanceof Uint8Array ? Buffer.from(cell) : Buffer.from(String(cell));

/** Begins one of each thing and leaves it half done: codes that wait, numbers and seeds on their way. */
async function startEverything(world: World, told: Told): Promise<void> {
  const number = makeNumbers();
  for (let used = 0; used < 20; used += 1) number();
  const phones = { mobile: number(), alternate: number() };
  const person = await world.person({ login: 'half-done', phones, apps: 1, recoveryCodes: 3 });
  noteOf(told, person);
  told.note('pass', await orderPass(world, person));

  const browser = told.browser();
  const begun = await browser.begin(person);
  await browser.choose(begun, 'totp');
  const done = await browser.verify((await browser.choose(begun, 'totp')).value, person.code());
  assert.equal(done.status, 200, done.text);
  const { value } = await browser.call('bindApp', { body: {} });
  told.note('seed as text', value.secret);
  await told.browser().begin(person);

  // The carrier does not take these: their codes wait in the queue.
  for (const via of ['text', 'call', 'spoken-code']) {
    const pending = number();
    told.note('number', pending);
    world.sink.setBehaviour({ to: pending, mode: 'error-500' });
    const newcomer = await world.person({ login: `queued-${via}`, state: 'enabled' });
    const other = told.browser();
    await other.begin(newcomer);
    const body = { slot: 'mobile', number: pending, country: 'US', via };
    const bound = await other.call('bindPhone', { body });
    assert.equal(bound.status, 201, bound.text);
    await noteQueued(world, told, bound.value.challenge?.id);
  }
}

/** What the queued message of a challenge says: read with the key, as the dispatcher does. */
async function noteQueued(
  world: World,
  told: Told,
  challengeId: string | undefined,
): Promise<void> {
  const rows = await rowsOf(world.database, 'outbox_message');
  const row = rows.find(({ challenge_id: id }) => id === challengeId);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a row of that table
  const found = await world.database.stores.outbox.find(String(row?.['id']) as OutboxId);
  const message = found?.message;
  assert.ok(message !== undefined && 'to' in message, 'the message is not queued any more');
  if (message.kind === 'call' && message.script.kind === 'spoken-code') {
    told.note('code', message.script.code);
  }
  if (message.kind !== 'text') return;
  told.note('message', message.body);
  told.note('code', /\d{6}/.exec(message.body)?.[0] ?? assert.fail());
}

const MEMBERS = 40;

forEachStore((store) => {
  let keys: KeyRing;
  const ring: KeyRing = {
    get sealingKeys() {
      return keys.sealingKeys;
    },
    get hashingKey() {
      return keys.hashingKey;
    },
    get auditKey() {
      return keys.auditKey;
    },
  };
  let world: World;
  before(async () => {
    keys = makeKeyRing(new Date(0));
    world = await makeWorld(store, { keyRing: ring, nodes: store.name === 'postgres' ? 2 : 1 });
  });
  after(() => world.close());

  /** `meanwhile`: what must have happened between two batches. */
  const reseal = async (
    meanwhile: () => Promise<unknown> = async () => undefined,
  ): Promise<void> => {
    const step = makeReseal(world.database.engine);
    for (;;) {
      const { done, unreadable } = await step(sealedBoxOf(ring), 7);
      assert.equal(unreadable, 0);
      if (done) return;
      await meanwhile();
    }
  };

  it(`L03 keys are rotated and everything is sealed again while people sign in: ${MEMBERS} people, not 100,000`, async () => {
    const people = [];
    for (let n = 0; n < MEMBERS; n += 1) {
      people.push(await world.person({ login: `member-${n}`, apps: 1 }));
    }
    const old = currentKeyOf(keys).id;
    let isRotating = true;
    let signedIn = 0;
    const signIns = people.map(async (person, index) => {
      const browser = world.browser({ node: index % 2 });
      await sleep((index % 10) * 5);
      await browser.signIn(person);
      // An app is added in the middle of it: its seed is sealed twice, under whatever key there is.
      const { status } = await browser.call('bindApp', { body: {} });
      assert.equal(status, 201);
      if (isRotating) signedIn += 1;
    });
    await sleep(10);
    keys = rotateSealingKey(keys, world.clock.now());
    // Somebody signs in while the first batch is sealed again and the rest is not.
    await reseal(() => Promise.race(signIns));
    isRotating = false;
    await Promise.all(signIns);
    assert.ok(signedIn > 0, 'nobody signed in meanwhile');
    await reseal();

    const dump = await dumpOf(world.database);
    const sealed = SEALED_COLUMNS.flatMap(({ table, column }) =>
      (dump[table] ?? []).map((row) => row[column]).filter((cell) => cell instanceof Uint8Array),
    );
    assert.ok(sealed.length >= 2 * MEMBERS);
    const idsOf = sealed.map((cell) => Buffer.from(cell.subarray(1, 9)).toString('hex'));
    assert.deepEqual([...new Set(idsOf)], [currentKeyOf(keys).id]);
    assert.notEqual(currentKeyOf(keys).id, old);

    keys = retireOldKeys(keys);
    world.clock.advance(60_000);
    for (const person of people) await world.browser().signIn(person);
  });
}, prepareDatabase);
