import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { SecurityInfoView } from '../../packages/contract/src/schemas.ts';
import { par } from '../harness/barrier.ts';
import type { EndpointName } from '../../packages/contract/src/endpoints.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { ALL_ENDPOINTS, callAny, endpointOf, endpointsFor } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;

async function methodsOf(browser: Browser): Promise<SecurityInfoView> {
  const { status, value, text } = await browser.call('getSecurityInfo');
  assert.equal(status, 200, text);
  return value;
}

/** An answer without what differs each time. */
const plain = ({ status, problem }: Answer<unknown>): unknown => ({
  status,
  ...problem,
  correlationId: '',
  timestamp: '',
});

async function addNumber(browser: Browser, number: string, slot = 'mobile') {
  const body = { slot, number, country: 'US', via: 'text' };
  const { status, value, text } = await browser.call('bindPhone', { body });
  assert.equal(status, 201, text);
  return value;
}

async function stepUp(browser: Browser, person: Person): Promise<void> {
  const { value, text } = await browser.call('beginStepUp', { body: {} });
  const done = await browser.verify(value, person.code());
  assert.equal(done.status, 200, `${text} ${done.text}`);
}

/** Administration says no before it looks at an id; what staff may do u-help-desk.test.ts walks. */
const unknownTo = (name: EndpointName): number =>
  endpointOf(name).access === 'administration' ? 403 : 404;

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true, nodes: store.name === 'postgres' ? 2 : 1 });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  async function signedIn(wanted: { readonly apps?: number; readonly mobile?: string } = {}) {
    made += 1;
    const { apps = 1, mobile } = wanted;
    const person = await world.person({
      login: `member-${made}`,
      apps,
      recoveryCodes: 3,
      prefers: 'totp',
      ...(mobile === undefined ? {} : { phones: { mobile } }),
    });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  it('D01 a proof six minutes old opens no change, and changes nothing', async () => {
    const { person, browser } = await signedIn({ apps: 2 });
    const { value } = await browser.call('bindApp', { body: {} });
    world.clock.advance(5 * MINUTE);
    assert.equal((await browser.call('getSetUpOptions')).status, 200);
    world.clock.advance(MINUTE);
    const ids = { methodId: person.apps[0]?.id ?? '', bindingId: value.binding.id };
    const { methods } = await methodsOf(browser);
    const body = { optionId: methods[0]?.options[0]?.id };
    const untouched = await stateOf(world.database);
    for (const name of endpointsFor('fresh-session', 'set-up')) {
      const given = name === 'setPreferredOption' ? { ids, body } : { ids };
      const answer = await callAny(browser, name, given);
      assert.equal(answer.status, 403, name);
      assert.equal(answer.problem?.code, 'step_up_required', name);
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
    await stepUp(browser, person);
    const renamed = await callAny(browser, 'renameMethod', { ids, body: { name: 'Fresh' } });
    assert.equal(renamed.status, 200, renamed.text);
  });

  it('D05 a number is not offered before its code came back to the session that asked', async () => {
    const [old, fresh] = [newNumber(), newNumber()];
    const { person, browser } = await signedIn({ mobile: old });
    const binding = await addNumber(browser, fresh);
    const code = await codeTexted(world, fresh);

    const elsewhere = world.browser();
    const begun = await elsewhere.begin(person);
    const texts = begun.options.filter(({ type }) => type === 'text');
    assert.deepEqual(
      texts.map(({ masked }) => masked),
      [`+X XXXXXXXX${old.slice(-2)}`],
    );
    const chosen = await elsewhere.choose(begun, 'text', 'mobile');
    const done = await elsewhere.verify(chosen.value, await codeTexted(world, old));
    assert.equal(done.status, 200, done.text);

    const params = { bindingId: binding.id };
    const other = await elsewhere.call('confirmBinding', { params, body: { output: code } });
    assert.equal(other.status, 404, 'another session of the same person');
    const confirmed = await browser.call('confirmBinding', { params, body: { output: code } });
    assert.equal(confirmed.value.state, 'confirmed', confirmed.text);
    const numbers = await world.database.stores.authenticators.numbersOf(person.id);
    assert.deepEqual(
      numbers.map(({ e164 }) => e164),
      [fresh],
    );
  });

  it('D05 a number that was refused or not proved in time leaves the old one in place', async () => {
    const [old, fresh] = [newNumber(), newNumber()];
    const { person, browser } = await signedIn({ mobile: old });
    const binding = await addNumber(browser, fresh);
    const code = await codeTexted(world, fresh);
    world.clock.advance(10 * MINUTE + 1);
    await stepUp(browser, person);
    const late = await browser.call('confirmBinding', {
      params: { bindingId: binding.id },
      body: { output: code },
    });
    assert.equal(late.status, 410, late.text);
    const numbers = await world.database.stores.authenticators.numbersOf(person.id);
    assert.deepEqual(
      numbers.map(({ e164 }) => e164),
      [old],
    );
  });

  it("D07 another person's ids are like ids that nobody has (timing is not measured here)", async () => {
    const one = await signedIn({ apps: 2, mobile: newNumber() });
    const other = await signedIn({ apps: 2, mobile: newNumber() });
    const { value } = await other.browser.call('bindApp', { body: {} });
    const half = world.browser();
    const theirs = await half.begin(other.person);
    const mineHalf = world.browser();
    const mine = await mineHalf.begin(one.person);
    const ids = {
      methodId: other.person.apps[0]?.id ?? '',
      bindingId: value.binding.id,
      signInId: theirs.id,
      userId: other.person.id,
    };
    const optionId = (await methodsOf(other.browser)).methods[0]?.options[0]?.id ?? '';
    const untouched = await stateOf(world.database);

    // A key without its scope is refused before an id is looked at: k-keys.test.ts walks those.
    const walked = ALL_ENDPOINTS.filter(
      (name) => /\{\w+\}/.test(endpointOf(name).path) && endpointOf(name).access !== 'service',
    );
    for (const name of walked) {
      const browser = endpointOf(name).access === 'pre-auth' ? mineHalf : one.browser;
      const answer = await callAny(browser, name, { ids });
      assert.equal(answer.status, unknownTo(name), `${name}: ${answer.text}`);
      assert.deepEqual(plain(answer), plain(await callAny(browser, name)), name);
    }
    const preferred = await callAny(one.browser, 'setPreferredOption', { body: { optionId } });
    assert.equal(preferred.status, 404);
    const challenge = theirs.challenge?.id ?? '';
    const crossed = await callAny(mineHalf, 'verifyChallenge', {
      ids: { signInId: mine.id },
      body: { challengeId: challenge, output: other.person.code() },
    });
    assert.equal(crossed.status, 404, crossed.text);
    const chosen = await callAny(mineHalf, 'issueChallenge', {
      ids: { signInId: mine.id },
      body: { optionId: theirs.options[0]?.id ?? '' },
    });
    assert.equal(chosen.status, 403, chosen.text);
    assert.deepEqual(await changesSince(world.database, untouched), []);
  });

  it('D08 the last method stays', async () => {
    const { person, browser } = await signedIn({ apps: 2 });
    const [first = '', second = ''] = person.apps.map(({ id }) => id);
    const removed = await browser.call('removeMethod', { params: { methodId: first } });
    assert.equal(removed.status, 200, removed.text);
    const untouched = await stateOf(world.database);
    const refused = await browser.call('removeMethod', { params: { methodId: second } });
    assert.equal(refused.status, 409, refused.text);
    assert.equal(refused.problem?.code, 'last_method');
    assert.deepEqual(await changesSince(world.database, untouched), []);
  });

  it('D08 two removals of the last two leave one, 20 times', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { person, browser } = await signedIn({ apps: 2 });
      const answers = await par(2, (index) => {
        const params = { methodId: person.apps[index]?.id ?? '' };
        const node = world.nodeUrls[index % world.nodeUrls.length] ?? '';
        return browser.barrierRequest('removeMethod', { params }, node);
      });
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      const left = await world.database.stores.authenticators.list(person.id);
      assert.equal(left.filter(({ kind }) => kind === 'totp').length, 1, statuses.join());
      assert.deepEqual(statuses, [200, 409]);
    }
  });
}, prepareDatabase);
