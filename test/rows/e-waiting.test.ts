import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import type { Device } from '../harness/device.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { type Told, tellOnce } from '../harness/told-in-time.ts';
import { ask, withDevice } from '../harness/with-device.ts';
import { prepareDatabase, type World } from '../harness/world/world.ts';

const FLOOD = path.join(import.meta.dirname, '../harness/poll-flood.ts');
const POLLS = 2_000;
const OPEN = 50;
const MIB = 1024 ** 2;
const ROUNDS = 11;

v8.setFlagsFromString('--expose-gc');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the flag above exposes
const collect = vm.runInNewContext('gc') as () => void;

async function rss(): Promise<number> {
  for (let n = 0; n < 3; n += 1) {
    collect();
    await sleep(100);
  }
  return process.memoryUsage.rss() / MIB;
}

/** Long polls of one source, all open; who sent them is another process. */
async function flood(world: World, device: Device, count: number): Promise<ChildProcess> {
  const url = '/app/v1/device?wait=25';
  const headers = Object.entries(device.signedHeaders('GET', url));
  const head = headers.map(([name, value]) => `${name}: ${value}`);
  const request = [`GET ${url} HTTP/1.1`, ...head, '', ''].join('\r\n');
  const port = new URL(world.authenticatorUrl).port;
  const child = fork(
    FLOOD,
    [JSON.stringify({ port: Number(port), count, waiting: OPEN, request })],
    {
      execArgv: [],
    },
  );
  await once(child, 'message');
  return child;
}

async function statusesOf(child: ChildProcess): Promise<readonly number[]> {
  child.send('statuses');
  const [statuses] = await once(child, 'message');
  return statuses;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

forEachStore((store) => {
  describe('who waits', () => {
    it('E11 of 2,000 long polls from one source 50 wait and the rest are 429; in 20 MB, of a server that saw as many before', () =>
      withDevice(
        store,
        async ({ world, device }) => {
          const warm = await flood(world, device, POLLS);
          warm.disconnect();
          await once(warm, 'exit');
          const before = await rss();
          const child = await flood(world, device, POLLS);
          const statuses = await statusesOf(child);
          const grown = (await rss()) - before;
          assert.deepEqual([...new Set(statuses)], [429]);
          assert.equal(statuses.length, POLLS - OPEN);
          assert.ok(grown <= 20, `${grown.toFixed(1)} MiB`);
          child.disconnect();
          await once(child, 'exit');
          await sleep(200);
          assert.equal((await device.call('getDevice', { query: { wait: '1' } })).status, 200);
        },
        { listening: true },
      ));

    it('E11 a request that is on the phone is asked for once a second, after ten at once', () =>
      withDevice(store, async (given) => {
        const { world, device } = given;
        const { signIn } = await ask(given);
        const polls = async (count: number) => {
          const statuses: number[] = [];
          for (let n = 0; n < count; n += 1) {
            statuses.push((await device.call('getDevice', { query: { wait: '20' } })).status);
          }
          return statuses.filter((status) => status === 200).length;
        };
        assert.equal(await polls(30), 10);
        const refused = await device.call('getDevice');
        assert.equal(refused.code, 'too_many_attempts');
        assert.equal(refused.headers['retry-after'], '1');
        for (let second = 0; second < 5; second += 1) {
          world.clock.advance(1_000);
          assert.equal(await polls(3), 1);
        }
        world.clock.advance(1_000);
        assert.equal((await device.approve(signIn.challenge?.number)).status, 204);
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
