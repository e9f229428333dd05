import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { makePost } from '../../apps/server/src/outbound/post.ts';
import { addDevice, Device } from '../harness/device.ts';
import { forEachStore, type StoreUnderTest } from '../harness/for-each-store.ts';
import { type PushService, startPushService } from '../harness/push-service.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

type Given = {
  readonly world: World;
  readonly person: Person;
  readonly device: Device;
  readonly service: PushService;
};

async function withNotifications(
  store: StoreUnderTest,
  use: (given: Given) => Promise<void>,
): Promise<void> {
  const world = await makeWorld(store, { listening: true });
  const service = await startPushService();
  try {
    const person = await world.person({ login: 'alex', apps: 1 });
    const browser = world.browser();
    await browser.signIn(person);
    const device = new Device(world);
    await addDevice(browser, device);
    world.clock.advance(2 * 60 * 60_000);
    await use({ world, person, device, service });
  } finally {
    await service.close();
    await world.close();
  }
}

const subscribe = ({ device, service }: Given) =>
  device.call('subscribe', { body: { subscription: service.subscribe() } });

async function ask({ world, person }: Given): Promise<string> {
  const browser = world.browser();
  const { value } = await browser.choose(await browser.begin(person), 'push');
  return value.challenge?.number ?? '';
}

/** Somebody else, whose account is on a phone, too. */
async function secondAccount({ world }: Given) {
  const person = await world.person({ login: 'sam', apps: 1 });
  const browser = world.browser();
  await browser.signIn(person);
  const second = new Device(world);
  await addDevice(browser, second);
  world.clock.advance(2 * 60 * 60_000);
  return { second, person };
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isSo()) return;
    await sleep(25);
  }
  assert.fail('it did not come to that');
}

forEachStore((store) => {
  describe('notifications', () => {
    it('E08 a push says "open and look", encrypted and signed, and nothing else', () =>
      withNotifications(store, async (given) => {
        const { device, service, world } = given;
        assert.equal((await device.look()).notifications, 'off');
        assert.equal((await subscribe(given)).status, 204);
        assert.equal((await device.look()).notifications, 'on');
        const number = await ask(given);
        await until(() => service.received.length === 1);
        const [pushed] = service.received;
        assert.equal(pushed?.text, '{"open":"request"}');
        assert.ok(!JSON.stringify(pushed).includes(`"${number}"`));
        assert.equal(pushed.vapid.aud, service.url);
        assert.equal(pushed.vapid.sub, world.publicUrl);
        assert.equal(pushed.headers['ttl'], '60');
        assert.equal(pushed.headers['urgency'], 'high');
        assert.equal((await device.approve(number)).status, 204);
      }));

    it('E08 a subscription that is gone makes the device stale; it still asks, and can subscribe again', () =>
      withNotifications(store, async (given) => {
        const { device, service, world } = given;
        await subscribe(given);
        service.behave(410);
        const number = await ask(given);
        await until(async () => (await device.look()).notifications === 'stale');
        assert.equal((await device.approve(number)).status, 204);
        const [row] = await world.audit('mfa.code.undelivered');
        assert.equal(row?.reason, 'subscription_gone');
        service.behave(201);
        await subscribe(given);
        assert.equal((await device.look()).notifications, 'on');
        await ask(given);
        await until(() => service.received.length === 1);
      }));

    it('a push service that fails for now is tried again', () =>
      withNotifications(store, async (given) => {
        const { service, world } = given;
        await subscribe(given);
        service.behave(503);
        await ask(given);
        await sleep(200);
        service.behave(201);
        world.clock.advance(2_000);
        await until(() => service.received.length === 1);
      }));

    it('two accounts on one phone share its subscription, and neither disturbs the other', () =>
      withNotifications(store, async (given) => {
        const { device, service } = given;
        const subscription = service.subscribe();
        const { second, person } = await secondAccount(given);
        for (const one of [device, second]) {
          assert.equal((await one.call('subscribe', { body: { subscription } })).status, 204);
        }
        for (const one of [device, second]) assert.equal((await one.look()).notifications, 'on');
        await ask(given);
        await until(() => service.received.length === 1);
        await ask({ ...given, person });
        await until(() => service.received.length === 2);

        await second.call('subscribe', { body: { subscription: null } });
        assert.equal((await second.look()).notifications, 'off');
        assert.equal((await device.look()).notifications, 'on');
        await second.call('subscribe', { body: { subscription } });
        service.behave(410);
        given.world.clock.advance(2 * 60 * 60_000);
        await ask(given);
        for (const one of [device, second]) {
          await until(async () => (await one.look()).notifications === 'stale');
        }
      }));

    it('whoever knows an endpoint, and not its keys, takes nothing from the phone that it is of', () =>
      withNotifications(store, async (given) => {
        const { device, service } = given;
        const subscription = service.subscribe();
        await device.call('subscribe', { body: { subscription } });
        const { second } = await secondAccount(given);
        const { endpoint } = subscription;
        const guessed = { ...service.subscribe(), endpoint };
        await second.call('subscribe', { body: { subscription: guessed } });
        await ask(given);
        await until(() => service.received.length === 1);
        assert.equal(service.received[0]?.text, '{"open":"request"}');
      }));

    it('an account that is added again on the same phone is told once', () =>
      withNotifications(store, async (given) => {
        const { world, device, person, service } = given;
        const subscription = service.subscribe();
        await device.call('subscribe', { body: { subscription } });
        const browser = world.browser();
        await browser.signIn(person);
        const again = new Device(world);
        await addDevice(browser, again);
        await again.call('subscribe', { body: { subscription } });
        assert.equal((await device.look()).notifications, 'off');
        assert.equal((await again.look()).notifications, 'on');
      }));
  });
}, prepareDatabase);

describe('K18 endpoints of push services', () => {
  const body = Buffer.from('x');
  const to = (endpoint: string) => ({ endpoint: new URL(endpoint), headers: {}, body });

  for (const endpoint of [
    'https://127.0.0.1/push',
    'https://[::ffff:127.0.0.1]/push',
    'https://2130706433/push',
    'https://10.0.0.1/push',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00::1]/push',
  ]) {
    it(`K18 ${endpoint} is refused`, async () => {
      const post = makePost({ allowPrivate: false });
      assert.deepEqual(await post(to(endpoint)), { kind: 'refused', why: 'not_public' });
    });
  }

  it('K18 plain http is for evaluation', async () => {
    const post = makePost({ allowPrivate: false });
    assert.deepEqual(await post(to('http://push.example.org/1')), {
      kind: 'refused',
      why: 'not_https',
    });
  });

  it('K18 a name is refused when any of its addresses is private, and is asked for once', async () => {
    let asked = 0;
    const resolve = async () => {
      asked += 1;
      return ['9.9.9.9', '127.0.0.1'];
    };
    const post = makePost({ allowPrivate: false, resolve });
    assert.equal((await post(to('https://push.example.org/1'))).kind, 'refused');
    assert.equal(asked, 1);
  });

  it('K18 a redirect is not followed, and nobody is waited for', async () => {
    const service = await startPushService();
    try {
      service.behave(302);
      const post = makePost({ allowPrivate: true });
      const { endpoint } = service.subscribe();
      assert.deepEqual(await post(to(endpoint)), { kind: 'answered', status: 302 });
      const slow = makePost({ allowPrivate: true, timeoutMs: 1 });
      assert.ok(['unreachable', 'answered'].includes((await slow(to(endpoint))).kind));
    } finally {
      await service.close();
    }
  });
});
