import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { METHODS } from 'node:http';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeHostVisitor, type Said, say } from '../harness/forward-auth/host-visitor.ts';
import { OPS, SAFE, WIKI } from '../harness/forward-auth/hosts.ts';
import { follow, open, stepUp } from '../harness/oidc/peer.ts';
import { makeFaults } from '../harness/world/faults.ts';
import { administrationOf, ORDER } from '../harness/world/order.ts';
import type { Person, PersonWanted } from '../harness/world/person.ts';
import { makeWorld, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const IDENTITY = ['remote-user', 'remote-email', 'remote-name', 'remote-groups'] as const;

const identityIn = ({ headers }: Said) => IDENTITY.map((name) => headers[name]);
const NOBODY = ['', '', '', ''];

forEachStore((store) => {
  const faults = makeFaults();
  let world: World;
  let made = 0;
  before(async () => {
    world = await makeWorld(store, {
      listening: true,
      wrapDatabase: faults.wrap,
    });
  });
  after(() => world.close());

  const somebody = (wanted: Partial<PersonWanted> = {}): Promise<Person> =>
    world.person({ login: `kim${(made += 1)}`, apps: 1, ...wanted });

  /** Signed in here, and let in to the host. */
  async function inside(origin = WIKI, wanted: Partial<PersonWanted> = {}) {
    const person = await somebody(wanted);
    const browser = world.browser();
    await browser.signIn(person);
    const visitor = makeHostVisitor(world, origin);
    const entered = await visitor.enter(browser, '/a%20page?x=1');
    assert.equal(entered.status, 302, entered.text);
    assert.equal(visitor.locationOf(entered), `${origin}/a%20page?x=1`);
    return { person, browser, visitor };
  }

  it('K11 somebody signs in, comes back to the page, and the host hears who it is', async () => {
    const { person, visitor } = await inside();
    for (const said of [await visitor.ask('/'), await visitor.check('/')]) {
      assert.equal(said.status, 200);
      assert.deepEqual(identityIn(said), [person.login, person.email, person.login, '']);
      assert.equal(said.headers['set-cookie'], undefined);
    }
    const [row] = (await world.audit('forward_auth.let_in')).slice(-1);
    assert.equal(row?.reason, WIKI);
    assert.equal(row?.actor?.id, person.id);
  });

  it('K11 the cookie is the host’s own: __Host-, and worth nothing at another host or here', async () => {
    const { browser, visitor } = await inside();
    const token = visitor.cookies.get('__Host-proofup-access') ?? '';
    assert.match(token, /^[\w-]{43}$/);
    const other = makeHostVisitor(world, OPS);
    other.cookies.set('__Host-proofup-access', token);
    assert.equal((await other.check()).status, 401);
    const here = world.browser();
    here.cookies.set(`proofup-${new URL(world.publicUrl).port}-session`, token);
    assert.equal((await here.call('getSession')).status, 401);
    // Nor is the session's of any worth there.
    const foreign = makeHostVisitor(world, WIKI);
    for (const [, value] of browser.cookies) foreign.cookies.set('__Host-proofup-access', value);
    assert.equal((await foreign.check()).status, 401);
  });

  it('K11 identity headers of a client change nothing, and are emptied on every other answer', async () => {
    const { person, visitor } = await inside();
    const forged = {
      'remote-user': 'admin',
      'remote-email': 'a@b.example',
      'remote-name': 'Admin',
      'remote-groups': 'administrator',
    };
    assert.deepEqual(identityIn(await visitor.check('/', forged)), [
      person.login,
      person.email,
      person.login,
      '',
    ]);
    const stranger = makeHostVisitor(world, WIKI);
    assert.deepEqual(identityIn(await stranger.check('/', forged)), NOBODY);
    assert.deepEqual(identityIn(await stranger.ask('/', { headers: forged })), NOBODY);
    assert.deepEqual(identityIn(await stranger.ask('/%zz', { headers: forged })), NOBODY);
    assert.deepEqual(identityIn(await stranger.ask('/.proofup/callback?code=x')), NOBODY);
    faults.break('artifacts');
    const broken = await visitor.check('/', forged);
    faults.mend();
    assert.equal(broken.status >= 500, true);
    assert.deepEqual(identityIn(broken), NOBODY);
  });

  it('K09 only a complete request of a host in the list is answered with 200', async () => {
    const { visitor } = await inside();
    const wrong: Readonly<Record<string, string | readonly string[] | undefined>>[] = [
      { 'x-forwarded-uri': undefined },
      { 'x-forwarded-uri': ['/', '/'] },
      { 'x-forwarded-uri': '' },
      { 'x-forwarded-uri': '/%zz' },
      { 'x-forwarded-uri': '/a b' },
      { 'x-forwarded-uri': '/a\tb' },
      { 'x-forwarded-uri': `/${'a'.repeat(9000)}` },
      { 'x-forwarded-uri': 'https://wiki.example.org/' },
      { 'x-forwarded-host': undefined },
      { 'x-forwarded-host': ['wiki.example.org', 'wiki.example.org'] },
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-host': 'wiki.example.org.evil.example' },
      { 'x-forwarded-host': 'wiki.example.org:8443' },
      { 'x-forwarded-host': 'wiki.example.org/' },
      { 'x-forwarded-host': 'wiki.example.org, evil.example' },
      { 'x-forwarded-proto': undefined },
      { 'x-forwarded-proto': 'http' },
      { 'x-forwarded-proto': ['https', 'https'] },
      { 'x-forwarded-method': undefined },
      { 'x-forwarded-method': 'BREW' },
      { 'x-forwarded-method': ['GET', 'GET'] },
      { 'x-forwarded-method': 'get' },
    ];
    for (const headers of wrong) {
      const asked = await visitor.ask('/', { headers });
      assert.ok([400, 403].includes(asked.status), `${JSON.stringify(headers)}: ${asked.status}`);
      // nginx takes anything but these for a breakdown.
      assert.equal((await visitor.check('/', headers)).status, 403, JSON.stringify(headers));
    }
    for (const path of ['/forward-auth/', '/forward-auth/other', '/forward-auth/envoy']) {
      assert.notEqual((await visitor.ask('/', { path })).status, 200, path);
    }
    assert.equal((await visitor.check()).status, 200);
  });

  it('K09 whoever is not one of the named proxies is told nothing', async () => {
    const { visitor } = await inside();
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await world.app.inject({
      method: 'GET',
      url: '/forward-auth/check',
      remoteAddress: '198.51.100.9',
      headers: {
        cookie,
        'x-forwarded-method': 'GET',
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'wiki.example.org',
        'x-forwarded-uri': '/',
      },
    });
    assert.equal(answer.statusCode, 403);
    assert.equal(answer.headers['remote-user'], '');
  });

  it('K12 every method follows the rule of GET, and nobody passes by one', async () => {
    const stranger = makeHostVisitor(world, WIKI);
    const { visitor } = await inside();
    for (const method of METHODS) {
      const headers = { 'x-forwarded-method': method };
      assert.ok([401, 403].includes((await stranger.check('/', headers)).status), method);
      const known = (await visitor.check('/', headers)).status;
      assert.ok([200, 403].includes(known), `${method} ${known}`);
    }
    const upgrade = { connection: 'upgrade', upgrade: 'websocket', 'sec-fetch-mode': 'websocket' };
    assert.equal((await stranger.ask('/', { headers: upgrade })).status, 401);
    assert.equal((await visitor.ask('/', { headers: upgrade })).status, 200);
    const post = await stranger.ask('/', { headers: { 'x-forwarded-method': 'POST' } });
    assert.equal(post.status, 401);
  });

  it('K12 the request itself, below a path of ours (Envoy): every method, and its own Host', async () => {
    const { visitor } = await inside();
    const stranger = makeHostVisitor(world, WIKI);
    const path = '/forward-auth/envoy/a?b';
    const bare = {
      host: 'wiki.example.org',
      'x-forwarded-method': undefined,
      'x-forwarded-host': undefined,
      'x-forwarded-uri': undefined,
    };
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
      assert.equal((await visitor.ask('', { path, method, headers: bare })).status, 200, method);
      const said = await stranger.ask('', { path, method, headers: bare });
      assert.equal(said.status, ['GET', 'HEAD'].includes(method) ? 302 : 401, method);
    }
    const other = { ...bare, host: 'evil.example' };
    assert.equal((await visitor.ask('', { path, headers: other })).status, 403);
    // Only there: everywhere else a Host that is not ours is refused.
    const elsewhere = await say(world.nodeUrls[0] ?? '', {
      path: '/forward-auth/sign-in',
      headers: { host: 'wiki.example.org' },
    });
    assert.equal(elsewhere.status, 421);
  });

  it('K08 while the store is down nobody passes; afterwards they do', async () => {
    const { visitor } = await inside();
    for (const part of ['artifacts', 'sessions', 'users'] as const) {
      faults.break(part);
      const statuses = [
        (await visitor.check()).status,
        (await visitor.ask('/')).status,
        (await visitor.ask('/.proofup/callback?code=' + 'A'.repeat(43))).status,
      ];
      faults.mend();
      assert.ok(
        statuses.every((status) => status >= 400),
        `${part}: ${statuses.join(' ')}`,
      );
      assert.ok(statuses.slice(0, 2).every((status) => status >= 500));
    }
    assert.equal((await visitor.check()).status, 200);
    assert.ok((await world.audit('auth.failed_closed')).length > 0);
  });

  it('C02 the half-signed-in pass nowhere: neither cookie of the first step opens a host', async () => {
    const person = await somebody();
    const browser = world.browser();
    await browser.begin(person);
    const visitor = makeHostVisitor(world, WIKI);
    const { at } = await follow(browser, visitor.locationOf(await visitor.ask('/')));
    assert.match(at, /^\/sign-in\?return-to=/);
    for (const [, value] of browser.cookies) {
      visitor.cookies.set('__Host-proofup-access', value);
      assert.equal((await visitor.check()).status, 401);
    }
  });

  it('C02 C12 a host that asks for more gets it: two steps of one, a passkey of another', async () => {
    const single = await world.person({ login: `single${(made += 1)}`, state: 'disabled' });
    const browser = world.browser();
    await browser.begin(single);
    assert.equal((await browser.call('getSession')).status, 200);
    const wiki = makeHostVisitor(world, WIKI);
    const weak = await follow(browser, wiki.locationOf(await wiki.ask('/')));
    assert.equal(weak.answer.status, 403);
    assert.match(weak.answer.text, /wiki\.example\.org needs a stronger sign-in/);

    const holder = await somebody({ passkeys: [{}], prefers: 'totp' });
    const other = world.browser();
    await other.signIn(holder);
    const safe = makeHostVisitor(world, SAFE);
    const asked = await follow(other, safe.locationOf(await safe.ask('/x')));
    const params = { signInId: asked.at.split('#')[1] ?? '' };
    const { value } = await other.call('getSignIn', { params });
    assert.deepEqual(
      value.options.map(({ type }) => type),
      ['passkey'],
    );
    const back = await stepUp(other, holder, asked);
    assert.ok(back.at.startsWith(`${SAFE}/.proofup/callback?code=`), back.at);
    assert.equal((await safe.ask(back.at.slice(SAFE.length))).status, 302);
    assert.equal((await safe.check()).status, 200);
  });

  it('C12 who was let in to one host by two steps is not let in to one that asks for a passkey', async () => {
    const { visitor } = await inside();
    const token = visitor.cookies.get('__Host-proofup-access') ?? '';
    const safe = makeHostVisitor(world, SAFE);
    safe.cookies.set('__Host-proofup-access', token);
    assert.equal((await safe.check()).status, 401);
  });

  it('K11 a host of one role is for nobody else, and says so', async () => {
    const person = await somebody();
    const browser = world.browser();
    await browser.signIn(person);
    const visitor = makeHostVisitor(world, OPS);
    const { answer } = await follow(browser, visitor.locationOf(await visitor.ask('/')));
    assert.equal(answer.status, 403);
    assert.match(answer.text, /ops\.example\.org is not for your account/);
    const [row] = (await world.audit('forward_auth.refused')).slice(-1);
    assert.equal(row?.reason, 'role:user');
    const boss = await inside(OPS, { role: 'administrator' });
    const { status, headers } = await boss.visitor.check();
    // A role is what somebody may do here, and none of the site's groups.
    assert.deepEqual([status, headers['remote-groups']], [200, '']);
  });

  it('C18 H04 who signs out, is blocked or idle for an hour is out at the next request', async () => {
    const { browser, visitor } = await inside();
    assert.equal((await browser.call('endSession')).status, 204);
    assert.equal((await visitor.check()).status, 401);

    const gone = await inside();
    const administration = administrationOf(world);
    await administration.block({ userId: gone.person.id, days: 1 }, ORDER);
    const off = await gone.visitor.check();
    assert.equal(off.status, 401);

    const idle = await inside();
    world.clock.advance(59 * MINUTE);
    assert.equal((await idle.visitor.check()).status, 200);
    world.clock.advance(59 * MINUTE);
    assert.equal((await idle.visitor.check()).status, 200, 'a request keeps a session in use');
    world.clock.advance(61 * MINUTE);
    assert.equal((await idle.visitor.check()).status, 401);
  });

  it('H01 H05 a code works once, in the browser that asked, at its host, for a minute', async () => {
    const person = await somebody();
    const browser = world.browser();
    await browser.signIn(person);
    const visitor = makeHostVisitor(world, WIKI);
    const again = await visitor.codeFor(browser);
    assert.equal((await visitor.ask(again)).status, 302);
    assert.equal((await visitor.ask(again)).status, 403, 'twice');

    const mine = makeHostVisitor(world, WIKI);
    const forced = await mine.codeFor(browser);
    const victim = makeHostVisitor(world, WIKI);
    await victim.ask('/');
    assert.equal((await victim.ask(forced)).status, 403, 'in another browser');
    assert.equal((await mine.ask(forced)).status, 403, 'and is spent by it');

    const here = makeHostVisitor(world, WIKI);
    const code = await here.codeFor(browser);
    const elsewhere = makeHostVisitor(world, SAFE);
    for (const [name, value] of here.cookies) elsewhere.cookies.set(name, value);
    assert.equal((await elsewhere.ask(code)).status, 403, 'at another host');

    const late = makeHostVisitor(world, WIKI);
    const slow = await late.codeFor(browser);
    world.clock.advance(61_000);
    assert.equal((await late.ask(slow)).status, 403, 'late');

    const ended = makeHostVisitor(world, WIKI);
    const last = await ended.codeFor(browser);
    await browser.call('getSession');
    await browser.call('endSession');
    assert.equal((await ended.ask(last)).status, 403, 'after the session');
  });

  it('H01 of 20 that show one code at once one gets in', async () => {
    const person = await somebody();
    const browser = world.browser();
    await browser.signIn(person);
    const visitor = makeHostVisitor(world, WIKI);
    for (let round = 0; round < 5; round += 1) {
      visitor.from(`203.0.113.${20 + round}`);
      visitor.cookies.delete('__Host-proofup-access');
      const code = await visitor.codeFor(browser);
      const all = await Promise.all(Array.from({ length: 20 }, () => visitor.ask(code)));
      assert.equal(all.filter(({ status }) => status === 302).length, 1);
    }
  });

  it('H09 the way back leads to a host of the list and nowhere else', async () => {
    const person = await somebody();
    const browser = world.browser();
    await browser.signIn(person);
    const state = 'A'.repeat(43);
    for (const to of [
      '',
      '/',
      '//evil.example',
      'https://evil.example/',
      'https://wiki.example.org@evil.example/',
      'https://good@wiki.example.org/',
      'https://wiki.example.org.evil.example/',
      'https:\\\\wiki.example.org\\',
      'https://wiki.example.org/\t/evil',
      'http://wiki.example.org/',
      'https://wiki.example.org:444/',
      'javascript:alert(1)',
      'data:text/html,x',
    ]) {
      const query = new URLSearchParams({ to, state });
      const answer = await open(browser, `/forward-auth/sign-in?${query.toString()}`);
      assert.equal(answer.status, 400, to);
      assert.equal(answer.headers['location'], undefined, to);
    }
    const query = new URLSearchParams({ to: `${WIKI}//evil.example/`, state });
    const answer = await open(browser, `/forward-auth/sign-in?${query.toString()}`);
    assert.ok(String(answer.headers['location']).startsWith(`${WIKI}/.proofup/callback?code=`));
  });
});
