import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { assertionFor } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import {
  comeBack,
  handOver,
  leave,
  openLink,
  PURPOSE,
  RETURN_URL,
} from '../harness/world/handover.ts';
import { bearer, orderKey } from '../harness/world/key.ts';
import { administrationOf, ORDER } from '../harness/world/order.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  let made = 0;
  const somebody = (wanted: Partial<Parameters<World['person']>[0]> = {}) =>
    world.person({ login: `handed-${(made += 1)}`, apps: 1, ...wanted });

  const asProgram = (key: string) => {
    const browser = world.browser();
    const call: typeof browser.call = (name, input) => browser.call(name, input, bearer(key));
    return {
      call,
      read: (verificationId: string, code: string) =>
        call('readHandover', { params: { verificationId }, body: { code } }),
      stateOf: async (verificationId: string) =>
        (await call('getVerification', { params: { verificationId }, query: {} })).value,
    };
  };

  it('a passkey proves it on our page; the program reads so once, with the code that came back', async () => {
    const person = await somebody({ passkeys: [{}], prefers: 'passkey' });
    const { key, name, url, verificationId } = await handOver(world, person, {
      strength: 'phishing-resistant',
    });
    assert.match(url, new RegExp(`^${world.publicUrl}/verify#[\\w-]{43}$`));
    const { read, stateOf } = asProgram(key);
    const browser = world.browser();
    const opened = await openLink(browser, url);
    assert.equal(opened.value.relyingParty, PURPOSE);
    assert.deepEqual(
      opened.value.options.map(({ type }) => type),
      ['passkey'],
    );
    const proved = await browser.verify(opened.value, assertionFor(person, opened.value));
    assert.equal(proved.value.state, 'completed', proved.text);
    assert.equal((await stateOf(verificationId)).state, 'verified');
    const back = await leave(browser);
    const address = new URL(String(back.headers['location']));
    assert.equal(address.origin + address.pathname, 'https://pay.example.org/verified');
    assert.equal(address.searchParams.get('step'), '2');
    assert.equal(address.searchParams.get('verification'), verificationId);
    const code = address.searchParams.get('code') ?? '';
    assert.match(String(back.setCookies), /sign-in=;/);
    const told = await Promise.all([1, 2, 3].map(() => read(verificationId, code)));
    const [statement] = told.filter(({ status }) => status === 200);
    assert.equal(told.filter(({ status }) => status === 410).length, 2);
    const { method, strength, purpose, user } = statement?.value ?? assert.fail();
    assert.deepEqual(
      [method, strength, purpose, user.login],
      ['passkey', 'phishing-resistant', PURPOSE, person.login],
    );
    const sessions = await rowsOf(world.database, 'session');
    assert.equal(sessions.filter((row) => row['user_id'] === person.id).length, 0);
    const answered = (await world.audit('relying_party.answered')).filter(
      ({ signInId }) => signInId === verificationId,
    );
    assert.deepEqual(
      answered.map(({ target, outcome }) => [target?.id, outcome]),
      [[name, 'success']],
    );
  });

  it('a link is good once: of browsers that open it at once one has it', async () => {
    const { url, verificationId } = await handOver(world, await somebody());
    const opened = await Promise.all(
      Array.from({ length: 6 }, () => openLink(world.browser(), url)),
    );
    const statuses = opened.map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 200).length, 1);
    assert.equal(statuses.filter((status) => status === 401).length, 5);
    const rows = (await world.audit('handover.opened')).filter(
      ({ signInId }) => signInId === verificationId,
    );
    assert.equal(rows.length, 1);
  });

  it('a link is good for ten minutes, and a cookie of a sign-in is no link', async () => {
    const person = await somebody();
    const late = await handOver(world, person);
    world.clock.advance(11 * MINUTE);
    assert.equal((await openLink(world.browser(), late.url)).problem?.code, 'handover_refused');
    const browser = world.browser();
    const { login, password } = person;
    const begun = await browser.call('beginSignIn', { body: { login, password } });
    const cookie = /sign-in=([\w-]{43})/.exec(String(begun.setCookies))?.[1] ?? '';
    assert.equal(cookie.length, 43);
    const taken = await world.browser().call('openHandover', { body: { token: cookie } });
    assert.equal(taken.status, 401);
  });

  it('whoever was led to the link by another proves nothing to the program without coming back to it', async () => {
    const person = await somebody();
    const { key, url, verificationId } = await handOver(world, person);
    const { read, stateOf, call } = asProgram(key);
    const code = await comeBack(world, person, url);
    assert.equal((await stateOf(verificationId)).state, 'verified');
    // What the program knows without the browser is no way to the statement.
    const params = { verificationId };
    assert.equal((await call('readVerification', { params })).problem?.code, 'method_unavailable');
    for (const guess of ['x', verificationId, new URL(url).hash.slice(1), `${code}x`]) {
      assert.equal((await read(verificationId, guess)).problem?.code, 'handover_refused');
    }
    assert.equal(
      (await world.audit('authz_fail')).filter(({ reason }) => reason === 'handover:code').length,
      4,
    );
    const other = await handOver(world, person);
    assert.equal((await asProgram(other.key).read(verificationId, code)).status, 404);
    assert.equal((await read(verificationId, code)).status, 200);
  });

  it('goes to an address of the key alone, letter by letter', async () => {
    const { login } = await somebody();
    const { key } = await orderKey(world, ['verification'], { returnUrls: [RETURN_URL] });
    const { call } = asProgram(key);
    const body = { login, purpose: PURPOSE, clientAddress: '192.0.2.82', returnUrl: RETURN_URL };
    for (const returnUrl of [
      `${RETURN_URL}&more=1`,
      'https://pay.example.org/verified',
      'https://pay.example.org/verified?step=2#x',
      'https://attacker.example/',
      'javascript:alert(1)',
    ]) {
      const { status, problem } = await call('beginHandover', { body: { ...body, returnUrl } });
      assert.deepEqual([status, problem?.fields], [400, ['body.returnUrl']], returnUrl);
    }
    const bare = asProgram((await orderKey(world, ['verification'])).key);
    assert.equal((await bare.call('beginHandover', { body })).status, 400);
    assert.equal((await call('beginHandover', { body })).status, 201);
  });

  it('a key is given https addresses only, or those of the machine itself', async () => {
    const boss = world.browser();
    await boss.signIn(await somebody({ role: 'administrator' }));
    const make = (returnUrl: string) =>
      boss.call('createApiKey', {
        body: {
          name: `returns-${(made += 1)}`,
          scopes: ['verification'],
          days: 1,
          returnUrls: [returnUrl],
          reason: 'a payment',
        },
      });
    for (const bad of [
      'http://pay.example.org/',
      'https://*.example.org/',
      'https://pay.example.org/#x',
      'https://me@pay.example.org/',
      'javascript:alert(1)',
      'app://pay',
      'pay.example.org',
    ]) {
      assert.deepEqual((await make(bad)).problem?.fields, ['body.returnUrls'], bad);
    }
    const created = await make('https://pay.example.org/back');
    assert.deepEqual(created.value.apiKey.returnUrls, ['https://pay.example.org/back']);
    assert.equal((await make('http://localhost:3000/back')).status, 201);
  });

  it('whoever gives up, fails or is blocked meanwhile comes back without a code', async () => {
    const person = await somebody();
    const given = await handOver(world, person);
    const browser = world.browser();
    const { value } = await openLink(browser, given.url);
    assert.equal((await leave(browser)).headers['location'], `/verify#${value.id}`);
    await browser.call('cancelSignIn', { params: { signInId: value.id } });
    const back = new URL(String((await leave(browser)).headers['location']));
    assert.deepEqual(
      [back.searchParams.get('error'), back.searchParams.get('code')],
      ['not_verified', null],
    );
    assert.equal((await leave(world.browser())).headers['location'], '/verify');
    const blocked = await handOver(world, person);
    world.clock.advance(MINUTE);
    const code = await comeBack(world, person, blocked.url);
    await administrationOf(world).block({ userId: person.id, days: 1 }, ORDER);
    const { read } = asProgram(blocked.key);
    assert.equal((await read(blocked.verificationId, code)).problem?.code, 'sign_in_over');
  });

  it('the program is told how it stands and nothing else, and can wait for it or end it', async () => {
    const person = await somebody();
    const { key, url, verificationId } = await handOver(world, person);
    const { call, stateOf } = asProgram(key);
    const { state, options, challenge } = await stateOf(verificationId);
    assert.deepEqual([state, options, challenge], ['waiting', [], undefined]);
    const params = { verificationId };
    const waits = call('getVerification', { params, query: { wait: '20' } });
    await comeBack(world, person, url);
    assert.equal((await waits).value.state, 'verified');
    const ended = await handOver(world, person);
    const other = asProgram(ended.key);
    const asked = { verificationId: ended.verificationId };
    assert.equal((await other.call('cancelVerification', { params: asked })).status, 204);
    assert.equal((await openLink(world.browser(), ended.url)).status, 401);
  });
}, prepareDatabase);
