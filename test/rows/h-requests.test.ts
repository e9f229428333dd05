import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { after, before, it } from 'node:test';
import { text as readText } from 'node:stream/consumers';
import { PAGES } from '../../apps/server/src/http/pages.ts';
import { CSRF_HEADER, type EndpointName } from '../../packages/contract/src/endpoints.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser, Sent } from '../harness/world/browser.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { type BuiltPages, makePages } from '../harness/world/pages.ts';
import {
  ALL_ENDPOINTS,
  callAny,
  endpointOf,
  type Ids,
  isWrite,
  requestTo,
} from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const EVIL = 'https://evil.example';
/** What a browser can be made to write; services have no cookie that it would send along. */
const WRITES = ALL_ENDPOINTS.filter(
  (name) => isWrite(name) && endpointOf(name).access !== 'service',
);

/** A browser that may call an endpoint, and ids that are its own. */
type Entitled = { readonly browser: Browser; readonly ids: Ids };

type Headers = Readonly<Record<string, string>>;

const without = (headers: Headers, ...names: readonly string[]): Headers =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

/** Requests that another site could make a browser send, or that carry another's token. */
const forged = (foreignToken: string): Readonly<Record<string, (sent: Headers) => Headers>> => ({
  'another site': (headers) => ({ ...headers, origin: EVIL }),
  'no origin at all': (headers) => without(headers, 'origin'),
  'origin null': (headers) => ({ ...headers, origin: 'null' }),
  'a name that begins like ours': (headers) => ({
    ...headers,
    origin: `${headers['origin']}.evil`,
  }),
  'cross-site by its own word': (headers) => ({ ...headers, 'sec-fetch-site': 'cross-site' }),
  'same-site, and no origin': (headers) => ({
    ...without(headers, 'origin'),
    'sec-fetch-site': 'same-site',
  }),
  'only a referer': (headers) => ({
    ...without(headers, 'origin'),
    referer: headers['origin'] ?? '',
  }),
  'no token': (headers) => without(headers, CSRF_HEADER),
  'an empty token': (headers) => ({ ...headers, [CSRF_HEADER]: '' }),
  'the token of another session': (headers) => ({ ...headers, [CSRF_HEADER]: foreignToken }),
});

const NEEDS_TOKEN = /token/;

forEachStore((store) => {
  let world: World;
  let pages: BuiltPages;
  before(async () => {
    pages = makePages();
    world = await makeWorld(store, { pages: pages.folder, listening: true });
  });
  after(async () => {
    await world.close();
    pages.remove();
  });

  let made = 0;
  const somebody = () => {
    made += 1;
    return world.person({ login: `asker-${made}`, apps: 2 });
  };

  async function signedIn(): Promise<Entitled> {
    const person = await somebody();
    const browser = world.browser();
    await browser.signIn(person);
    const { value } = await browser.call('bindApp', { body: {} });
    return { browser, ids: { methodId: person.apps[0]?.id ?? '', bindingId: value.binding.id } };
  }

  async function half(): Promise<Entitled> {
    const browser = world.browser();
    const signIn = await browser.begin(await somebody());
    return { browser, ids: { signInId: signIn.id } };
  }

  async function staff(): Promise<Entitled> {
    const { id: userId } = await somebody();
    made += 1;
    const person = await world.person({ login: `boss-${made}`, role: 'administrator', apps: 1 });
    const browser = world.browser();
    await browser.signIn(person);
    return { browser, ids: { userId } };
  }

  const entitledTo = (name: EndpointName): Promise<Entitled> => {
    const { access } = endpointOf(name);
    if (access === 'administration') return staff();
    return access === 'pre-auth' ? half() : signedIn();
  };

  it('H05 no write is taken from elsewhere, or without the token of its own session', async () => {
    const { browser: other } = await signedIn();
    for (const name of WRITES) {
      const { browser, ids } = await entitledTo(name);
      const sent = requestTo(browser, name, { ids });
      const untouched = await stateOf(world.database);
      for (const [how, forge] of Object.entries(forged(other.csrfToken ?? ''))) {
        if (endpointOf(name).access === 'public' && NEEDS_TOKEN.test(how)) continue;
        const refusals = (await world.audit('csrf_refused')).length;
        const answer = await browser.send({ ...sent, headers: forge(sent.headers) });
        assert.equal(answer.problem?.code, 'csrf_refused', `${name}, ${how}: ${answer.text}`);
        assert.equal(answer.status, 403);
        assert.equal((await world.audit('csrf_refused')).length, refusals + 1);
      }
      assert.deepEqual(await changesSince(world.database, untouched), [], name);
    }
  });

  it('H05 no write is taken as a form, as plain text (415) or under another method', async () => {
    for (const name of WRITES) {
      const { browser, ids } = await entitledTo(name);
      const sent = requestTo(browser, name, { ids });
      const untouched = await stateOf(world.database);
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ]) {
        const headers = { ...sent.headers, 'content-type': type };
        const answer = await browser.send({ ...sent, headers, body: sent.body ?? '{}' });
        assert.equal(answer.status, 415, `${name} as ${type}: ${answer.text}`);
      }
      for (const disguised of disguises(sent)) {
        const answer = await browser.send(disguised);
        const isShut = answer.status >= 400 && answer.status < 500;
        const isRead = disguised.method === 'GET' && answer.status === 200;
        assert.ok(isShut || isRead, `${name}: ${disguised.method} ${disguised.path}`);
      }
      assert.deepEqual(await changesSince(world.database, untouched), [], name);
    }
  });

  it('H05 no read changes anything', async () => {
    const { browser, ids } = await signedIn();
    const preAuth = await half();
    const untouched = await stateOf(world.database);
    for (const name of ALL_ENDPOINTS.filter((one) => !isWrite(one))) {
      await callAny(browser, name, { ids });
      await callAny(preAuth.browser, name, preAuth);
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
  });

  it('H08 what was stored comes back as text in JSON (whether a browser runs it: browser tests)', async () => {
    const payload = `"><img src=x onerror=alert(1)>'</script>{{7*7}}`;
    const person = await world.person({ login: payload, apps: 1 });
    const browser = world.browser();
    const params = { methodId: person.apps[0]?.id ?? '' };
    const returnTo = `/security-info?q=${payload}`;
    const body = { login: person.login, password: person.password, returnTo };
    const begun = await browser.call('beginSignIn', { body });
    const done = await browser.verify(begun.value, person.code());
    const renamed = await browser.call('renameMethod', { params, body: { name: payload } });
    const session = await browser.call('getSession');
    assert.equal(session.value.user.login, payload);
    assert.equal(renamed.value.methods[0]?.name, payload);
    for (const answer of [begun, done, renamed, session, await browser.call('getSecurityInfo')]) {
      assert.equal(answer.status, 200, answer.text);
      assert.match(String(answer.headers['content-type']), /^application\/json/);
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    }
    const reflected = [`/${payload}`, `/api/v1/${payload}`, `/api/v1/sign-in/${payload}`];
    for (const path of reflected.map(encodeURI)) {
      const { text } = await browser.send({ ...browser.request('getSession'), path });
      assert.ok(!text.includes('onerror'), text);
    }
  });

  it('H08 the policy of every page and every error allows nothing inline, foreign or evaluated', async () => {
    const { browser } = await signedIn();
    const sent = browser.request('getSession');
    const paths = [...PAGES, '/nothing', '/api/v1/nothing', '/assets/page-1a2b3c4d.js', sent.path];
    const answers = await Promise.all(paths.map((path) => browser.send({ ...sent, path })));
    answers.push(
      await browser.send({ ...sent, headers: { ...sent.headers, host: 'evil.example' } }),
    );
    for (const { status, headers } of answers) {
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /default-src 'none'/, String(status));
      assert.match(policy, /frame-ancestors 'none'/);
      assert.match(policy, /require-trusted-types-for 'script'/);
      assert.doesNotMatch(policy, /unsafe-|https?:|\*|blob:|strict-dynamic/);
      assert.match(policy, /script-src 'self'(;|$)/);
    }
  });

  it('H09 whatever is asked, the way back is a path of this site', async () => {
    const person = await somebody();
    for (const returnTo of RETURN_TO) {
      const browser = world.browser();
      const body = { login: person.login, password: person.password, returnTo };
      const { value, status, text } = await browser.call('beginSignIn', { body });
      assert.equal(status, 200, text);
      const to = new URL(value.returnTo, world.publicUrl);
      assert.equal(to.origin, world.publicUrl, returnTo);
      assert.match(value.returnTo, /^\/(?![/\\])[^\\\p{Cc}]*$/u);
    }
    const kept = { login: person.login, password: person.password, returnTo: '/a?b=c#d' };
    const { value } = await world.browser().call('beginSignIn', { body: kept });
    assert.equal(value.returnTo, '/a?b=c#d');
    const long = { ...kept, returnTo: `/${'a'.repeat(8192)}` };
    assert.equal((await world.browser().call('beginSignIn', { body: long })).status, 400);
  });

  it('H10 another name in Host is refused and recorded, on every route', async () => {
    // The rows that a node writes of refusals have a budget, and so have those that one source causes.
    world.clock.advance(60 * 60_000);
    let refusals = (await world.audit('host_refused')).length;
    for (const name of ALL_ENDPOINTS) {
      const browser = world.browser();
      const sent = requestTo(browser, name);
      for (const host of ['evil.example', `${sent.headers['host']}.evil`, 'localhost', '']) {
        const answer = await browser.send({ ...sent, headers: { ...sent.headers, host } });
        assert.equal(answer.status, 421, `${name} for ${host}`);
        assert.deepEqual(answer.setCookies, []);
        refusals += 1;
      }
    }
    assert.equal((await world.audit('host_refused')).length, refusals);
  });

  it('H10 names in other headers change nothing; two Hosts and absolute forms get nowhere', async () => {
    const person = await somebody();
    const browser = world.browser();
    const body = { login: person.login, password: person.password };
    const answer = await browser.call(
      'beginSignIn',
      { body },
      {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
        forwarded: 'host=evil.example;proto=https',
        'x-original-url': '/admin',
        'x-host': 'evil.example',
      },
    );
    assert.equal(answer.status, 200, answer.text);
    assert.ok(!JSON.stringify([answer.text, answer.headers]).includes('evil'));
    assert.ok(answer.setCookies.every((cookie) => !/secure|domain/i.test(cookie)));

    const { host } = new URL(world.publicUrl);
    const path = '/api/v1/configuration';
    const raw = (lines: readonly string[]) => exchange(world, [...lines, 'Connection: close']);
    assert.match(await raw([`GET ${path} HTTP/1.1`, `Host: ${host}`]), /^HTTP\/1.1 200 /);
    for (const lines of [
      [`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Host: evil.example'],
      [`GET ${path} HTTP/1.1`, 'Host: evil.example', `Host: ${host}`],
      [`GET http://evil.example${path} HTTP/1.1`, 'Host: evil.example'],
      [`GET http://evil.example${path} HTTP/1.1`, `Host: ${host}`],
      [`GET ${path} HTTP/1.1`],
    ]) {
      const got = await raw(lines);
      assert.match(got, /^HTTP\/1.1 4\d\d /, lines.join(' | '));
      assert.ok(!got.includes('evil'), got);
    }
  });

  it('H11 no other origin is ever allowed to read an answer', async () => {
    const { browser, ids } = await signedIn();
    for (const name of ALL_ENDPOINTS) {
      const sent = requestTo(browser, name, { ids });
      for (const origin of [EVIL, 'null', world.publicUrl]) {
        const headers = { ...sent.headers, origin, 'access-control-request-method': 'POST' };
        const answers = [
          await browser.send({ ...sent, headers: { ...without(headers, CSRF_HEADER) } }),
          await browser.send({ ...sent, headers: without(headers, 'cookie'), method: 'OPTIONS' }),
        ];
        for (const answer of answers) {
          const allowed = Object.keys(answer.headers).filter((key) =>
            key.startsWith('access-control'),
          );
          assert.deepEqual(allowed, [], `${name} from ${origin}`);
        }
        assert.equal(answers[1]?.status, 404);
      }
    }
  });
}, prepareDatabase);

const RETURN_TO = [
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https://evil.example/',
  'https://good@evil.example',
  'https://localhost.evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/%09/evil.example',
  '/%0d%0aLocation:%20https://evil.example',
  '/\r\nSet-Cookie: a=b',
  'javascript:alert(1)',
  'JavaScript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  '.evil.example',
  '@evil.example',
  '/..//evil.example',
  '/.//evil.example',
  '/%2e%2e//evil.example',
  '/./\u2028/evil.example',
  'http://localhost:1@evil.example',
  '?next=//evil.example',
  '#//evil.example',
  '',
  ' ',
] as const;

/** The same write in other clothes: another method, or a method that hides in query, body or header. */
function disguises(sent: Sent): readonly Sent[] {
  const path = (query: string) => `${sent.path}?${query}`;
  const headers = without(sent.headers, CSRF_HEADER, 'origin');
  const override = { ...headers, 'x-http-method-override': sent.method };
  const { body: _, ...bodyless } = sent;
  const plain = { ...bodyless, body: undefined, headers: without(headers, 'content-type') };
  return [
    { ...plain, method: 'GET' },
    { ...plain, method: 'GET', path: path(`_method=${sent.method}`) },
    { ...plain, method: 'GET', headers: without(override, 'content-type') },
    { ...plain, method: 'HEAD' },
    { ...sent, headers: override, method: 'POST', path: path(`_method=${sent.method}`) },
    { ...sent, headers: override, method: 'POST', body: `{"_method":"${sent.method}"}` },
  ];
}

async function exchange({ nodeUrls }: World, lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(nodeUrls[0] ?? '');
  const socket = net.connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return readText(socket);
}
