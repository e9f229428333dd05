import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lackOf, type Running } from '../harness/debian.ts';
import { forEachStore, type StoreUnderTest } from '../harness/for-each-store.ts';
import { PROXIES, type Proxy, startProxy } from '../harness/forward-auth/proxies.ts';
import { makeOutsider, type Seen, startSite } from '../harness/forward-auth/site.ts';
import { follow } from '../harness/oidc/peer.ts';
import { makeFaults } from '../harness/world/faults.ts';
import { freePort, makeWorld, type World } from '../harness/world/world.ts';

const FORGED = {
  'Remote-User': ['admin', 'root'],
  'remote-email': 'admin@example.org',
  'REMOTE-NAME': 'Admin',
  'Remote-Groups': 'administrator',
  Remote_User: 'admin',
  remote_groups: 'administrator',
} as const;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

function testProxy(proxy: Proxy, store: StoreUnderTest): void {
  void describe(proxy.name, { skip: lackOf(proxy.binary) }, () => {
    const faults = makeFaults();
    let world: World;
    let site: Awaited<ReturnType<typeof startSite>>;
    let running: Running;
    let origin = '';
    let made = 0;
    before(async () => {
      const [own, behind] = [await freePort(), await freePort()];
      origin = `https://wiki.example.org:${own}`;
      const hosts = [{ origin, strength: 'two-step', roles: [] }] as const;
      world = await makeWorld(store, {
        listening: true,
        wrapDatabase: faults.wrap,
        config: { forwardAuth: { hosts } },
      });
      site = await startSite(behind);
      const proofup = world.config.listen.port;
      running = await startProxy(proxy, { own, proofup, site: behind });
    });
    after(async () => {
      await running?.stop();
      await site?.close();
      await world?.close();
    });

    async function inside() {
      const person = await world.person({ login: `kim${(made += 1)}`, apps: 1 });
      const browser = world.browser();
      await browser.signIn(person);
      const outsider = makeOutsider(origin);
      const sent = await outsider.open('/a%20page?x=1');
      assert.equal(sent.status, 302, sent.text);
      const { at } = await follow(browser, sent.location);
      const back = await outsider.open(at.slice(origin.length));
      assert.equal(back.status, 302, back.text);
      assert.equal(back.location, `${origin}/a%20page?x=1`);
      return { person, browser, outsider };
    }

    const reachedBy = async (work: () => Promise<unknown>): Promise<readonly Seen[]> => {
      const already = site.seen.length;
      await work();
      return site.seen.slice(already);
    };

    it('K11 a sign-in on our origin leads back to the page, and the site hears who it is', async () => {
      const { person, outsider } = await inside();
      const [seen] = await reachedBy(() => outsider.open('/a%20page?x=1'));
      assert.equal(seen?.url, '/a%20page?x=1');
      assert.equal(seen?.headers['remote-user'], person.login);
      assert.equal(seen?.headers['remote-email'], person.email);
      const body = 'text='.padEnd(5000, 'x');
      const [posted] = await reachedBy(() => outsider.open('/edit', { method: 'POST', body }));
      assert.deepEqual([posted?.method, posted?.body], ['POST', body]);
    });

    it('K11 identity headers of a client never reach the site, in any spelling', async () => {
      const { person, outsider } = await inside();
      const [seen] = await reachedBy(() => outsider.open('/', { headers: FORGED }));
      assert.equal(seen?.headers['remote-user'], person.login);
      assert.equal(seen?.names.filter((name) => name === 'remote-user').length, 1);
      assert.equal(seen?.headers['remote-name'], person.login);
      assert.ok(!seen?.headers['remote-groups']);
      assert.deepEqual(
        seen?.names.filter((name) => name.includes('_')),
        [],
      );
      const stranger = makeOutsider(origin);
      const reached = await reachedBy(() => stranger.open('/', { headers: FORGED }));
      assert.deepEqual(reached, []);
    });

    it('K12 no method and no upgrade passes without a sign-in, and all do with one', async () => {
      const stranger = makeOutsider(origin);
      const { outsider } = await inside();
      for (const method of METHODS) {
        const passed = await reachedBy(async () => {
          const { status } = await stranger.open('/', { method });
          assert.ok([302, 401].includes(status), `${method} ${status}`);
        });
        assert.deepEqual(passed, [], method);
        const [seen] = await reachedBy(() => outsider.open('/', { method }));
        assert.equal(seen?.method, method);
      }
      for (const method of ['TRACE', 'BREW']) {
        assert.deepEqual(await reachedBy(() => stranger.open('/', { method })), [], method);
      }
      assert.deepEqual(await reachedBy(() => stranger.open('/live', { headers: UPGRADE })), []);
      const [live] = await reachedBy(async () => {
        assert.equal((await outsider.open('/live', { headers: UPGRADE })).status, 101);
      });
      assert.equal(live?.body, 'upgrade');
    });

    it('K09 what is not a whole request, or not of this host, never reaches the site', async () => {
      const { outsider } = await inside();
      const wrong = ['/%zz', '/a%', `/${'a'.repeat(8500)}`, '/.proofup/', '/.proofup/callback'];
      for (const uri of wrong) {
        assert.deepEqual(await reachedBy(() => outsider.open(uri).catch(() => undefined)), [], uri);
      }
      const { host } = new URL(origin);
      for (const headers of [
        { host: 'evil.example' },
        { host: `x.${host}` },
        { host: [host, 'evil.example'] },
      ]) {
        const reached = await reachedBy(() =>
          outsider.open('/', { headers }).catch(() => undefined),
        );
        assert.deepEqual(reached, [], JSON.stringify(headers));
      }
      // Of the client, not of the proxy.
      const stranger = makeOutsider(origin);
      const forged = {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-uri': '/.proofup/callback',
        'x-forwarded-method': 'OPTIONS',
      };
      const { status, location } = await stranger.open('/b', { headers: forged });
      assert.equal(status, 302);
      assert.ok(location.includes(encodeURIComponent(`${origin}/b`)), location);
    });

    it('C18 H04 a sign-out counts at the next request', async () => {
      const { browser, outsider } = await inside();
      assert.equal((await outsider.open('/')).status, 200);
      assert.equal((await browser.call('endSession')).status, 204);
      assert.deepEqual(await reachedBy(() => outsider.open('/')), []);
    });

    it('K08 nobody passes while the store is down, and they do within 5 s of its return', async () => {
      const { outsider } = await inside();
      faults.break('artifacts', 'sessions');
      const reached = await reachedBy(async () => {
        for (const method of ['GET', 'POST']) {
          const { status } = await outsider.open('/', { method });
          assert.ok(status >= 400 && status !== 404, `${method} ${status}`);
        }
      });
      faults.mend();
      assert.deepEqual(reached, []);
      const deadline = Date.now() + 5000;
      while ((await outsider.open('/')).status !== 200) {
        assert.ok(Date.now() < deadline, 'not back');
      }
    });

    it('K08 nobody passes where Proofup does not run', async () => {
      const { outsider } = await inside();
      const [own, proofup] = [await freePort(), await freePort()];
      const alone = await startProxy(proxy, { own, proofup, site: site.port });
      const lost = makeOutsider(`https://wiki.example.org:${own}`);
      for (const [name, value] of outsider.cookies) lost.cookies.set(name, value);
      const reached = await reachedBy(async () => {
        for (const method of ['GET', 'POST']) {
          const { status } = await lost.open('/', { method });
          assert.ok(status >= 400, `${method} ${status}`);
        }
      });
      await alone.stop();
      assert.deepEqual(reached, []);
    });
  });
}

forEachStore((store) => {
  for (const proxy of PROXIES) testProxy(proxy, store);
});
