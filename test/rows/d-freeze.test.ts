import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { AuthenticatorId } from '../../apps/server/src/domain/ids.ts';
import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { codeTexted, freezeTokenMailed, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makePages } from '../harness/world/pages.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const DAY = 24 * 60 * 60_000;

forEachStore((store) => {
  const pages = makePages();
  let world: World;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { phones: true, nodes, pages: pages.folder });
  });
  after(async () => {
    await world.close();
    pages.remove();
  });

  const newNumber = makeNumbers();
  let made = 0;

  async function member(phones: Person['numbers'] = {}, apps = 1) {
    made += 1;
    const person = await world.person({ login: `frozen-${made}`, phones, apps, recoveryCodes: 2 });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  /** A link as a notice brings it, without the notice. */
  async function linkFor(person: Person, method?: AuthenticatorId): Promise<string> {
    const tokens = makeTokens(world.keyRing);
    const token = tokens.random();
    await world.database.transact('fact', (tx) =>
      tx.freezeTokens.insert({
        tokenHash: tokens.hash('freeze', token),
        userId: person.id,
        authenticatorId: method,
        about: 'method-added',
        expiresAt: new Date(world.clock.now().getTime() + 7 * DAY),
      }),
    );
    return token;
  }

  const press = (token: string, node = 0) =>
    world.browser({ node }).call('useFreezeLink', { body: { token } });

  const casesOf = async ({ id }: Person) =>
    (await rowsOf(world.database, 'support_case')).filter((row) => row['user_id'] === id);

  it('D04 the link of a notice freezes what was added, ends everything and tells every address, without a session', async () => {
    const mobile = newNumber();
    const { person, browser } = await member({ mobile });
    const number = newNumber();
    const phone = { slot: 'alternate', number, country: 'US', via: 'text' };
    const { id } = (await browser.call('bindPhone', { body: phone })).value;
    const output = await codeTexted(world, number);
    await browser.call('confirmBinding', { params: { bindingId: id }, body: { output } });
    const token = await freezeTokenMailed(world, person);
    const pending = (await browser.call('bindApp', { body: {} })).value.binding.id;
    const half = world.browser();
    const begun = await half.begin(person);

    const { status, value, text } = await press(token);
    assert.equal(status, 200, text);
    assert.deepEqual(value, { outcome: 'frozen' });
    assert.equal((await browser.call('getSession')).status, 401);
    assert.equal((await half.call('getSignIn', { params: { signInId: begun.id } })).status, 410);
    const bindings = await rowsOf(world.database, 'binding');
    assert.equal(bindings.find((row) => row['id'] === pending)?.['state'], 'cancelled');
    const bound = await world.database.stores.authenticators.list(person.id);
    assert.equal(bound.find(({ slot }) => slot === 'alternate')?.state, 'frozen');

    for (const to of [mobile, number]) {
      const told = await world.sink.waitForText(to, {
        after: world.sink.texts(to).find(({ body }) => /was added/.test(body))?.sequence ?? 0,
      });
      assert.match(told.body, /The link of a notice was used/);
      assert.doesNotMatch(told.body, /freeze#/);
    }
    const [opened, ...more] = await casesOf(person);
    assert.deepEqual([opened?.['kind'], opened?.['about'], more], ['frozen', 'method-added', []]);

    world.clock.advance(60_000);
    const again = await world.browser().begin(person);
    assert.ok(
      again.options.every(({ slot }) => slot !== 'alternate'),
      'never offered',
    );
    const restored = world.browser();
    await restored.signIn(person);
    const { methods } = (await restored.call('getSecurityInfo')).value;
    const shown = methods.find(({ slot }) => slot === 'alternate');
    assert.equal(shown?.state, 'frozen', 'not restored by another method');
    assert.deepEqual(shown.options, []);
    const params = { methodId: shown.id };
    assert.equal((await restored.call('removeMethod', { params })).status, 200, 'its owner may');
  });

  it('D04 the only method keeps working, the rest of it happens', async () => {
    const { person, browser } = await member();
    const token = await linkFor(person, person.apps[0]?.id);
    const { value } = await press(token);
    assert.deepEqual(value, { outcome: 'only-method' });
    assert.equal((await browser.call('getSession')).status, 401);
    world.clock.advance(30_000);
    await world.browser().signIn(person);
    assert.equal((await casesOf(person)).length, 1);
  });

  it('D04 a link is good once', async () => {
    const { person } = await member();
    const token = await linkFor(person);
    assert.equal((await press(token)).status, 200);
    world.clock.advance(30_000);
    const browser = world.browser();
    await browser.signIn(person);
    const again = await press(token);
    assert.equal(again.status, 401);
    assert.equal(again.problem?.code, 'freeze_refused');
    assert.equal((await browser.call('getSession')).status, 200);
  });

  it('D04 of many that press at once exactly one acts, 20 times', async () => {
    for (let run = 0; run < 20; run += 1) {
      made += 1;
      const person = await world.person({ login: `frozen-${made}`, apps: 2 });
      const token = await linkFor(person, person.apps[1]?.id);
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) => press(token, n % world.nodes.length)),
      );
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      assert.deepEqual(statuses, [200, 401, 401, 401, 401, 401]);
      assert.equal((await casesOf(person)).length, 1);
    }
    const rows = await world.audit('account.frozen');
    const times = rows
      .filter(({ outcome }) => outcome === 'success')
      .map(({ target }) => target?.id);
    assert.equal(new Set(times).size, times.length);
  });

  it('D04 a link is dead after 7 days', async () => {
    const { person } = await member();
    const token = await linkFor(person);
    world.clock.advance(7 * DAY);
    assert.equal((await press(token)).status, 401);
    assert.deepEqual(await casesOf(person), []);
  });

  it("D04 a link reaches nobody else's account or method", async () => {
    const [one, other] = [await member({}, 2), await member({}, 2)];
    const token = await linkFor(one.person, other.person.apps[1]?.id);
    const { value } = await press(token);
    assert.deepEqual(value, { outcome: 'sessions-ended' });
    assert.equal((await other.browser.call('getSession')).status, 200);
    const bound = await world.database.stores.authenticators.list(other.person.id);
    assert.ok(bound.every(({ state }) => state === 'active'));
  });

  it('D04 opening the page changes nothing, with the token wherever a scanner may put it', async () => {
    const { person } = await member();
    const token = await linkFor(person);
    const state = await stateOf(world.database);
    const scanner = world.browser();
    const bare = scanner.request('getSession');
    for (const path of [
      '/freeze',
      `/freeze?${token}`,
      `/freeze/${token}`,
      `/api/v1/freeze?token=${token}`,
    ]) {
      for (const method of ['GET', 'HEAD']) await scanner.send({ ...bare, method, path });
    }
    const page = await scanner.send({ ...bare, method: 'GET', path: '/freeze' });
    assert.equal(page.status, 200);
    assert.equal(page.headers['referrer-policy'], 'no-referrer');
    assert.deepEqual(await changesSince(world.database, state), []);
    assert.equal((await press(token)).status, 200);
  });

  it('D04 guessing links is slowed like every guessing', async () => {
    const browser = world.browser();
    const token = makeTokens(world.keyRing).random();
    const statuses: number[] = [];
    for (let n = 0; n < 22; n += 1) {
      statuses.push((await browser.call('useFreezeLink', { body: { token } })).status);
    }
    assert.deepEqual(statuses, [...Array(20).fill(401), 429, 429]);
  });
}, prepareDatabase);
