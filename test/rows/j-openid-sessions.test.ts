import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { createLocalJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';
import { makeKey } from '../../apps/server/src/crypto/make-signing-key.ts';
import { makeSigningKeys } from '../../apps/server/src/relying-parties/signing-keys.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import {
  ask,
  discover,
  fetchFrom,
  follow,
  open,
  register,
  signIn,
  submit,
} from '../harness/oidc/peer.ts';
import { type Somebody, useProvider } from '../harness/oidc/setting.ts';
import type { Browser } from '../harness/world/browser.ts';
import { dumpOf } from '../harness/world/dump.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

forEachStore((store) => {
  const setting = useProvider(store);
  const { signedIn } = setting;
  it('J04 a refresh token that comes back takes its family with it', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { browser } = await signedIn();
    const first = await signIn(config, browser);
    const second = await client.refreshTokenGrant(config, first.refresh_token ?? '');
    assert.notEqual(second.refresh_token, first.refresh_token);
    const again = client.refreshTokenGrant(config, first.refresh_token ?? '');
    await assert.rejects(again, { error: 'invalid_grant' });
    const afterwards = client.refreshTokenGrant(config, second.refresh_token ?? '');
    await assert.rejects(afterwards, { error: 'invalid_grant' });
    assert.equal((await setting.world().audit('authn_token_reuse')).length, 1);
  });

  it('J04 H04 C18 D14 what an application holds dies with the session it came from', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const ends: Readonly<Record<string, (one: Somebody) => unknown>> = {
      'signing out': ({ browser }) => browser.call('endSession'),
      'from another browser': async ({ person }) => {
        const other = setting.world().browser();
        setting.time().advance(MINUTE);
        await other.signIn(person);
        await other.call('endOtherSessions');
      },
      'a block': ({ person }) =>
        setting.world().database.transact('fact', (tx) =>
          tx.users.change(person.id, {
            blockedUntil: new Date(setting.world().clock.now().getTime() + DAY),
          }),
        ),
      'an account that is off': ({ person }) =>
        setting
          .world()
          .database.transact('fact', (tx) => tx.users.change(person.id, { active: false })),
    };
    for (const [how, end] of Object.entries(ends)) {
      for (const scope of ['openid', 'openid offline_access']) {
        const one = await signedIn();
        const more = scope.includes('offline') ? { scope, prompt: 'consent' } : { scope };
        const tokens = await signInAgreeing(config, one.browser, more);
        const kept = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
        await end(one);
        const refreshing = client.refreshTokenGrant(config, kept.refresh_token ?? '');
        await assert.rejects(refreshing, { error: 'invalid_grant' }, `${how}, ${scope}`);
        const reading = client.fetchUserInfo(config, kept.access_token, one.person.id);
        await assert.rejects(reading, `${how}, ${scope}`);
        const known = await client.tokenIntrospection(config, kept.access_token);
        assert.equal(known.active, false, `${how}, ${scope}`);
      }
    }
  });

  it('J04 offline access outlives the session, for 30 days of use and no more', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { browser } = await signedIn();
    const more = { scope: 'openid offline_access', prompt: 'consent' };
    let { refresh_token: token = '' } = await signInAgreeing(config, browser, more);
    for (let hours = 0; hours < 29 * 24; hours += 7) {
      setting.time().advance(7 * HOUR);
      ({ refresh_token: token = '' } = await client.refreshTokenGrant(config, token));
    }
    setting.time().advance(DAY);
    await assert.rejects(client.refreshTokenGrant(config, token), { error: 'invalid_grant' });
  });

  it('J08 C02 C09 a sign-in that is not complete opens no application', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const half = setting.world().browser();
    await half.begin(await setting.world().person({ login: 'half', apps: 1 }));
    const unset = setting.world().browser();
    await unset.begin(await setting.world().person({ login: 'unset' }));
    for (const browser of [half, unset]) {
      const silent = await follow(browser, (await ask(config, { prompt: 'none' })).url);
      assert.match(silent.at, /error=(login|interaction)_required/);
      assert.ok(!silent.at.includes('code='));
      const { at } = await follow(browser, (await ask(config)).url);
      assert.match(at, /^\/sign-in/);
    }
  });

  it('C02 whoever has a password and nothing else gets into no application that asks for two steps', async () => {
    const [two, one] = [
      await register(setting.world()),
      await register(setting.world(), { strength: 'one-step' }),
    ];
    const browser = setting.world().browser();
    const person = await setting.world().person({ login: 'alone', state: 'disabled' });
    const begun = await browser.begin(person);
    assert.equal(begun.state, 'completed');
    const refused = await follow(browser, (await ask(await discover(setting.world(), two))).url);
    assert.equal(refused.answer.status, 403);
    assert.match(refused.answer.text, /second step/);
    const tokens = await signIn(await discover(setting.world(), one), browser);
    assert.equal(tokens.claims()?.['acr'], 'one-step');
    assert.deepEqual(tokens.claims()?.['amr'], ['pwd']);
  });

  it('H04 an application that wants to know is told that a session is over', async () => {
    const told: string[] = [];
    const listener = createServer((request, response) => {
      void text(request).then((body) => {
        told.push(new URLSearchParams(body).get('logout_token') ?? '');
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    assert.ok(typeof address === 'object' && address !== null);
    const metadata = { backchannelLogoutUri: `http://127.0.0.1:${address.port}/over` };
    const application = await register(setting.world(), { metadata });
    const config = await discover(setting.world(), application);
    const { browser, person } = await signedIn();
    const tokens = await signIn(config, browser);
    await browser.call('endSession');
    while (told.length === 0) await setTimeout(20);
    listener.close();
    const { keys } = JSON.parse((await open(browser, '/oidc/jwks.json')).text);
    const { payload, protectedHeader } = await jwtVerify(
      told[0] ?? '',
      createLocalJWKSet({ keys }),
      { issuer: `${setting.world().publicUrl}/oidc`, audience: application.clientId },
    );
    assert.equal(protectedHeader.typ, 'logout+jwt');
    assert.equal(payload.sub, person.id);
    assert.equal(payload['sid'], tokens.claims()?.['sid']);
    assert.ok(payload['sid']);
    while ((await setting.world().audit('oidc.logout_told')).length === 0) await setTimeout(20);
    await setTimeout(50);
    assert.equal(told.length, 1);
  });

  it('J10 nobody is signed out by a link, unless it shows a token of this session', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { browser, person } = await signedIn();
    const tokens = await signIn(config, browser, { claims: JSON.stringify(WITH_SID) });
    const other = await signIn(config, (await signedIn()).browser);
    for (const hint of [undefined, other.id_token]) {
      const query = new URLSearchParams(hint === undefined ? {} : { id_token_hint: hint });
      const page = await open(browser, `/oidc/logout?${query.toString()}`);
      assert.match(page.text, /Do you want to sign out/);
      assert.equal((await browser.call('getSession')).status, 200);
    }
    const out = client.buildEndSessionUrl(config, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: 'https://wiki.example.org/signed-out',
    });
    const page = await open(browser, out);
    assert.match(page.text, /Signing out/);
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const done = await submit(browser, '/oidc/logout/confirm', { fields: { xsrf, logout: 'yes' } });
    assert.match(String(done.headers['location']), /^https:\/\/wiki\.example\.org\/signed-out/);
    assert.equal((await browser.call('getSession')).status, 401);
    const rows = await setting.world().audit('session_revoked');
    assert.ok(rows.some(({ actor }) => actor?.id === person.id));
  });

  it('J12 a key is published two days before it signs, and who caches the set fails on nothing', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { browser } = await signedIn();
    const readSet = async (): Promise<readonly string[]> => {
      const answer = await fetchFrom(setting.world())(
        `${setting.world().publicUrl}/oidc/jwks.json`,
        NOTHING,
      );
      const { keys }: { keys: readonly { kid: string; d?: string }[] } = JSON.parse(
        await answer.text(),
      );
      assert.ok(keys.every(({ d }) => d === undefined));
      return keys.map(({ kid }) => kid);
    };
    const first = kidOf((await signIn(config, browser)).id_token);
    const keys = makeSigningKeys({
      issuer: 'oidc',
      transact: setting.world().database.transact,
      signingKeys: setting.world().database.stores.signingKeys,
      makeKey: (now) => makeKey('localhost', now),
      clock: setting.world().clock.now,
    });
    await keys.rotate({ actor: { type: 'operator', id: 'root' } }, 'announced');
    let cached = await readSet();
    let cachedAt = setting.world().clock.now().getTime();
    const signedBy = new Set<string>();
    const { person } = await signedIn();
    for (let hours = 0; hours < 4 * 24; hours += 6) {
      setting.time().advance(6 * HOUR);
      if (setting.world().clock.now().getTime() - cachedAt >= DAY) {
        cached = await readSet();
        cachedAt = setting.world().clock.now().getTime();
      }
      const again = setting.world().browser();
      await again.signIn(person);
      const kid = kidOf((await signIn(config, again)).id_token);
      assert.ok(cached.includes(kid), `${hours}`);
      signedBy.add(kid);
    }
    assert.equal(signedBy.size, 2);
    assert.ok(signedBy.has(first));
    assert.deepEqual((await readSet()).includes(first), false);
  });

  it('J13 opened by one and approved by another: 403; codes of devices cannot be guessed', async () => {
    const grantTypes = ['urn:ietf:params:oauth:grant-type:device_code'] as const;
    const config = await discover(
      setting.world(),
      await register(setting.world(), { metadata: { redirectUris: [], grantTypes } }),
    );
    const begun = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
    assert.ok(Math.log2(20 ** begun.user_code.replace('-', '').length) >= 40);
    const send = async (browser: Browser, more: Readonly<Record<string, string>>) => {
      const page = await open(browser, '/oidc/device');
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      const fields = { xsrf, user_code: begun.user_code, ...more };
      return submit(browser, '/oidc/device', { fields });
    };
    const [first, second] = [(await signedIn()).browser, (await signedIn()).browser];
    assert.match((await send(first, {})).text, /Connect Wiki/);
    for (const more of [{}, { confirm: 'yes' }, { abort: 'yes' }]) {
      const refused = await send(second, more);
      assert.equal(refused.status, 403);
      assert.match(refused.text, /opened in another browser/);
    }
    const rows = await setting.world().audit('oidc.refused');
    assert.equal(rows.filter(({ reason }) => reason === 'user_code_claimed').length, 3);
    // It is still whose it was, and connected once.
    assert.match((await send(first, { confirm: 'yes' })).text, /is connected/);
    assert.match((await send(first, { confirm: 'yes' })).text, /was used before/);
    assert.equal((await send(second, { confirm: 'yes' })).status, 403);
    // Without its secret the form does nothing: no other site can have it sent.
    const blind = await submit(second, '/oidc/device', {
      fields: { xsrf: 'x', user_code: begun.user_code, confirm: 'yes' },
    });
    assert.equal(blind.status, 400);
  });

  it('J13 of ten who open the code of a device at once it is one’s', async () => {
    const grantTypes = ['urn:ietf:params:oauth:grant-type:device_code'] as const;
    const metadata = { redirectUris: [], grantTypes };
    const config = await discover(setting.world(), await register(setting.world(), { metadata }));
    for (let run = 0; run < 5; run += 1) {
      const { user_code } = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
      const browsers = Array.from({ length: 10 }, () => setting.world().browser());
      const pages = await Promise.all(browsers.map((browser) => open(browser, '/oidc/device')));
      const answers = await Promise.all(
        browsers.map((browser, n) => {
          const xsrf = /name="xsrf" value="([^"]+)"/.exec(pages[n]?.text ?? '')?.[1] ?? '';
          return submit(browser, '/oidc/device', { fields: { xsrf, user_code } });
        }),
      );
      assert.deepEqual(
        [200, 403].map((wanted) => answers.filter(({ status }) => status === wanted).length),
        [1, 9],
      );
    }
  });

  it('J13 5 wrong codes of devices from one source in 10 minutes, and a right one waits', async () => {
    const grantTypes = ['urn:ietf:params:oauth:grant-type:device_code'] as const;
    const config = await discover(
      setting.world(),
      await register(setting.world(), { metadata: { redirectUris: [], grantTypes } }),
    );
    const right = async () =>
      (await client.initiateDeviceAuthorization(config, { scope: 'openid' })).user_code;
    const source = '198.51.100.253';
    const type = async (user_code: string, from = source) => {
      // A browser of its own each time: what is counted is where it comes from.
      const browser = setting.world().browser({ source: from });
      const page = await open(browser, '/oidc/device');
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      return submit(browser, '/oidc/device', { fields: { xsrf, user_code } });
    };
    for (let n = 0; n < 4; n += 1) assert.equal((await type('BBBBB-BBBBB')).status, 200);
    assert.match((await type(await right())).text, /Connect Wiki/);
    const statuses: number[] = [];
    for (let n = 0; n < 16; n += 1) statuses.push((await type('BBBBB-BBBBB')).status);
    assert.deepEqual(statuses, [200, ...Array.from({ length: 15 }, () => 429)]);
    assert.equal((await type(await right())).status, 429);
    assert.match((await type(await right(), '198.51.100.252')).text, /Connect Wiki/);
    setting.time().advance(9 * MINUTE);
    assert.equal((await type('BBBBB-BBBBB')).status, 429);
    setting.time().advance(MINUTE);
    assert.equal((await type('BBBBB-BBBBB')).status, 200);
  });

  it('J13 of 20 wrong codes that come at once 5 are looked up', async () => {
    const source = '198.51.100.251';
    const browsers = Array.from({ length: 20 }, () => setting.world().browser({ source }));
    const pages = await Promise.all(browsers.map((browser) => open(browser, '/oidc/device')));
    const answers = await Promise.all(
      browsers.map((browser, n) => {
        const xsrf = /name="xsrf" value="([^"]+)"/.exec(pages[n]?.text ?? '')?.[1] ?? '';
        return submit(browser, '/oidc/device', { fields: { xsrf, user_code: 'BBBBB-BBBBB' } });
      }),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 5);
    assert.equal(answers.filter(({ status }) => status === 429).length, 15);
  });

  it('L01 what was handed out is in the database in no form', async () => {
    const application = await register(setting.world());
    const config = await discover(setting.world(), application);
    const { browser } = await signedIn();
    const tokens = await signIn(config, browser);
    const dump = JSON.stringify(await dumpOf(setting.world().database), asText);
    const secrets = [tokens.access_token, tokens.refresh_token, application.secret];
    for (const secret of secrets) {
      assert.ok(secret);
      assert.ok(!dump.includes(secret));
    }
  });
});

async function signInAgreeing(
  config: client.Configuration,
  browser: Browser,
  more: Readonly<Record<string, string>>,
) {
  if (!('prompt' in more)) return signIn(config, browser, more);
  const { url, checks } = await ask(config, more);
  const { at } = await follow(browser, url);
  const agreed = await submit(browser, at, { fields: {} });
  const back = await follow(browser, String(agreed.headers['location']));
  return client.authorizationCodeGrant(config, new URL(back.at), checks);
}

const WITH_SID = { id_token: { sid: null } };
const NOTHING = { body: null, headers: {}, method: 'GET', redirect: 'manual' } as const;

const asText = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;

const kidOf = (token = ''): string =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid;
