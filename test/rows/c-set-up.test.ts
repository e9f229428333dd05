import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { decideRequirement } from '../../apps/server/src/domain/requirement.ts';
import type { BindingView, SignInView } from '../../packages/contract/src/schemas.ts';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { codeOf, codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { callAny, endpointsFor, requestTo } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** An app on its way to an account: what was shown, and what such an app would show now. */
type Pending = { readonly binding: BindingView; readonly code: () => string };

const confirm = (browser: Browser, { binding, code }: Pending) =>
  browser.call('confirmBinding', { params: { bindingId: binding.id }, body: { output: code() } });

const finish = (browser: Browser, signIn: SignInView) =>
  browser.call('finishSetUp', { params: { signInId: signIn.id } });

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  const newcomer = () => {
    made += 1;
    return world.person({ login: `newcomer-${made}`, state: 'enabled' });
  };

  async function startSetUp(person: Person) {
    const browser = world.browser();
    const signIn = await browser.begin(person);
    assert.equal(signIn.state, 'set-up');
    return { browser, signIn };
  }

  async function startApp(browser: Browser): Promise<Pending> {
    const { status, value, text } = await browser.call('bindApp', { body: {} });
    assert.equal(status, 201, text);
    return { binding: value.binding, code: () => codeOf(world, value.secret) };
  }

  async function startNumber(browser: Browser): Promise<Pending> {
    const number = newNumber();
    const body = { slot: 'mobile', number, country: 'US', via: 'text' };
    const { status, value, text } = await browser.call('bindPhone', { body });
    assert.equal(status, 201, text);
    const code = await codeTexted(world, number);
    return { binding: value, code: () => code };
  }

  it('C08 with a factor on the account, the first factor opens nothing that reads or changes factors', async () => {
    const person = await world.person({ login: 'has-a-factor', apps: 1, recoveryCodes: 10 });
    const browser = world.browser();
    const signIn = await browser.begin(person);
    const ids = { signInId: signIn.id, methodId: person.apps[0]?.id ?? '' };
    const untouched = await stateOf(world.database);
    for (const name of endpointsFor('set-up', 'fresh-session')) {
      const answer = await callAny(browser, name, { ids });
      const expected = endpointsFor('set-up').includes(name) ? 403 : 401;
      assert.equal(answer.status, expected, `${name}: ${answer.text}`);
    }
    const finished = await finish(browser, signIn);
    assert.equal(finished.status, 410, finished.text);
    assert.deepEqual(await changesSince(world.database, untouched), []);
  });

  it('C08 a set-up that somebody else opened with the password is shut once the owner bound a method', async () => {
    const person = await newcomer();
    const other = await startSetUp(person);
    const theirs = await startApp(other.browser);
    const owner = await startSetUp(person);
    const own = await startApp(owner.browser);
    assert.equal((await confirm(owner.browser, own)).status, 200);

    const ids = { signInId: other.signIn.id, bindingId: theirs.binding.id };
    const untouched = await stateOf(world.database);
    for (const name of endpointsFor('set-up')) {
      const answer = await callAny(other.browser, name, { ids });
      assert.equal(answer.status, 403, `${name}: ${answer.text}`);
    }
    assert.equal((await confirm(other.browser, theirs)).status, 403);
    assert.equal((await finish(other.browser, other.signIn)).status, 403);
    assert.deepEqual(await changesSince(world.database, untouched), []);
    assert.equal((await finish(owner.browser, owner.signIn)).status, 200);
  });

  it('C08 of two set-ups that prove a method at the same moment one binds it, 20 times', async () => {
    for (let round = 0; round < 20; round += 1) {
      const person = await newcomer();
      const [one, other] = [await startSetUp(person), await startSetUp(person)];
      // A second app on its way would end the first; a number beside an app does not.
      const pending = [
        { ...one, ...(await startApp(one.browser)) },
        { ...other, ...(await startNumber(other.browser)) },
      ];
      const answers = await par(2, (index) => {
        const { browser, binding, code } = pending[index] ?? assert.fail();
        const input = { params: { bindingId: binding.id }, body: { output: code() } };
        return browser.barrierRequest('confirmBinding', input, world.nodeUrls[0] ?? '');
      });
      const bound = await world.database.stores.authenticators.list(person.id);
      const owners = new Set(bound.map(({ boundIn }) => boundIn));
      assert.equal(owners.size, 1, answers.map(({ status }) => status).join());
    }
  });

  it('C09 whoever must register reaches nothing but the set-up', async () => {
    const person = await newcomer();
    const { browser, signIn } = await startSetUp(person);
    const untouched = await stateOf(world.database);
    for (const name of endpointsFor('session', 'fresh-session')) {
      const answer = await callAny(browser, name, { ids: { signInId: signIn.id } });
      assert.equal(answer.status, 401, `${name}: ${answer.text}`);
    }
    assert.equal((await finish(browser, signIn)).status, 403);
    // A second tab, and a second sign-in with the same password, are no further.
    const again = await startSetUp(person);
    assert.equal((await again.browser.call('getSession')).status, 401);
    assert.equal((await finish(again.browser, again.signIn)).status, 403);
    assert.deepEqual(await changesSince(world.database, untouched, ['sign_in']), []);
    assert.equal((await browser.call('getSetUpOptions')).status, 200);
  });

  it('C09 no recovery codes before a method: they would outlive the set-up, whoever finishes one', async () => {
    const person = await newcomer();
    const { browser, signIn } = await startSetUp(person);
    assert.equal((await browser.call('generateRecoveryCodes')).status, 403);
    assert.equal((await finish(browser, signIn)).status, 403);
    assert.deepEqual(await world.database.stores.authenticators.list(person.id), []);
    assert.equal((await confirm(browser, await startApp(browser))).status, 200);
    assert.equal((await browser.call('generateRecoveryCodes')).status, 201);
    assert.equal((await finish(browser, signIn)).status, 200);
  });

  it('C09 whoever needs a pass to register reaches not even the set-up', async () => {
    const person = await world.person({ login: 'needs-help', registration: { kind: 'pass' } });
    const browser = world.browser();
    const signIn = await browser.begin(person);
    assert.equal(signIn.state, 'needs-help');
    for (const name of endpointsFor('set-up', 'session', 'fresh-session')) {
      const { status } = await callAny(browser, name);
      assert.ok(status === 401 || status === 403, `${name}: ${status}`);
    }
    assert.equal((await finish(browser, signIn)).status, 410);
  });

  it('C11 an app that was not proved signs nobody in and does not count as a method', async () => {
    const person = await newcomer();
    const first = await startSetUp(person);
    const pending = await startApp(first.browser);

    const bound = await world.database.stores.authenticators.list(person.id);
    assert.deepEqual(bound, []);
    const user = await world.database.stores.users.find(person.id);
    assert.ok(user);
    assert.equal(decideRequirement(user, bound, world.clock.now()).kind, 'set-up');

    const second = await startSetUp(person);
    assert.deepEqual(second.signIn.options, []);
    const guess = await second.browser.call('verifyChallenge', {
      params: { signInId: second.signIn.id },
      body: { challengeId: pending.binding.challenge?.id, output: pending.code() },
    });
    assert.ok(guess.status >= 400, guess.text);
    assert.equal((await finish(second.browser, second.signIn)).status, 403);
    // The addition belongs to the sign-in that began it.
    assert.equal((await confirm(second.browser, pending)).status, 404);
  });

  it('C11 a finished set-up cannot be opened again by the password, nor by its old cookie', async () => {
    const person = await newcomer();
    const { browser, signIn } = await startSetUp(person);
    const old = new Map(browser.cookies);
    const csrf = browser.csrfToken;
    assert.equal((await confirm(browser, await startApp(browser))).status, 200);
    assert.equal((await finish(browser, signIn)).status, 200);

    const untouched = await stateOf(world.database);
    const again = world.browser();
    const begun = await again.begin(person);
    assert.equal(begun.state, 'second-step');
    for (const name of endpointsFor('set-up')) {
      assert.equal((await callAny(again, name)).status, 403, name);
      const cookie = [...old].map((pair) => pair.join('=')).join('; ');
      const sent = requestTo(world.browser(), name);
      const headers = { ...sent.headers, cookie, 'x-proofup-csrf': csrf ?? '' };
      const { status } = await browser.send({ ...sent, headers });
      assert.equal(status, 401, name);
    }
    assert.deepEqual(await changesSince(world.database, untouched, ['sign_in', 'challenge']), []);
    const rows = await rowsOf(world.database, 'authenticator');
    assert.equal(rows.filter(({ user_id: owner }) => owner === person.id).length, 1);
  });
}, prepareDatabase);
