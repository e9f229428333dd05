import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Running } from '../harness/debian.ts';
import { forEachStore, type StoreUnderTest } from '../harness/for-each-store.ts';
import { makeOutsider, startSite } from '../harness/forward-auth/site.ts';
import { lackOfApache, startApache, startWayBack } from '../harness/oidc/apache.ts';
import { follow, open, register, submit } from '../harness/oidc/peer.ts';
import { until } from '../harness/world/until.ts';
import { freePort, makeWorld, type World } from '../harness/world/world.ts';

function testApache(store: StoreUnderTest): void {
  void describe('Apache with mod_auth_openidc', { skip: lackOfApache() }, () => {
    let world: World;
    let site: Awaited<ReturnType<typeof startSite>>;
    let running: Running;
    let wayBack: Awaited<ReturnType<typeof startWayBack>>;
    let origin = '';
    before(async () => {
      const [port, sitePort] = [await freePort(), await freePort()];
      origin = `https://wiki.example.org:${port}`;
      world = await makeWorld(store, { listening: true });
      // Apache looks at the machine's clock.
      world.clock.advance(Date.now() - world.clock.now().getTime());
      site = await startSite(sitePort);
      wayBack = await startWayBack(origin);
      const application = await register(world, {
        metadata: {
          redirectUris: [`${origin}/.oidc/callback`],
          postLogoutRedirectUris: [`${origin}/signed-out`],
          backchannelLogoutUri: `${wayBack.url}/.oidc/callback?logout=backchannel`,
          grantTypes: ['authorization_code'],
          scopes: ['openid', 'profile', 'email'],
        },
      });
      running = await startApache({ port, sitePort, publicUrl: world.publicUrl, application });
    });
    after(async () => {
      await running?.stop();
      await wayBack?.close();
      await site?.close();
      await world?.close();
    });

    it('J02 K11 somebody signs in by a second step, reaches the page as that person, and signs out of both', async () => {
      const person = await world.person({ login: 'kim', apps: 1 });
      const browser = world.browser();
      const outsider = makeOutsider(origin);
      const sent = await outsider.open('/page?x=1');
      assert.equal(sent.status, 302, sent.text);
      const asked = new URL(sent.location);
      assert.equal(asked.searchParams.get('code_challenge_method'), 'S256');
      assert.match((await follow(browser, asked)).at, /^\/sign-in\?return-to=/);
      assert.equal(site.seen.length, 0);

      await browser.signIn(person);
      const { at } = await follow(browser, asked);
      assert.ok(at.startsWith(`${origin}/.oidc/callback?`), at);
      const back = await outsider.open(at.slice(origin.length));
      assert.equal(back.status, 302, back.text);
      assert.equal(back.location, `${origin}/page?x=1`);
      const headers = { 'Remote-User': 'admin', Remote_User: 'admin', OIDC_CLAIM_sub: 'admin' };
      assert.equal((await outsider.open('/page?x=1', { headers })).text, 'the site');
      const seen = site.seen.at(-1);
      assert.equal(seen?.headers['remote-user'], 'kim');
      assert.equal(seen?.headers['oidc_claim_sub'], person.id);
      assert.equal(seen?.headers['oidc_claim_acr'], 'two-step');
      assert.equal(seen?.headers['remote_user'], undefined);

      const query = new URLSearchParams({ logout: `${origin}/signed-out` });
      const leaving = await outsider.open(`/.oidc/callback?${query.toString()}`);
      assert.equal(leaving.status, 302, leaving.text);
      const page = await open(browser, leaving.location);
      assert.equal(page.status, 200, page.text);
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const action = /action="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const gone = await submit(browser, new URL(action, world.publicUrl).pathname, {
        fields: { xsrf, logout: 'yes' },
      });
      assert.ok(String(gone.headers['location']).startsWith(`${origin}/signed-out`), gone.text);
      assert.equal((await browser.call('getSession')).status, 401);
      assert.equal((await outsider.open('/signed-out')).status, 200);
      assert.equal((await outsider.open('/page?x=1')).status, 302);
    });

    /** Somebody who is signed in here and, by that, there. */
    async function reader(login: string) {
      const browser = world.browser();
      await browser.signIn(await world.person({ login, apps: 1 }));
      const outsider = makeOutsider(origin);
      const { location } = await outsider.open('/page');
      const { at } = await follow(browser, location);
      assert.equal((await outsider.open(at.slice(origin.length))).status, 302);
      const status = async (): Promise<number> => (await outsider.open('/page')).status;
      assert.equal(await status(), 200);
      return { browser, status };
    }

    async function timesTold(): Promise<number> {
      const rows = await world.audit('oidc.logout_told');
      return rows.filter(({ outcome }) => outcome === 'success').length;
    }

    it('whoever signs out here is out there at the next request (back-channel logout), and nobody else is', async () => {
      const [leaver, stayer] = [await reader('lee'), await reader('sam')];
      const sofar = await timesTold();
      assert.equal((await leaver.browser.call('endSession')).status, 204);
      await until(async () => (await timesTold()) > sofar);
      assert.equal(await leaver.status(), 302);
      assert.equal(await stayer.status(), 200);
    });

    it('a made-up logout token ends nothing at Apache', async () => {
      const { status } = await reader('pat');
      const [head, body] = [{ alg: 'none' }, { sub: 'pat' }].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      const answer = await wayBack.send(`logout_token=${head}.${body}.`);
      assert.equal(answer.status, 400);
      assert.equal(await status(), 200);
    });
  });
}

forEachStore(testApache);
