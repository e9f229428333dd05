import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const PHONES = ['mobile', 'office', 'alternate'];

forEachStore((store) => {
  let world: World;
  before(async () => {
    const phones = { forbiddenFor: ['administrator'] } as const;
    world = await makeWorld(store, { phones: true, config: { phones } });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  const bodyOf = (slot: string) => ({ slot, number: newNumber(), country: 'US', via: 'call' });

  it('F15 a role that may have no number is not offered one and gets none (the risk text is in the browser tests)', async () => {
    const admin = await world.person({ login: 'admin', role: 'administrator', apps: 1 });
    const browser = world.browser();
    await browser.signIn(admin);
    const { value: options } = await browser.call('getSetUpOptions');
    assert.deepEqual([options.slots, options.app], [[], true]);
    const { value: info } = await browser.call('getSecurityInfo');
    assert.deepEqual(info.mayAdd, { slots: [], app: true, passkey: true, hardwareToken: false });
    const untouched = await stateOf(world.database);
    for (const slot of PHONES) {
      const refused = await browser.call('bindPhone', { body: bodyOf(slot) });
      assert.equal(refused.status, 403, refused.text);
      assert.equal(refused.problem?.code, 'method_unavailable');
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
    const records = (await world.audit('mfa.code.send_refused')).filter(
      ({ actor }) => actor?.id === admin.id,
    );
    assert.deepEqual(
      records.map(({ reason }) => reason),
      PHONES.map(() => 'phone_forbidden'),
    );
  });

  it('F15 in a set-up as well, where the app is what is left', async () => {
    const role = 'administrator';
    const admin = await world.person({ login: 'new-admin', role, state: 'enabled' });
    const browser = world.browser();
    assert.equal((await browser.begin(admin)).state, 'set-up');
    assert.deepEqual((await browser.call('getSetUpOptions')).value.slots, []);
    const refused = await browser.call('bindPhone', { body: bodyOf('mobile') });
    assert.equal(refused.problem?.code, 'method_unavailable', refused.text);
    assert.equal((await browser.call('bindApp', { body: {} })).status, 201);
  });

  it('F15 everybody else is offered every place', async () => {
    const user = await world.person({ login: 'user', apps: 1 });
    const browser = world.browser();
    await browser.signIn(user);
    assert.deepEqual((await browser.call('getSecurityInfo')).value.mayAdd.slots, PHONES);
    const begun = await browser.call('bindPhone', { body: bodyOf('mobile') });
    assert.equal(begun.status, 201, begun.text);
  });
}, prepareDatabase);
