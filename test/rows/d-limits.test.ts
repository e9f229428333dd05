import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { newAuthenticator, newBinding } from '../../apps/server/src/sql/testing/fixtures.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { changesSince, dumpOf, stateOf } from '../harness/world/dump.ts';
import { codeOf, codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const DAY = 24 * 60 * 60_000;
const ACCOUNTS = 5;

const bindPhone = (browser: Browser, number: string, slot = 'mobile') =>
  browser.call('bindPhone', { body: { slot, number, country: 'US', via: 'text' } });

/** All of an answer but what differs each time. */
function bytesOf({ status, text, headers }: Answer<unknown>): unknown {
  const { 'x-correlation-id': _, date: __, ...rest } = headers;
  return { status, rest, text: text.replaceAll(/"(correlationId|timestamp)":"[^"]*"/g, '"$1":""') };
}

/** The same of an addition that began: its ids are its own, and so are the last two digits. */
function shapeOf(answer: Answer<unknown>): unknown {
  const uuid = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
  const { status, text } = answer;
  const own = text.replaceAll(uuid, 'ID').replaceAll(/\+X X{8}\d\d/g, 'MASKED');
  // How far the message has come is the carrier's doing.
  return { status, text: own.replace(/"delivery":"\w+"/, '"delivery":""') };
}

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  async function signedIn(wanted: { readonly apps?: number; readonly mobile?: string } = {}) {
    made += 1;
    const { apps = 1, mobile } = wanted;
    const phones = mobile === undefined ? {} : { phones: { mobile } };
    const login = `collector-${made}`;
    const person = await world.person({ login, apps, prefers: 'totp', ...phones });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  async function sharedBy(count: number): Promise<string> {
    const number = newNumber();
    for (let n = 0; n < count; n += 1) await signedIn({ mobile: number });
    return number;
  }

  const pendingOf = async ({ id }: Person): Promise<number> => {
    const { binding: rows = [] } = await dumpOf(world.database);
    return rows.filter((row) => row['user_id'] === id && row['state'] === 'pending').length;
  };

  it('D15 a sixth app is refused, when it begins and when it ends', async () => {
    const { person, browser } = await signedIn({ apps: 4 });
    const { transact, stores } = world.database;
    const now = world.clock.now();
    const fifth = newBinding(person.id, { expiresAt: new Date(now.getTime() + 60_000) });
    await transact('fact', async (tx) => {
      await tx.bindings.insert(fifth);
      await tx.bindings.advance(fifth.id, 'confirmed', now);
    });
    const { value, status } = await browser.call('bindApp', { body: {} });
    assert.equal(status, 201);
    await transact('fact', (tx) => tx.authenticators.bind(fifth.id, newAuthenticator(person.id)));

    const late = await browser.call('confirmBinding', {
      params: { bindingId: value.binding.id },
      body: { output: codeOf(world, value.secret) },
    });
    assert.equal(late.problem?.code, 'limit_reached', late.text);
    assert.equal((await stores.authenticators.list(person.id)).length, 5);
    const early = await browser.call('bindApp', { body: {} });
    assert.deepEqual([early.status, early.problem?.code], [409, 'limit_reached']);
    const { value: info } = await browser.call('getSecurityInfo');
    assert.equal(info.mayAdd.app, false);
  });

  it('D15 fifty additions and more leave five pending at most, and three numbers', async () => {
    const { person, browser } = await signedIn();
    for (let n = 0; n < 50; n += 1) {
      assert.equal((await browser.call('bindApp', { body: {} })).status, 201);
    }
    for (const slot of ['mobile', 'alternate', 'mobile', 'alternate', 'mobile']) {
      const { status } = await bindPhone(browser, newNumber(), slot);
      assert.ok([201, 429].includes(status), String(status));
    }
    assert.ok((await pendingOf(person)) <= 5);
  });

  it('D16 I04 the sixth account gets the answer of any number that cannot be used', async () => {
    const full = await sharedBy(ACCOUNTS);
    const { person, browser } = await signedIn();
    const untouched = await stateOf(world.database);
    const answers = [
      await bindPhone(browser, full),
      await bindPhone(browser, '+12125550'),
      await bindPhone(browser, '+442079460958'),
    ] as const;
    for (const answer of answers) assert.deepEqual(bytesOf(answer), bytesOf(answers[0]));
    assert.equal(answers[0].problem?.code, 'number_unavailable');
    const changed = await changesSince(world.database, untouched, ['binding']);
    assert.deepEqual(changed, []);
    const refusals = (await world.audit('mfa.code.send_refused'))
      .filter(({ actor }) => actor?.id === person.id)
      .map(({ reason }) => reason);
    assert.deepEqual(refusals, ['number_shared', 'number_refused', 'country_closed']);
  });

  it('I04 a number of others and one that nobody has begin and end alike', async () => {
    const used = await sharedBy(ACCOUNTS - 1);
    const fresh = newNumber();
    const outcomes: unknown[] = [];
    for (const number of [used, fresh]) {
      const { browser } = await signedIn();
      const begun = await bindPhone(browser, number);
      const params = { bindingId: begun.value.id };
      const wrong = await browser.call('confirmBinding', { params, body: { output: '000000' } });
      const output = await codeTexted(world, number);
      const done = await browser.call('confirmBinding', { params, body: { output } });
      assert.equal(done.status, 200, done.text);
      outcomes.push([shapeOf(begun), bytesOf(wrong), shapeOf(done)]);
    }
    assert.deepEqual(outcomes[0], outcomes[1]);
  });

  it('D16 an account that was overtaken while it proved the number does not get it', async () => {
    const number = await sharedBy(ACCOUNTS - 1);
    const { person, browser } = await signedIn();
    const begun = await bindPhone(browser, number);
    assert.equal(begun.status, 201, begun.text);
    const output = await codeTexted(world, number);
    await signedIn({ mobile: number });
    const params = { bindingId: begun.value.id };
    const late = await browser.call('confirmBinding', { params, body: { output } });
    assert.equal(late.problem?.code, 'number_unavailable', late.text);
    assert.deepEqual(await world.database.stores.authenticators.numbersOf(person.id), []);
  });

  it('I04 with the budget of new numbers used up, a full number is like a fresh one', async () => {
    const full = await sharedBy(ACCOUNTS);
    const { browser } = await signedIn();
    const first = await bindPhone(browser, newNumber());
    assert.equal(first.status, 201, first.text);
    for (let n = 0; n < 2; n += 1) await bindPhone(browser, full);
    const answers = [
      await bindPhone(browser, full),
      await bindPhone(browser, newNumber()),
    ] as const;
    assert.deepEqual(bytesOf(answers[0]), bytesOf(answers[1]));
    assert.equal(answers[0].problem?.code, 'too_many_messages');
    world.clock.advance(DAY);
  });
}, prepareDatabase);
