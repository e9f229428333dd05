import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { par } from '../harness/barrier.ts';
import { addDevice, Device } from '../harness/device.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { makeSoftwareAuthenticator } from '../harness/software-authenticator.ts';
import { administrationOf, ORDER, orderPass } from '../harness/world/order.ts';
import { codeOf, codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { askForReset, NEW_PASSWORD } from '../harness/world/reset.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

import {
  cookieName,
  cookieOf,
  ok,
  remember,
  rowsFor,
  stateAfterPassword,
} from '../harness/world/remember.ts';

type Owner = { readonly world: World; readonly person: Person; readonly browser: Browser };

const newNumber = makeNumbers();

async function addNumber({ world, browser }: Owner): Promise<void> {
  const number = newNumber();
  const body = { slot: 'mobile', number, country: 'US', via: 'text' };
  const { value } = await browser.call('bindPhone', { body });
  const output = await codeTexted(world, number);
  await ok(browser.call('confirmBinding', { params: { bindingId: value.id }, body: { output } }));
}

/** Which ends what was remembered; it is remembered anew. */
async function addPhone({ world, person, browser }: Owner): Promise<Device> {
  const device = new Device(world);
  await addDevice(browser, device);
  assert.deepEqual(await rowsFor(world, person), []);
  await remember(world, person, browser);
  assert.equal((await rowsFor(world, person)).length, 1);
  return device;
}

/** Everything after which the second step is asked for again. */
const ENDINGS: Readonly<Record<string, (owner: Owner) => Promise<unknown>>> = {
  'an app that was added': async ({ world, browser }) => {
    const { value } = await browser.call('bindApp', { body: {} });
    const params = { bindingId: value.binding.id };
    const body = { output: codeOf(world, value.secret) };
    await ok(browser.call('confirmBinding', { params, body }));
  },
  'a number that was added': addNumber,
  'a number that was replaced': async (owner) => {
    await addNumber(owner);
    await remember(owner.world, owner.person, owner.browser);
    await addNumber(owner);
  },
  'a method that was removed': ({ browser, person }) =>
    ok(browser.call('removeMethod', { params: { methodId: person.apps[1]?.id ?? '' } })),
  'new recovery codes': ({ browser }) => ok(browser.call('generateRecoveryCodes')),
  'a pass that was issued': ({ world, person }) => orderPass(world, person),
  'a password that was reset': async ({ world, person }) => {
    const request = { ...person, state: 'enforced', password: person.password } as const;
    const outcome = await administrationOf(world).resetPassword(
      { user: request, ...request },
      ORDER,
    );
    assert.equal(outcome.kind, 'reset');
  },
  'a password that its owner changed': async ({ browser, person: { password } }) => {
    const there = { current: password, next: NEW_PASSWORD };
    await ok(browser.call('changePassword', { body: there }));
    const back = { current: NEW_PASSWORD, next: password };
    await ok(browser.call('changePassword', { body: back }));
  },
  'a password that was chosen by a link': async ({ world, person }) => {
    const token = await askForReset(world, person);
    const body = { token, password: person.password };
    await ok(world.browser().call('resetPassword', { body }));
  },
  'a passkey that was added': async ({ world, browser }) => {
    const { value } = await browser.call('bindPasskey', { body: {} });
    const authenticator = makeSoftwareAuthenticator({ origin: world.publicUrl });
    const params = { bindingId: value.binding.id };
    const body = { output: authenticator.register(value.publicKey) };
    await ok(browser.call('confirmBinding', { params, body }));
  },
  'a block that has ended': async ({ world, person: { id } }) => {
    const administration = administrationOf(world);
    await administration.block({ userId: id, days: 1 }, ORDER);
    await administration.unblock(id, ORDER);
  },
  'sessions that an administrator revoked': ({ world, person: { id } }) =>
    administrationOf(world).revokeSessions(id, ORDER),
  'an order of the administrator': ({ world, person: { id } }) =>
    administrationOf(world).forgetBrowsers(id, ORDER),
  'other browsers that were signed out': ({ browser }) => ok(browser.call('endOtherSessions')),
  '"This wasn\'t me" of a line': async ({ browser }) => {
    const { lines } = (await browser.call('getActivity')).value;
    await ok(browser.call('disownActivity', { params: { lineId: lines[0]?.id ?? '' } }));
  },
  'a phone that was removed by itself': async (owner) => {
    const device = await addPhone(owner);
    assert.equal((await device.call('removeDevice')).status, 204);
  },
  'a phone whose place another took': async (owner) => {
    const device = await addPhone(owner);
    const begun = await device.call('beginMove');
    const next = new Device(owner.world);
    await next.activate(/#activate=([\w-]+)/.exec(begun.text)?.[1] ?? '');
    assert.equal((await device.call('confirmMove')).status, 204);
  },
  'its owner, for this one': async ({ browser }) => {
    const { value } = await browser.call('listRememberedBrowsers');
    const mine = value.browsers.find(({ thisOne }) => thisOne);
    await ok(browser.call('forgetRememberedBrowser', { params: { browserId: mine?.id ?? '' } }));
  },
  'its owner, for all': ({ browser }) => ok(browser.call('forgetRememberedBrowsers')),
};

/** What the call says, and what is pressed then. */
const REPORT = [
  ['press zero', '0'],
  ['press the pound key now', '#'],
  ['press one', '1'],
] as const;

forEachStore((store) => {
  let world: World;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { phones: true, nodes });
  });
  after(() => world.close());

  let made = 0;
  const somebody = (wanted: { readonly role?: 'administrator' } = {}) => {
    made += 1;
    return world.person({ login: `owner-${made}`, apps: 2, prefers: 'totp', ...wanted });
  };

  for (const [what, end] of Object.entries(ENDINGS)) {
    it(`C14 ends with ${what}`, async () => {
      const person = await somebody();
      const { browser } = await remember(world, person);
      const elsewhere = world.browser();
      elsewhere.cookies.set(cookieName(browser), cookieOf(browser) ?? '');
      assert.equal(await stateAfterPassword(elsewhere, person), 'completed');
      await end({ world, person, browser });
      assert.deepEqual(await rowsFor(world, person), []);
      assert.equal(await stateAfterPassword(elsewhere, person), 'second-step');
    });
  }

  it('C14 ends with a fraud that was reported by phone', async () => {
    made += 1;
    const mobile = newNumber();
    const login = `robbed-${made}`;
    const wanted = { login, phones: { mobile }, apps: 1, prefers: 'totp' } as const;
    const person = await world.person(wanted);
    const { browser } = await remember(world, person);
    const thief = world.browser();
    await ok(thief.choose(await thief.begin(person), 'call'));
    const { sid } = await world.sink.waitForCall(mobile);
    world.sink.answer(sid);
    for (const [said, key] of REPORT) {
      await world.sink.waitForSpoken(sid, said);
      world.sink.press(sid, key);
    }
    await world.sink.waitForSpoken(sid, 'Thank you for your report');
    assert.deepEqual(await rowsFor(world, person), []);
    await administrationOf(world).unblock(person.id, ORDER);
    assert.equal(await stateAfterPassword(browser, person), 'second-step');
  });

  it('C14 ends with a clear: what comes next is the set-up', async () => {
    const person = await somebody();
    const { browser } = await remember(world, person);
    const request = { userId: person.id, registration: 'password' } as const;
    await administrationOf(world).clearMethods(request, ORDER);
    assert.deepEqual(await rowsFor(world, person), []);
    assert.equal(await stateAfterPassword(browser, person), 'set-up');
  });

  it('C14 an ending leaves its record, with how many', async () => {
    const person = await somebody();
    await remember(world, person);
    await remember(world, person);
    await administrationOf(world).revokeSessions(person.id, ORDER);
    const rows = await world.audit('device_trust.revoked');
    const last = rows.findLast(({ target }) => target?.id === person.id);
    assert.deepEqual([last?.reason, last?.detail?.['browsers']], ['revoked', 2]);
  });

  it('C14 no session outlives a revocation that it raced with, 10 times', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = await somebody();
      const { browser } = await remember(world, person);
      await world.database.transact('fact', (tx) =>
        tx.sessions.endAllOf(person.id, { reason: 'x', now: world.clock.now() }),
      );
      const { browser: again } = await remember(world, person, browser);
      const body = { login: person.login, password: person.password };
      const [answers] = await Promise.all([
        par(4, (n) => {
          const node = world.nodeUrls[n % world.nodeUrls.length] ?? '';
          return again.barrierRequest('beginSignIn', { body }, node);
        }),
        administrationOf(world).revokeSessions(person.id, ORDER),
      ]);
      assert.ok(answers.every(({ status }) => status === 200));
      const sessions = await rowsOf(world.database, 'session');
      const alive = sessions.filter(
        (row) => row['user_id'] === person.id && row['ended_at'] === null,
      );
      assert.deepEqual(alive, [], `round ${round}`);
    }
  });
}, prepareDatabase);
