import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { PAGES } from '../../apps/server/src/http/pages.ts';
import { BINDING_EVENTS_PATH, CSRF_HEADER } from '../../packages/contract/src/endpoints.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer } from '../harness/world/browser.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { type BuiltPages, makePages } from '../harness/world/pages.ts';
import type { Person } from '../harness/world/person.ts';
import {
  ALL_ENDPOINTS,
  bodyFor,
  callAny,
  endpointOf,
  endpointsFor,
  type Ids,
  isWrite,
  requestTo,
} from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
const AUTHENTICATED = endpointsFor('session', 'fresh-session', 'set-up');
const CLIENT_DECIDES: Readonly<Record<string, unknown>> = {
  mfaRequired: false,
  skip: true,
  method: 'none',
  aal: 2,
  verified: true,
  trusted: true,
  state: 'completed',
  userId: '00000000-0000-7000-8000-000000000000',
};

const keyOf = (method: string, path: string): string => `${method} ${path}`;
const isRefusal = ({ status }: Answer<unknown>): boolean => [401, 403].includes(status);

function assertImpersonal(person: Person, { text }: Answer<unknown>): void {
  const personal = [person.login, person.email, ...Object.values(person.numbers)];
  for (const value of personal) assert.ok(!text.includes(value), `${value} in ${text}`);
  assert.ok(!/X{4}\d\d/.test(text), `a masked number in ${text}`);
}

forEachStore((store) => {
  let world: World;
  let pages: BuiltPages;
  before(async () => {
    pages = makePages();
    world = await makeWorld(store, { pages: pages.folder });
  });
  after(async () => {
    await world.close();
    pages.remove();
  });

  let made = 0;
  /** Somebody with a phone and an app, whose password a browser has proved and nothing else. */
  async function halfSignedIn() {
    made += 1;
    const phones = { mobile: `+1212555${String(4100 + made)}` };
    const person = await world.person({
      login: `half-signed-in-${made}`,
      phones,
      apps: 1,
      prefers: 'totp',
    });
    const browser = world.browser();
    const signIn = await browser.begin(person);
    return { person, browser, signIn };
  }

  it('C01 every authenticated endpoint refuses the cookie of the first factor, and says nothing', async () => {
    const { person, browser, signIn } = await halfSignedIn();
    const untouched = await stateOf(world.database);
    for (const name of AUTHENTICATED) {
      const ids: Ids = { signInId: signIn.id, methodId: person.apps[0]?.id ?? '' };
      const answer = await callAny(browser, name, { ids });
      assert.ok(isRefusal(answer), `${name}: ${answer.status} ${answer.text}`);
      assertImpersonal(person, answer);
      assert.deepEqual(answer.setCookies, [], name);
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
    const events = BINDING_EVENTS_PATH.replace('{bindingId}', signIn.id);
    const stream = await browser.send({ ...browser.request('getSession'), path: events });
    assert.equal(stream.status, 403, stream.text);
  });

  it('C01 no other method opens what the right one refuses', async () => {
    const { person, browser, signIn } = await halfSignedIn();
    const routes = new Set(
      ALL_ENDPOINTS.map((name) => keyOf(endpointOf(name).method, endpointOf(name).path)),
    );
    const untouched = await stateOf(world.database);
    for (const name of AUTHENTICATED) {
      const sent = requestTo(browser, name, { ids: { signInId: signIn.id } });
      for (const method of METHODS.filter((m) => !routes.has(keyOf(m, endpointOf(name).path)))) {
        const answer = await browser.send({ ...sent, method });
        const isShut = isRefusal(answer) || answer.status === 404;
        assert.ok(isShut, `${method} ${sent.path}: ${answer.status} ${answer.text}`);
        assertImpersonal(person, answer);
      }
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
  });

  it('C01 the pages are the same for everybody; back and forward are in the browser tests', async () => {
    const { person, browser } = await halfSignedIn();
    for (const path of [...PAGES, '/security-info/anything', '/my-apps', '/admin/anything']) {
      const mine = await browser.send({ ...browser.request('getSession'), path });
      const anybodys = await world.browser().send({ ...browser.request('getSession'), path });
      assert.equal(mine.text, anybodys.text, path);
      assertImpersonal(person, mine);
      assert.ok(PAGES.includes(path) ? mine.status === 200 : mine.status === 404, path);
    }
  });

  it('C03 nothing that the first factor brings is good for a session, or for a token', async () => {
    const person = await world.person({ login: 'artefact', apps: 1 });
    const browser = world.browser();
    const body = { login: person.login, password: person.password };
    const answer = await browser.call('beginSignIn', { body });
    const names = answer.setCookies.map((cookie) => cookie.split('=', 1)[0] ?? '');
    assert.ok(
      names.every((name) => name.endsWith('-sign-in')),
      names.join(),
    );
    const cookieNames = ['session', 'sign-in', 'browser'].map(
      (kind) => names[0]?.replace(/sign-in$/, kind) ?? '',
    );
    for (const value of artefactsOf(answer)) {
      const cookie = cookieNames.map((name) => `${name}=${value}`).join('; ');
      const headers = { cookie, authorization: `Bearer ${value}`, [CSRF_HEADER]: value };
      for (const name of endpointsFor('session', 'fresh-session')) {
        const sent = requestTo(world.browser(), name);
        const replayed = await browser.send({ ...sent, headers: { ...sent.headers, ...headers } });
        assert.equal(replayed.status, 401, `${name} with ${value}`);
      }
      const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
      for (const grant of [
        { grant_type: 'authorization_code', code: value },
        { grant_type: 'refresh_token', refresh_token: value },
      ]) {
        const typed = new URLSearchParams({ client_id: 'anybody', ...grant }).toString();
        const sent = { method: 'POST', path: '/oidc/token', headers: form, body: typed };
        const refused = await world
          .browser()
          .send({ ...sent, headers: { ...hostOf(world), ...form } });
        assert.ok([400, 401].includes(refused.status), `${refused.status} ${refused.text}`);
        assert.ok(!/_token"/.test(refused.text), refused.text);
      }
      const asked = {
        method: 'GET',
        path: '/oidc/userinfo',
        body: undefined,
        headers: { ...hostOf(world), ...headers },
      };
      assert.equal((await world.browser().send(asked)).status, 401);
    }
  });

  it('C04 a right code without a right first factor gives nothing', async () => {
    const { person, signIn } = await halfSignedIn();
    const stranger = world.browser();
    const wrong = { login: person.login, password: 'not the password' };
    const refused = await stranger.call('beginSignIn', { body: wrong });
    assert.equal(refused.status, 401);
    assert.deepEqual(refused.setCookies, []);
    const params = { signInId: signIn.id };
    const body = { challengeId: signIn.challenge?.id, output: person.code() };
    const without = await stranger.call('verifyChallenge', { params, body });
    assert.equal(without.status, 410);
    assert.deepEqual(without.setCookies, []);

    const other = await halfSignedIn();
    const crossed = await other.browser.call('verifyChallenge', { params, body });
    assert.equal(crossed.status, 404);
    const borrowed = await other.browser.call('verifyChallenge', {
      params: { signInId: other.signIn.id },
      body,
    });
    assert.equal(borrowed.status, 404);
    const sessions = await world.audit('session_created');
    assert.ok(sessions.every(({ actor }) => actor?.id !== person.id));
  });

  it('C04 an expired sign-in takes no right code', async () => {
    const { person, browser, signIn } = await halfSignedIn();
    world.clock.advance(10 * 60_000 + 1000);
    const late = await browser.verify(signIn, person.code());
    assert.equal(late.status, 410, late.text);
    assert.equal((await browser.call('getSession')).status, 401);
  });

  it('C05 no field of a request lowers what is asked: every body with one is refused', async () => {
    const { browser: half, signIn } = await halfSignedIn();
    const newcomer = await world.person({ login: 'newcomer', state: 'enabled' });
    const settingUp = world.browser();
    await settingUp.begin(newcomer);
    for (const name of endpointsFor('public', 'pre-auth', 'set-up').filter(isWrite)) {
      const browser = endpointOf(name).access === 'set-up' ? settingUp : half;
      for (const [field, value] of Object.entries(CLIENT_DECIDES)) {
        const sent = requestTo(browser, name, { ids: { signInId: signIn.id } });
        const body = JSON.stringify({ ...bodyFor(name), [field]: value });
        const headers = { ...sent.headers, 'content-type': 'application/json' };
        const answer = await browser.send({ ...sent, headers, body });
        assert.equal(answer.status, 400, `${name} with ${field}: ${answer.text}`);
        assert.ok(!answer.text.includes(field), 'the answer repeats what was sent');
      }
      assert.equal((await browser.call('getSession')).status, 401);
    }
  });

  it('C05 the outcome of a right password is the same whatever stands in query and headers', async () => {
    const { person, browser } = await halfSignedIn();
    const body = { login: person.login, password: person.password };
    const sent = browser.request('beginSignIn', { body });
    const answer = await browser.send({
      ...sent,
      path: `${sent.path}?mfaRequired=false&skip=true&trusted=1`,
      headers: { ...sent.headers, 'x-mfa': 'done', 'x-trusted-device': '1' },
    });
    assert.match(answer.text, /"state":"second-step"/);
    assert.equal((await browser.call('getSession')).status, 401);
  });
}, prepareDatabase);

/** Everything in an answer that could be a token. */
function artefactsOf({ setCookies, headers, text }: Answer<unknown>): readonly string[] {
  const values = [...setCookies, text, ...Object.values(headers).map(String)].join(' ');
  return [...new Set(values.match(/[\w-]{20,128}/g) ?? [])];
}

const hostOf = ({ publicUrl }: World) => ({ host: new URL(publicUrl).host });
