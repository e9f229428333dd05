import assert from 'node:assert/strict';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, it } from 'node:test';
import { PAGES } from '../../apps/server/src/http/pages.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { makeFaults } from '../harness/world/faults.ts';
import { makePages } from '../harness/world/pages.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const nameOf = (browser: Browser, kind: string): string =>
  [...browser.cookies.keys()].find((name) => name.endsWith(`-${kind}`)) ?? '';

forEachStore((store) => {
  const pages = makePages();
  const faults = makeFaults();
  let world: World;
  before(async () => {
    const wrapDatabase = faults.wrap;
    world = await makeWorld(store, { listening: true, pages: pages.folder, wrapDatabase });
  });
  after(async () => {
    faults.mend();
    await world.close();
    pages.remove();
  });

  const get = (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const browser = world.browser();
    const bare = browser.request('getSession');
    return browser.send({ ...bare, path, headers: { ...bare.headers, ...headers } });
  };

  /** Sends the bytes as they are, and gives all that comes back. */
  async function raw(bytes: string): Promise<string> {
    const { hostname, port } = new URL(world.nodeUrls[0] ?? '');
    const socket = net.connect(Number(port), hostname);
    socket.write(bytes);
    return text(socket);
  }

  it('H07 no page may be framed: every page, 404, 421, 431, 500 and 503', async () => {
    const answers = [];
    for (const page of PAGES) answers.push(await get(page));
    answers.push(await get('/nothing'), await get('/api/v1/nothing'), await get('/api/v1/session'));
    answers.push(await get('/', { host: 'evil.example' }));
    answers.push(await get('/livez'));
    faults.break('sessions', 'users', 'throttles');
    const person = { login: 'nobody', password: 'x' };
    answers.push(await world.browser().call('beginSignIn', { body: person }));
    faults.mend();
    const statuses = answers.map(({ status }) => status);
    assert.deepEqual(
      [...new Set(statuses)].toSorted((a, b) => a - b),
      [200, 401, 404, 421, 503],
    );
    for (const { headers, status } of answers) {
      const policy = String(headers['content-security-policy']);
      assert.match(policy, /frame-ancestors 'none'/, String(status));
      assert.equal(headers['x-frame-options'], 'DENY');
    }
    const { host } = new URL(world.publicUrl);
    for (const bytes of [
      `GET / HTTP/1.1\r\nhost: ${host}\r\ncookie: a=${'x'.repeat(20_000)}\r\n\r\n`,
      'this is no HTTP\r\n\r\n',
    ]) {
      const answer = await raw(bytes);
      assert.match(answer, /^HTTP\/1\.1 4\d\d /);
      assert.match(answer, /frame-ancestors 'none'/);
      assert.match(answer, /x-frame-options: DENY/i);
    }
  });

  it('H12 cookies that a neighbour plants fix and swap nothing, and keep nobody out', async () => {
    const https = await makeWorld(store, {
      pages: pages.folder,
      config: { publicUrl: 'https://verify.example.org' },
    });
    try {
      const [person, thief] = [
        await https.person({ login: 'planted', apps: 1 }),
        await https.person({ login: 'thief', apps: 1 }),
      ];
      const own = https.browser();
      await own.signIn(thief);
      const stolen = own.cookies.get(nameOf(own, 'session')) ?? '';
      assert.match(nameOf(own, 'session'), /^__Host-/);

      // A browser takes no `__Host-` name with a Domain; everything else it sends along.
      const planted = ['proofup-session', 'proofup-sign-in', 'proofup-browser', 'sid', 'session']
        .concat('__Secure-proofup-session', '__host-proofup-session', ' __Host-proofup-session')
        .map((name) => [name, stolen] as const);
      const browser = https.browser();
      for (const [name, value] of planted) browser.cookies.set(name, value);
      assert.equal((await browser.call('getSession')).status, 401);
      await browser.signIn(person);
      for (const [name, value] of planted) browser.cookies.set(name, value);
      assert.equal((await browser.call('getSession')).value.user.login, 'planted');
      assert.equal(
        (await browser.call('endOtherSessions')).status,
        200,
        'the CSRF token is its own',
      );

      const crowded = https.browser();
      for (let n = 0; n < 200; n += 1) crowded.cookies.set(`c${n}`, 'x'.repeat(40));
      https.clock.advance(30_000);
      await crowded.signIn(person);
      assert.equal((await crowded.call('getSession')).status, 200);
    } finally {
      await https.close();
    }
  });

  it('H12 too many of them get a page that has them cleared, and no failure of ours', async () => {
    const { host } = new URL(world.publicUrl);
    const cookies = Array.from({ length: 200 }, (_, n) => `c${n}=${'x'.repeat(100)}`).join('; ');
    const logged = world.logLines.length;
    const answer = await raw(
      `GET /sign-in HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookies}\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 431 /);
    assert.match(answer, /clear-site-data: "cookies"/);
    assert.match(answer, /<a href="\/sign-in">Clear/);
    assert.ok(world.logLines.slice(logged).every((line) => !/"level":50/.test(line)));
    const after431 = await raw(`GET /livez HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    assert.match(after431, /^HTTP\/1\.1 200 /);
  });
}, prepareDatabase);
