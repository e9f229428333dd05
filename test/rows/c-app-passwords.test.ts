import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { PAGES } from '../../apps/server/src/http/pages.ts';
import { CSRF_HEADER } from '../../packages/contract/src/endpoints.ts';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import {
  basic,
  create,
  listOf,
  NOBODYS,
  plain,
  verify as verifyIn,
  WRONG_KEYS,
} from '../harness/world/app-passwords.ts';
import { SERVICE } from '../harness/world/browser.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { administrationOf, ORDER, orderAppPassword } from '../harness/world/order.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import { type BuiltPages, makePages } from '../harness/world/pages.ts';
import type { Person } from '../harness/world/person.ts';
import { ALL_ENDPOINTS, endpointOf, endpointsFor, requestTo } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const LIMIT = 40;
forEachStore((store) => {
  let world: World;
  let pages: BuiltPages;
  before(async () => {
    pages = makePages();
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { phones: true, nodes, pages: pages.folder });
  });
  after(async () => {
    await world.close();
    pages.remove();
  });

  const newNumber = makeNumbers();
  let made = 0;
  const somebody = (wanted: Partial<Parameters<World['person']>[0]> = {}) => {
    made += 1;
    return world.person({ login: `user-${made}`, apps: 1, ...wanted });
  };
  async function signedIn(wanted: Partial<Parameters<World['person']>[0]> = {}) {
    const person = await somebody(wanted);
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  const verify = (person: Pick<Person, 'login'>, password: string, clientAddress?: string) =>
    verifyIn(world, person, {
      password,
      ...(clientAddress === undefined ? {} : { clientAddress }),
    });
  const isRight = async (person: Pick<Person, 'login'>, password: string) =>
    (await verify(person, password)).status === 200;

  it('U26 one for the laptop is shown once, and works in a mail program', async () => {
    const { person, browser } = await signedIn();
    const { password, appPassword } = await create(browser);
    assert.match(password, /^(?:[0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    const answer = await verify(person, password, '192.0.2.9');
    assert.deepEqual([answer.status, answer.value], [200, { user: idOf(person) }]);
    assert.deepEqual(answer.setCookies, []);
    for (const typed of [password.toLowerCase(), password.replaceAll('-', ''), ` ${password} `]) {
      assert.ok(await isRight(person, typed), typed);
    }
    assert.ok(await isRight({ login: person.email }, password), 'by the other name');

    const listed = await browser.call('listAppPasswords');
    assert.ok(!listed.text.includes(password.slice(0, 9)));
    const now = world.clock.now().toISOString();
    const expected = { ...appPassword, lastUsedAt: now };
    assert.deepEqual(listed.value, { allowed: true, limit: LIMIT, appPasswords: [expected] });
    const { subject } = await world.sink.waitForMail(person.email);
    assert.match(subject, /app password was created/);
  });

  it('U26 D15 the 41st is refused until one is deleted', async () => {
    const { person, browser } = await signedIn();
    const first = await create(browser, 'Device 1');
    for (let n = 2; n <= LIMIT; n += 1) await create(browser, `Device ${n}`);
    const refused = await browser.call('createAppPassword', { body: { name: 'Device 41' } });
    assert.deepEqual([refused.status, refused.problem?.code], [409, 'limit_reached']);
    assert.equal((await listOf(browser)).appPasswords.length, LIMIT);

    const params = { appPasswordId: first.appPassword.id };
    const left = await browser.call('deleteAppPassword', { params });
    assert.equal(left.value.appPasswords.length, LIMIT - 1);
    assert.ok(!(await isRight(person, first.password)));
    assert.equal((await browser.call('deleteAppPassword', { params })).status, 404);
    await create(browser, 'Device 41');
  });

  it('D15 50 that are created at once end at 40, 3 times', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { person, browser } = await signedIn();
      const answers = await par(50, (n) => {
        const node = world.nodeUrls[n % world.nodeUrls.length] ?? '';
        return browser.barrierRequest('createAppPassword', { body: { name: `Device ${n}` } }, node);
      });
      const statuses = answers.map(({ status }) => status);
      assert.equal(statuses.filter((status) => status === 201).length, LIMIT, statuses.join());
      assert.equal(statuses.filter((status) => status === 409).length, 10);
      const rows = await rowsOf(world.database, 'app_password');
      assert.equal(rows.filter((row) => row['user_id'] === person.id).length, LIMIT);
    }
  });

  it("U27 re-registration leaves them, the administrator's order ends them at once", async () => {
    const { person, browser } = await signedIn();
    const passwords = [await create(browser, 'Laptop'), await create(browser, 'Tablet')];
    const administration = administrationOf(world);
    const request = { userId: person.id, registration: 'pass' } as const;
    await administration.clearMethods(request, ORDER);
    for (const { password } of passwords) assert.ok(await isRight(person, password));
    const outcome = await administration.deleteAppPasswords(person.id, ORDER);
    assert.deepEqual(outcome, { kind: 'deleted', appPasswords: 2 });
    for (const { password } of passwords) assert.ok(!(await isRight(person, password)));
    const row = (await world.audit('app_password.deleted')).at(-1);
    assert.deepEqual([row?.actor?.type, row?.target?.id], ['operator', person.id]);
  });

  it('C01 C02 U27 one opens no page, no second step and no administration', async () => {
    const { person, browser } = await signedIn({ role: 'administrator' });
    const { password } = await create(browser);
    const plainly = password.replaceAll('-', '');
    const untouched = await stateOf(world.database);
    for (const typed of [password, plainly]) {
      const body = { login: person.login, password: typed };
      const refused = await world.browser().call('beginSignIn', { body });
      assert.equal(refused.problem?.code, 'sign_in_failed');
      assert.deepEqual(refused.setCookies, []);
    }
    world.clock.advance(10 * MINUTE);
    const half = world.browser();
    const begun = await half.begin(person);
    assert.equal((await half.verify(begun, password)).status, 401);
    const stepUp = await browser.call('beginStepUp', { body: {} });
    assert.equal((await browser.verify(stepUp.value, plainly)).status, 401);
    assert.equal((await browser.call('bindApp', { body: {} })).problem?.code, 'step_up_required');

    const cookie = [...browser.cookies.keys()].map((name) => `${name}=${plainly}`).join('; ');
    for (const name of endpointsFor('session', 'fresh-session', 'set-up', 'service')) {
      const sent = requestTo(world.browser(), name);
      const headers = { ...sent.headers, cookie, [CSRF_HEADER]: plainly };
      for (const authorization of [
        `Bearer ${password}`,
        `Bearer ${plainly}`,
        basic(person, plainly),
      ]) {
        const answer = await browser.send({ ...sent, headers: { ...headers, authorization } });
        assert.equal(answer.status, 401, `${name}: ${answer.text}`);
        assert.deepEqual(answer.setCookies, []);
      }
    }
    for (const path of PAGES) {
      const sent = { ...world.browser().request('getSession'), path };
      const authorization = basic(person, plainly);
      const opened = await world
        .browser()
        .send({ ...sent, headers: { ...sent.headers, authorization } });
      const anybodys = await world.browser().send(sent);
      assert.equal(opened.text, anybodys.text, path);
    }
    const changes = await changesSince(world.database, untouched, [
      'sign_in',
      'challenge',
      'user_account',
    ]);
    assert.deepEqual(changes, []);
  });

  it('C02 a block, a wrong name, another person: refused at once, and all alike', async () => {
    const { person, browser } = await signedIn();
    const { password } = await create(browser);
    const other = await signedIn();
    const inactive = await somebody();
    const theirs = await orderAppPassword(world, inactive);
    await world.database.transact('fact', (tx) => tx.users.change(inactive.id, { active: false }));
    assert.ok(await isRight(person, password));
    await administrationOf(world).block({ userId: person.id, days: 1 }, ORDER);

    const rows = (await world.audit('authn_login_fail')).length;
    const attempts = [
      await verify(person, password),
      await verify(inactive, theirs),
      await verify(other.person, password),
      await verify(other.person, NOBODYS),
      await verify(other.person, other.person.password),
      await verify({ login: 'nobody-at-all' }, password),
      await verify({ login: 'a\u0000b' }, password),
    ];
    for (const answer of attempts) {
      assert.deepEqual([answer.status, answer.problem?.code], [401, 'app_password_rejected']);
      assert.deepEqual(plain(answer), plain(attempts[0] ?? answer));
    }
    const refusals = (await world.audit('authn_login_fail')).slice(rows);
    assert.deepEqual(
      refusals.map(({ reason }) => reason),
      ['blocked', 'inactive', 'wrong_password', 'wrong_password', 'wrong_password'].concat(
        'unknown_user',
        'unknown_user',
      ),
    );
    assert.ok(
      refusals.every(
        ({ method, detail }) => method === 'app-password' && detail?.['service'] === 'mail',
      ),
    );
    await administrationOf(world).unblock(person.id, ORDER);
    assert.ok(await isRight(person, password));
  });

  it('A13 its guesses have a lane of their own: the pages stay open to a person whose program floods', async () => {
    const { person, browser } = await signedIn();
    const { password } = await create(browser);
    const statuses: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      statuses.push((await verify(person, NOBODYS)).status);
      world.clock.advance(10_000);
    }
    assert.ok(statuses.filter((status) => status === 401).length <= 10, statuses.join());
    const { status, headers } = await verify(person, password);
    assert.equal(status, 429);
    assert.ok(Number(headers['retry-after']) > 0);
    world.clock.advance(30_000);
    await world.browser().signIn(person);
    world.clock.advance(60 * MINUTE);
    assert.ok(await isRight(person, password));
  });

  it('A09 a place that failed 20 times is not compared; one that nobody named is not counted', async () => {
    const { person, browser } = await signedIn();
    const { password } = await create(browser);
    const [place, other] = ['2001:db8:1:2::7', '2001:db8:1:3::7'];
    const statuses: number[] = [];
    for (let n = 0; n < 25; n += 1) {
      statuses.push((await verify({ login: `nobody-${made}-${n}` }, NOBODYS, place)).status);
    }
    assert.deepEqual(
      statuses.slice(0, 20),
      Array.from({ length: 20 }, () => 401),
    );
    assert.deepEqual(
      statuses.slice(20),
      Array.from({ length: 5 }, () => 429),
    );
    assert.equal((await verify(person, password, '2001:db8:1:2::8')).status, 429, 'the same /64');
    assert.equal((await verify(person, password, other)).status, 200);
    for (let n = 0; n < 25; n += 1) {
      assert.equal((await verify({ login: `no-one-${made}-${n}` }, NOBODYS)).status, 401);
    }
    const odd = { login: person.login, password, clientAddress: 'evil.example' };
    assert.equal((await world.browser().call('verifyAppPassword', { body: odd })).status, 400);
  });

  it('A13 a guess is counted before it is compared: 50 at once bring 5 compares', async () => {
    const person = await somebody();
    const compared = async () =>
      (await world.audit('authn_login_fail')).filter(({ actor }) => actor?.id === person.id).length;
    const body = { login: person.login, password: NOBODYS };
    const answers = await par(50, (n) => {
      const node = world.nodeUrls[n % world.nodeUrls.length] ?? '';
      return world.browser().barrierRequest('verifyAppPassword', { body }, node);
    });
    assert.equal(answers.filter(({ status }) => status === 401).length, 5);
    assert.equal(await compared(), 5);
  });

  it('L08 only a known server may ask; each refusal is recorded', async () => {
    const { person, browser } = await signedIn();
    const { password } = await create(browser);
    const body = { login: person.login, password };
    const refusals = (await world.audit('authz_fail')).length;
    const stranger = world.browser();
    for (const [how, authorization] of Object.entries(WRONG_KEYS)) {
      const sent = stranger.request('verifyAppPassword', { body });
      const { authorization: _, ...rest } = sent.headers;
      const given = authorization === undefined ? rest : { ...rest, authorization };
      const answer = await stranger.send({ ...sent, headers: given });
      assert.deepEqual([answer.status, answer.problem?.code], [401, 'service_key_refused'], how);
    }
    // The cookies of somebody who is signed in are nothing to this door.
    const { authorization: _, ...cookies } = browser.request('verifyAppPassword', { body }).headers;
    const asked = { ...browser.request('verifyAppPassword', { body }), headers: cookies };
    assert.equal((await browser.send(asked)).status, 401);
    const recorded = (await world.audit('authz_fail')).slice(refusals);
    assert.equal(recorded.length, Object.keys(WRONG_KEYS).length + 1);
    assert.ok(recorded.every(({ reason }) => reason === 'verifyAppPassword:service_key_refused'));
    const program = world.browser();
    const { origin: _origin, ...serverLike } = program.request('verifyAppPassword', {
      body,
    }).headers;
    const sent = { ...program.request('verifyAppPassword', { body }), headers: serverLike };
    assert.equal((await program.send(sent)).status, 200, 'a server has no Origin');
  });

  it('L05 the database holds no password of a program, and its use is written once a minute', async () => {
    const { person, browser } = await signedIn();
    const { password } = await create(browser);
    const usedAt = async () => (await listOf(browser)).appPasswords[0]?.lastUsedAt;
    assert.ok(await isRight(person, password));
    const first = await usedAt();
    world.clock.advance(59_000);
    assert.ok(await isRight(person, password));
    assert.equal(await usedAt(), first);
    world.clock.advance(1000);
    assert.ok(await isRight(person, password));
    assert.equal(await usedAt(), world.clock.now().toISOString());
    const rows = (await rowsOf(world.database, 'app_password')).filter(
      (row) => row['user_id'] === person.id,
    );
    assert.match(String(rows[0]?.['hash']), /^[\w-]{43}$/);
    const uses = (await world.audit('authn_login_success')).filter(
      ({ method, actor }) => method === 'app-password' && actor?.id === person.id,
    );
    assert.equal(uses.length, 3);
  });

  it('D07 nobody deletes, or sees, those of another person', async () => {
    const { person, browser } = await signedIn();
    const { password, appPassword } = await create(browser);
    const other = await signedIn();
    const params = { appPasswordId: appPassword.id };
    assert.equal((await other.browser.call('deleteAppPassword', { params })).status, 404);
    assert.deepEqual((await listOf(other.browser)).appPasswords, []);
    assert.ok(await isRight(person, password));
  });

  it('a set-up may make one once it has bound something, and not before', async () => {
    const person = await world.person({ login: `starter-${made}`, state: 'enabled' });
    const browser = world.browser();
    const begun = await browser.begin(person);
    assert.equal(begun.setUp?.appPasswords, true);
    const body = { name: 'Laptop' };
    const early = await browser.call('createAppPassword', { body });
    assert.equal(early.problem?.code, 'set_up_required', early.text);
    const number = newNumber();
    const phone = { slot: 'mobile', number, country: 'US', via: 'text' };
    const { value } = await browser.call('bindPhone', { body: phone });
    const { body: said } = await world.sink.waitForText(number);
    const output = /\d{6}/.exec(said)?.[0];
    const params = { bindingId: value.id };
    assert.equal((await browser.call('confirmBinding', { params, body: { output } })).status, 200);
    const { password } = await create(browser);
    assert.equal(
      (await browser.call('finishSetUp', { params: { signInId: begun.id } })).status,
      200,
    );
    assert.ok(await isRight(person, password));
  });

  it('where the organisation does not have them, none is made and none is right', async () => {
    const config = { appPasswords: { enabled: false, serviceKeys: [SERVICE] } };
    const other = await makeWorld(store, { config });
    try {
      const person = await other.person({ login: 'without', apps: 1 });
      const left = await orderAppPassword(other, person);
      const browser = other.browser();
      await browser.signIn(person);
      const refused = await browser.call('createAppPassword', { body: { name: 'Laptop' } });
      assert.deepEqual([refused.status, refused.problem?.code], [403, 'method_unavailable']);
      const body = { login: person.login, password: left };
      const answer = await other.browser().call('verifyAppPassword', { body });
      assert.equal(answer.problem?.code, 'app_password_rejected');
      const [row] = await other.audit('authn_login_fail');
      assert.equal(row?.reason, 'policy_off');
      const { value } = await browser.call('listAppPasswords');
      assert.deepEqual([value.allowed, value.appPasswords.length], [false, 1]);
      const params = { appPasswordId: value.appPasswords[0]?.id ?? '' };
      assert.equal((await browser.call('deleteAppPassword', { params })).status, 200);
    } finally {
      await other.close();
    }
  });

  it('the door of app passwords is one endpoint', () => {
    const names = ALL_ENDPOINTS.filter((name) => endpointOf(name).scope === 'app-passwords.verify');
    assert.deepEqual(names, ['verifyAppPassword']);
  });
}, prepareDatabase);

const idOf = ({ id, login }: Person) => ({ id, login });
