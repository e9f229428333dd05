import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  it('U08 signs in with the other phone', async () => {
    const phones = { mobile: '+12125550167', alternate: '+14155550130' };
    const alex = await world.person({ login: 'alex', phones });
    const browser = world.browser();
    const begun = await browser.begin(alex);
    assert.equal(begun.challenge?.option.type, 'text');
    assert.equal(begun.challenge.option.masked, '+X XXXXXXXX67');
    const chosen = await browser.choose(begun, 'call', 'alternate');
    assert.equal(chosen.value.challenge?.option.masked, '+X XXXXXXXX30');
    const call = await world.sink.waitForCall('+14155550130');
    world.sink.answer(call.sid);
    await world.sink.waitForSpoken(call.sid, 'press');
    world.sink.press(call.sid, '#');
    await world.sink.waitForEnd(call.sid);
    const done = await browser.call('completeSignIn', { params: { signInId: begun.id } });
    assert.equal(done.value.state, 'completed', done.text);
    assert.equal((await browser.call('getSession')).status, 200);
  });
}, prepareDatabase);
