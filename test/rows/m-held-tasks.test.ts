import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { PolicyAnswer } from '../../packages/contract/src/schemas.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import { makePolicyMaker } from '../harness/world/policy.ts';
import { NEW_PASSWORD, orderPasswordChange } from '../harness/world/reset.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const DAY = 24 * 60 * 60_000;
/** A network that nobody of these tests is at home in. */
const ABROAD = { source: '203.0.113.7' };

const CAMPAIGN: PolicyAnswer<'campaign'> = {
  on: true,
  target: 'passkey',
  include: [],
  exclude: [],
  snoozeDays: 1,
  skips: 3,
  limited: true,
};

forEachStore((store) => {
  const newNumber = makeNumbers();
  let world: World;
  before(async () => {
    world = await makeWorld(store, {
      phones: true,
      config: { newPlaces: { holdMs: DAY } },
    });
  });
  after(() => world.close());

  const heldIn = async (userId: string) =>
    (await rowsOf(world.database, 'session')).filter(
      (row) => row['user_id'] === userId && row['held_until'] !== null,
    );

  it('M09 C14 whoever is held is led to no new method, gets no new recovery codes, and is not remembered', async () => {
    const person = await world.person({
      login: 'led-on',
      phones: { mobile: newNumber() },
      apps: 1,
      recoveryCodes: 1,
      prefers: 'totp',
    });
    await world.browser().signIn(person);
    world.clock.advance(60_000);
    const { answer } = await makePolicyMaker(world);
    await answer({ question: 'campaign', value: CAMPAIGN });

    // Somebody in between hands a code on: there is no task in which a passkey of theirs is added.
    const between = world.browser(ABROAD);
    const begun = await between.begin(person);
    const body = { challengeId: begun.challenge?.id, output: person.code(), remember: true };
    const answered = await between.call('verifyChallenge', {
      params: { signInId: begun.id },
      body,
    });
    assert.equal(answered.value.state, 'completed', answered.text);
    assert.equal((await between.call('bindPasskey', { body: {} })).problem?.code, 'changes_held');
    assert.deepEqual(await rowsOf(world.database, 'remembered_browser'), []);

    // The last code, from there: spent, and no others in its place.
    const byCode = world.browser(ABROAD);
    const chosen = await byCode.choose(await byCode.begin(person), 'saved-recovery-code');
    const last = await byCode.verify(chosen.value, person.recoveryCodes[0]);
    assert.equal(last.value.state, 'completed', last.text);
    const codes = await byCode.call('generateRecoveryCodes');
    assert.equal(codes.problem?.code, 'changes_held');
    assert.equal((await heldIn(person.id)).length, 2);

    // At home both are asked for as ever.
    world.clock.advance(60_000);
    const home = world.browser();
    const { value } = await home.verify(await home.begin(person), person.code());
    assert.deepEqual(
      [value.state, value.tasks],
      ['tasks', ['new-recovery-codes', 'better-method']],
    );
  });

  it('M09 a password that must be changed is changed there too, and nothing else comes with it', async () => {
    const person = await world.person({ login: 'must-change', apps: 1, prefers: 'totp' });
    const home = world.browser();
    const first = await home.verify(await home.begin(person), person.code());
    assert.deepEqual(first.value.tasks, ['better-method']);
    const later = await home.call('postponeTask', { params: { signInId: first.value.id } });
    assert.equal(later.value.state, 'completed', later.text);
    world.clock.advance(2 * DAY);
    await orderPasswordChange(world, person);

    const between = world.browser(ABROAD);
    const { value } = await between.verify(await between.begin(person), person.code());
    assert.deepEqual([value.state, value.tasks], ['tasks', ['change-password']]);
    const params = { signInId: value.id };
    const body = { password: NEW_PASSWORD };
    const changed = await between.call('changePasswordInSignIn', { params, body });
    assert.equal(changed.status, 200, changed.text);
    const added = await between.call('bindPasskey', { body: {} });
    assert.equal(added.status, 403, added.text);
    const done = await between.call('finishTasks', { params });
    assert.equal(done.value.state, 'completed', done.text);
    assert.equal((await heldIn(person.id)).length, 1);
  });
}, prepareDatabase);
