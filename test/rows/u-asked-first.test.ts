import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const AGENTS = {
  computer: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  phone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1',
} as const;

type Device = keyof typeof AGENTS;

/** What a browser of this kind is asked first: the type and the place. */
async function askedFirst(world: World, person: Person, device: Device) {
  const body = { login: person.login, password: person.password };
  const headers = { 'user-agent': AGENTS[device] };
  // Past the wait between two messages to one number.
  world.clock.advance(31_000);
  const { status, value, text } = await world.browser().call('beginSignIn', { body }, headers);
  assert.equal(status, 200, text);
  const { type, slot } = value.challenge?.option ?? {};
  return slot === undefined ? type : `${type} ${slot}`;
}

type Choice = { readonly device: Device; readonly type: string | null; readonly slot?: string };

async function choose(browser: Browser, { device, type, slot }: Choice) {
  const { value } = await browser.call('getSecurityInfo');
  const options = value.methods.flatMap((method) => method.options);
  const option = options.find((o) => o.type === type && o.slot === slot);
  const body = { optionId: type === null ? null : (option?.id ?? ''), device };
  return browser.call('setPreferredOption', { body });
}

forEachStore((store) => {
  const worlds: World[] = [];
  const newNumber = makeNumbers();
  after(async () => {
    for (const world of worlds) await world.close();
  });
  const worldOf = async (systemPreferred: boolean): Promise<World> => {
    const world = await makeWorld(store, { phones: true, config: { systemPreferred } });
    worlds.push(world);
    return world;
  };

  describe('where people choose', () => {
    let world: World;
    before(async () => {
      world = await worldOf(false);
    });

    it('the first method is no choice: a better one that comes later is asked first', async () => {
      const person = await world.person({ login: 'newcomer', state: 'enabled' });
      const browser = world.browser();
      const signIn = await browser.begin(person);
      const number = newNumber();
      const phone = { slot: 'mobile', number, country: 'US', via: 'text' };
      const { value } = await browser.call('bindPhone', { body: phone });
      const output = await codeTexted(world, number);
      await browser.call('confirmBinding', { params: { bindingId: value.id }, body: { output } });
      const done = await browser.call('finishSetUp', { params: { signInId: signIn.id } });
      assert.equal(done.status, 200, done.text);
      const { value: info } = await browser.call('getSecurityInfo');
      assert.deepEqual(info.preferred, {});
      assert.equal(await askedFirst(world, person, 'computer'), 'text mobile');
    });

    it('a computer and a phone are asked what was chosen for each, or the best there is', async () => {
      const phones = { mobile: newNumber(), office: newNumber() };
      const person = await world.person({ login: 'chooser', phones, apps: 1, prefers: 'totp' });
      const browser = world.browser();
      await browser.signIn(person);
      for (const device of ['computer', 'phone'] as const)
        await choose(browser, { device, type: null });
      assert.equal(await askedFirst(world, person, 'computer'), 'totp');
      assert.equal(await askedFirst(world, person, 'phone'), 'totp');

      const office = await choose(browser, { device: 'computer', type: 'call', slot: 'office' });
      assert.equal(office.status, 200, office.text);
      assert.equal(await askedFirst(world, person, 'computer'), 'call office');
      assert.equal(await askedFirst(world, person, 'phone'), 'totp');
      const text = await choose(browser, { device: 'phone', type: 'text', slot: 'mobile' });
      assert.equal(await askedFirst(world, person, 'phone'), 'text mobile');
      assert.equal(await askedFirst(world, person, 'computer'), 'call office');
      assert.ok(text.value.preferred.computer && text.value.preferred.phone);

      await choose(browser, { device: 'computer', type: null });
      assert.equal(await askedFirst(world, person, 'computer'), 'totp');
      const records = (await world.audit('factor.default_changed'))
        .filter(({ actor }) => actor?.id === person.id)
        .map(({ reason, detail }) => `${reason} ${detail?.['device']}`);
      assert.deepEqual(records, [
        'best_registered computer',
        'best_registered phone',
        'chosen computer',
        'chosen phone',
        'best_registered computer',
      ]);
    });

    it('a choice goes with what was chosen: it moves with a changed number and ends with a deleted one', async () => {
      const phones = { mobile: newNumber() };
      const person = await world.person({ login: 'keeper', phones, apps: 1, prefers: 'totp' });
      const browser = world.browser();
      await browser.signIn(person);
      await choose(browser, { device: 'phone', type: 'call', slot: 'mobile' });
      const number = newNumber();
      const phone = { slot: 'mobile', number, country: 'US', via: 'text' };
      const { value } = await browser.call('bindPhone', { body: phone });
      const output = await codeTexted(world, number);
      await browser.call('confirmBinding', { params: { bindingId: value.id }, body: { output } });
      assert.equal(await askedFirst(world, person, 'phone'), 'call mobile');

      const { value: info } = await browser.call('getSecurityInfo');
      const methodId = info.methods.find(({ kind }) => kind === 'phone')?.id ?? '';
      const left = await browser.call('removeMethod', { params: { methodId } });
      assert.deepEqual(Object.keys(left.value.preferred), ['computer']);
      assert.equal(await askedFirst(world, person, 'phone'), 'totp');
    });

    it('a passkey is asked for first, or on the kind of device that it was chosen for', async () => {
      const wanted = { login: 'passkeys', apps: 1, passkeys: [{}, {}] } as const;
      const person = await world.person({ ...wanted, prefers: 'totp' });
      const browser = world.browser();
      await browser.signInByBoth(person);
      await choose(browser, { device: 'phone', type: null });
      assert.equal(await askedFirst(world, person, 'computer'), 'totp');
      assert.equal(await askedFirst(world, person, 'phone'), 'passkey');

      const chosen = await choose(browser, { device: 'computer', type: 'passkey' });
      assert.equal(chosen.value.preferred.computer, chosen.value.automaticOptionId);
      await choose(browser, { device: 'phone', type: 'totp' });
      assert.equal(await askedFirst(world, person, 'computer'), 'passkey');
      assert.equal(await askedFirst(world, person, 'phone'), 'totp');

      for (const left of [1, 0]) {
        const { value: info } = await browser.call('getSecurityInfo');
        const methodId = info.methods.find(({ kind }) => kind === 'passkey')?.id ?? '';
        const { value, text } = await browser.call('removeMethod', { params: { methodId } });
        // One passkey is as good as another: the choice goes to the next, while there is one.
        const expected = left > 0 ? value.automaticOptionId : undefined;
        assert.equal(value.preferred.computer, expected, text);
        assert.equal(await askedFirst(world, person, 'computer'), left > 0 ? 'passkey' : 'totp');
      }
    });

    it('what only helps out cannot be chosen', async () => {
      const phones = { mobile: newNumber() };
      const wanted = { login: 'helper', phones, apps: 1, recoveryCodes: 3 } as const;
      const person = await world.person({ ...wanted, prefers: 'totp' });
      const browser = world.browser();
      await browser.signIn(person);
      const codes = await choose(browser, { device: 'phone', type: 'saved-recovery-code' });
      const spoken = await choose(browser, {
        device: 'phone',
        type: 'spoken-code',
        slot: 'mobile',
      });
      assert.deepEqual([codes.status, spoken.status], [404, 404]);
    });

    it('D07 an option of somebody else, and one that never was, are not there', async () => {
      const person = await world.person({ login: 'owner', apps: 1 });
      const browser = world.browser();
      await browser.signIn(person);
      const body = { optionId: 'x'.repeat(22), device: 'phone' };
      assert.equal((await browser.call('setPreferredOption', { body })).status, 404);
    });
  });

  it('where the organisation decides, the order wins and nothing can be chosen', async () => {
    const world = await worldOf(true);
    const phones = { mobile: newNumber() };
    const person = await world.person({ login: 'led', phones, apps: 1, prefers: 'text' });
    assert.equal(await askedFirst(world, person, 'computer'), 'totp');
    assert.equal(await askedFirst(world, person, 'phone'), 'totp');
    const browser = world.browser();
    await browser.signIn(person);
    const { value } = await browser.call('getSecurityInfo');
    assert.equal(value.systemPreferred, true);
    const refused = await choose(browser, { device: 'phone', type: 'text', slot: 'mobile' });
    assert.equal(refused.problem?.code, 'access_denied', refused.text);
    world.clock.advance(30_000);
    const { value: stepUp } = await browser.call('beginStepUp', { body: {} });
    assert.equal(stepUp.challenge?.option.type, 'totp');

    const wanted = { login: 'keyed', apps: 1, passkeys: [{}], prefers: 'totp' } as const;
    const keyed = await world.person(wanted);
    assert.equal(await askedFirst(world, keyed, 'computer'), 'passkey');
    assert.equal(await askedFirst(world, keyed, 'phone'), 'passkey');
  });
}, prepareDatabase);
