import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { addDevice, Device } from '../harness/device.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { ask, complete, withDevice } from '../harness/with-device.ts';
import { makeWorld, prepareDatabase } from '../harness/world/world.ts';

const MINUTE = 60_000;

const codeOf = (text: string): string => /#activate=([\w-]+)/.exec(text)?.[1] ?? '';

forEachStore((store) => {
  describe('old devices', () => {
    it('D11 moves to another phone: the old key is dead in the same moment, one device is left', () =>
      withDevice(store, async (given) => {
        const { world, device, person } = given;
        const begun = await device.call('beginMove', {});
        assert.equal(begun.status, 201, begun.text);
        const code = codeOf(begun.text);
        const next = new Device(world);
        assert.equal((await device.look()).move, undefined);
        assert.equal((await device.call('confirmMove')).code, 'binding_over');
        assert.equal((await next.activate(code, {}, 'New phone')).status, 201);
        assert.equal((await new Device(world).activate(code)).code, 'activation_refused');
        assert.equal((await device.look()).move?.name, 'New phone');
        assert.equal((await next.look()).state, 'waiting');
        assert.equal((await next.call('confirmMove')).code, 'binding_over');

        const { signIn } = await ask(given);
        assert.equal((await next.look()).request, undefined);
        const number = signIn.challenge?.number;
        const held = await device.answerFor({ decision: 'approve', number });
        const foreign = next.signAnswer(held.id, { decision: 'approve', number });
        assert.equal((await next.send(held.id, foreign)).status, 404);

        const moved = await Promise.all(
          Array.from({ length: 10 }, () => device.call('confirmMove')),
        );
        assert.equal(moved.filter(({ status }) => status === 204).length, 1);
        assert.equal((await device.send(held.id, held.answer)).code, 'device_unknown');
        assert.equal((await device.call('getDevice')).code, 'device_unknown');
        assert.equal((await next.look()).state, 'active');
        world.clock.advance(31_000);
        const again = await ask(given);
        assert.equal((await next.approve(again.signIn.challenge?.number)).status, 204);
        assert.equal((await complete(again.browser, again.signIn)).value.state, 'completed');

        const browser = world.browser();
        await browser.signInByBoth(person);
        const { value } = await browser.call('getSecurityInfo');
        const devices = value.methods.filter(({ kind }) => kind === 'device');
        assert.deepEqual(
          devices.map(({ name }) => name),
          ['New phone'],
        );
        assert.equal((await world.audit('factor.moved')).length, 1);
      }));

    it('D11 a code of a move dies after ten minutes, and with the next one', () =>
      withDevice(store, async ({ world, device }) => {
        const first = codeOf((await device.call('beginMove')).text);
        const second = codeOf((await device.call('beginMove')).text);
        assert.equal((await new Device(world).activate(first)).code, 'activation_refused');
        world.clock.advance(10 * MINUTE);
        assert.equal((await new Device(world).activate(second)).code, 'activation_refused');
      }));

    it('U15 the old phone removed on the page, only the new one is asked', () =>
      withDevice(store, async (given) => {
        const { world, device, person } = given;
        const browser = world.browser();
        await browser.signInByBoth(person);
        const next = new Device(world);
        await addDevice(browser, next);
        await browser.call('getSession');
        const { value } = await browser.call('getSecurityInfo');
        const [old] = value.methods.filter(({ kind }) => kind === 'device');
        await browser.call('removeMethod', { params: { methodId: old?.id ?? '' } });
        world.clock.advance(2 * 60 * MINUTE);
        const { signIn } = await ask(given);
        assert.equal((await device.call('getDevice')).code, 'device_unknown');
        assert.equal((await next.approve(signIn.challenge?.number)).status, 204);
      }));

    it('D11 knows a removed device no more: it neither reads nor answers', () =>
      withDevice(store, async (given) => {
        const { world, device, person } = given;
        const { signIn } = await ask(given);
        const held = await device.answerFor({
          decision: 'approve',
          number: signIn.challenge?.number,
        });
        const browser = world.browser();
        await browser.signInByBoth(person);
        const { value } = await browser.call('getSecurityInfo');
        const method = value.methods.find(({ kind }) => kind === 'device');
        await browser.call('removeMethod', { params: { methodId: method?.id ?? '' } });
        assert.equal((await device.send(held.id, held.answer)).code, 'device_unknown');
        assert.equal((await device.call('getDevice')).code, 'device_unknown');
      }));
  });

  describe('activation of a device', () => {
    it('U18 works once with the typed code, and not after ten minutes', async () => {
      const world = await makeWorld(store);
      const person = await world.person({ login: 'sam', apps: 1 });
      const browser = world.browser();
      await browser.signIn(person);
      const begin = async () => (await browser.call('bindDevice')).value;

      const { code } = await begin();
      assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      const device = new Device(world);
      const wrong = await device.activate('0000-0000');
      assert.equal(wrong.code, 'activation_refused');
      const typed = code.toLowerCase().replace('-', ' ');
      assert.equal((await device.activate(typed)).status, 201);
      assert.equal((await new Device(world).activate(code)).code, 'activation_refused');
      assert.equal((await device.look()).state, 'waiting');

      const { link } = await begin();
      assert.equal((await device.call('getDevice')).code, 'device_unknown');
      const scanned = link.split('#activate=')[1] ?? '';
      world.clock.advance(10 * MINUTE);
      assert.equal((await new Device(world).activate(scanned)).code, 'activation_refused');
      await world.close();
    });

    it('counts nothing before its owner has said that it is theirs', async () => {
      const world = await makeWorld(store);
      const person = await world.person({ login: 'sam', apps: 1 });
      const browser = world.browser();
      await browser.signIn(person);
      const { value } = await browser.call('bindDevice');
      const params = { bindingId: value.binding.id };
      const early = await browser.call('challengeBinding', { params, body: { via: 'push' } });
      assert.equal(early.status, 410);
      const device = new Device(world);
      await device.activate(value.code);
      const seen = await browser.call('getBinding', { params });
      assert.equal(seen.value.device?.name, 'Pixel 8');
      assert.equal((await device.look()).request, undefined);
      const begun = await world.browser().begin(person);
      assert.ok(begun.options.every(({ type }) => type !== 'push'));
      assert.equal((await browser.call('confirmBinding', { params, body: {} })).status, 410);
      await world.close();
    });

    it('takes no key that did not sign the code for this server', async () => {
      const world = await makeWorld(store);
      const person = await world.person({ login: 'sam', apps: 1 });
      const browser = world.browser();
      await browser.signIn(person);
      const { value } = await browser.call('bindDevice');
      for (const changed of [{ aud: 'https://other.example' }, { code: 'X' }, { iat: 0 }]) {
        const refused = await new Device(world).activate(value.code, changed);
        assert.equal(refused.code, 'activation_refused');
      }
      assert.equal((await new Device(world).activate(value.code)).status, 201);
      await world.close();
    });
  });

  describe('calls of a device', () => {
    it('E06 are signed over method, address, body, server and time', () =>
      withDevice(store, async ({ device, world }) => {
        assert.equal((await device.call('getDevice', {}, 'unsigned')).code, 'device_unknown');
        for (const changed of [
          { aud: 'https://other.example' },
          { htm: 'DELETE' },
          { htu: '/app/v1/device?wait=1' },
          { digest: 'x' },
          { iat: device.seconds - 61 },
          { iat: device.seconds + 61 },
        ]) {
          const refused = await device.call('getDevice', {}, changed);
          assert.equal(refused.code, 'device_unknown', JSON.stringify(changed));
        }
        assert.equal((await new Device(world).call('getDevice')).code, 'device_unknown');
        assert.equal((await device.call('getDevice')).status, 200);
      }));
  });
}, prepareDatabase);
