import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { forEachStore } from '../harness/for-each-store.ts';
import { type Told, tellOnce } from '../harness/told-in-time.ts';
import { ask, complete, type Given, read, withDevice } from '../harness/with-device.ts';
import type { Answer } from '../harness/world/browser.ts';
import { bearer, orderKey } from '../harness/world/key.ts';
import { prepareDatabase } from '../harness/world/world.ts';

const FLOOD = path.join(import.meta.dirname, '../harness/poll-flood.ts');
const POLLS = 2_000;
const OPEN = 50;
const MIB = 1024 ** 2;
const ROUNDS = 11;

v8.setFlagsFromString('--expose-gc');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the flag above exposes
const collect = vm.runInNewContext('gc') as (how: object) => void;

/** What is held: V8 first gives back what it only keeps in reserve, as when a machine has no more to give. */
async function settle(): Promise<NodeJS.MemoryUsage> {
  for (let n = 0; n < 3; n += 1) {
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    await sleep(100);
  }
  return process.memoryUsage();
}

type Flood = { readonly count: number; readonly waiting: number };

/** Long polls of one source, so many at last open; who sends them is another process. */
async function flood({ world, device }: Given, { count, waiting }: Flood): Promise<ChildProcess> {
  const url = '/app/v1/device?wait=25';
  const headers = Object.entries(device.signedHeaders('GET', url));
  const head = headers.map(([name, value]) => `${name}: ${value}`);
  const request = [`GET ${url} HTTP/1.1`, ...head, '', ''].join('\r\n');
  const port = Number(new URL(world.authenticatorUrl).port);
  const child = fork(FLOOD, [JSON.stringify({ port, count, waiting, request })], { execArgv: [] });
  await once(child, 'message');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  child.disconnect();
  await once(child, 'exit');
  await sleep(200);
}

async function statusesOf(child: ChildProcess): Promise<readonly number[]> {
  child.send('statuses');
  const [statuses] = await once(child, 'message');
  return statuses;
}

/** The statuses of so many reads of the same thing, one after the other. */
async function statusesIn(count: number, look: () => Promise<Answer<unknown>>) {
  const statuses: number[] = [];
  for (let n = 0; n < count; n += 1) statuses.push((await look()).status);
  return statuses;
}

type Polled = {
  readonly advance: (ms: number) => void;
  readonly look: () => Promise<Answer<unknown>>;
};

/** Ten at once, then one a second, and one who came too early hears when. */
async function assertPace({ advance, look }: Polled): Promise<void> {
  const answered = async (count: number) =>
    (await statusesIn(count, look)).filter((status) => status === 200).length;
  assert.equal(await answered(30), 10);
  const refused = await look();
  assert.deepEqual(
    [refused.status, refused.problem?.code, refused.headers['retry-after']],
    [429, 'too_many_attempts', '1'],
  );
  for (let second = 0; second < 5; second += 1) {
    advance(1_000);
    assert.equal(await answered(3), 1);
  }
  advance(1_000);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

forEachStore((store) => {
  describe('who waits', () => {
    it('E11 of 2,000 long polls from one source 50 wait and the rest are 429; cold, and in 20 MB beside what V8 keeps in reserve', () =>
      withDevice(
        store,
        async (given) => {
          const before = await settle();
          const child = await flood(given, { count: POLLS, waiting: OPEN });
          const statuses = await statusesOf(child);
          const grown = ((await settle()).rss - before.rss) / MIB;
          assert.deepEqual([...new Set(statuses)], [429]);
          assert.equal(statuses.length, POLLS - OPEN);
          assert.ok(grown <= 20, `${grown.toFixed(1)} MiB`);
          await end(child);
          assert.equal(
            (await given.device.call('getDevice', { query: { wait: '1' } })).status,
            200,
          );
          const [row] = await given.world.audit('excess_rate_limit_exceeded');
          assert.equal(row?.reason, 'getDevice:too_many_attempts');
        },
        { listening: true },
      ));

    it('E11 one that waits costs at most 20 kB', () =>
      withDevice(
        store,
        async (given) => {
          const costs: number[] = [];
          for (let round = 0; round < 5; round += 1) {
            const child = await flood(given, { count: OPEN, waiting: OPEN });
            // All of them are heard.
            await sleep(500);
            const open = await settle();
            await end(child);
            const closed = await settle();
            costs.push((open.heapUsed + open.external - closed.heapUsed - closed.external) / OPEN);
          }
          const bytes = median(costs);
          assert.ok(
            bytes <= 20_000 && bytes > 1_000,
            costs.map((one) => one.toFixed(0)).join(', '),
          );
        },
        { listening: true },
      ));

    it('E11 a request that is on the phone is asked for once a second, after ten at once', () =>
      withDevice(store, async (given) => {
        const { world, device } = given;
        const { signIn } = await ask(given);
        const { advance } = world.clock;
        await assertPace({
          advance,
          look: () => device.call('getDevice', { query: { wait: '20' } }),
        });
        assert.equal((await device.approve(signIn.challenge?.number)).status, 204);
      }));

    it('E11 a page asks where its sign-in stands once a second, after ten at once; another page has its own pace', () =>
      withDevice(store, async (given) => {
        const { world, device } = given;
        const { browser, signIn } = await ask(given);
        const { advance } = world.clock;
        await assertPace({ advance, look: () => read(browser, signIn) });
        const sam = await world.person({ login: 'sam', apps: 1 });
        const other = world.browser();
        const theirs = await other.begin(sam);
        assert.deepEqual(await statusesIn(5, () => read(other, theirs)), [200, 200, 200, 200, 200]);
        // A stranger who knows the id slows nobody down.
        await statusesIn(20, () => read(other, signIn));
        assert.equal((await read(browser, signIn)).status, 200);
        const [row] = await world.audit('excess_rate_limit_exceeded');
        assert.equal(row?.reason, 'getSignIn:too_many_attempts');
        assert.equal((await device.approve(signIn.challenge?.number)).status, 204);
        assert.equal((await complete(browser, signIn)).value.state, 'completed');
      }));

    it('E11 a page that adds a phone asks once a second, after ten at once', () =>
      withDevice(store, async ({ world, person }) => {
        const browser = world.browser();
        await browser.signInByBoth(person);
        await browser.call('getSession');
        const { value } = await browser.call('bindDevice');
        const params = { bindingId: value.binding.id };
        const { advance } = world.clock;
        await assertPace({ advance, look: () => browser.call('getBinding', { params }) });
      }));

    it('E11 a program asks for a verification once a second, after ten at once', () =>
      withDevice(store, async ({ world, person }) => {
        const { key } = await orderKey(world, ['verification']);
        const browser = world.browser();
        const begun = await browser.call(
          'beginVerification',
          { body: { login: person.login, purpose: 'A payment', clientAddress: '192.0.2.81' } },
          bearer(key),
        );
        assert.equal(begun.status, 201, begun.text);
        const params = { verificationId: begun.value.id };
        const { advance } = world.clock;
        await assertPace({
          advance,
          look: () => browser.call('getVerification', { params, query: {} }, bearer(key)),
        });
      }));

    it('the page that waits, and the phone that waits, are told within 100 ms, from node to node', () =>
      withDevice(
        store,
        async ({ world, person, device }) => {
          // The last there is: on PostgreSQL another than the one that the page waits on.
          device.node = world.nodes.length - 1;
          const told: Told[] = [];
          for (let n = 0; n < ROUNDS; n += 1) told.push(await tellOnce({ world, person, device }));
          const [page, phone] = [
            median(told.map(({ pageMs }) => pageMs)),
            median(told.map(({ phoneMs }) => phoneMs)),
          ];
          assert.ok(page <= 100, `the page: ${page.toFixed(1)} ms`);
          assert.ok(phone <= 100, `the phone: ${phone.toFixed(1)} ms`);
          assert.equal(world.nodes.length, store.name === 'postgres' ? 2 : 1);
        },
        { listening: true, nodes: store.name === 'postgres' ? 2 : 1 },
      ));
  });
}, prepareDatabase);
