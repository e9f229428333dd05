import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as client from 'openid-client';
import { forEachStore } from '../harness/for-each-store.ts';
import {
  ask,
  CALLBACK,
  discover,
  follow,
  open,
  register,
  signIn,
  stepUp,
  submit,
} from '../harness/oidc/peer.ts';
import { useProvider } from '../harness/oidc/setting.ts';

const MINUTE = 60_000;

forEachStore((store) => {
  const setting = useProvider(store);
  const { somebody, signedIn } = setting;

  it('a session answers at once, and the token says what was done', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { person, browser } = await signedIn();
    const tokens = await signIn(config, browser, { scope: 'openid profile email' });
    const claims = tokens.claims();
    assert.equal(claims?.sub, person.id);
    assert.equal(claims['acr'], 'two-step');
    assert.deepEqual(claims['amr'], ['mfa', 'otp', 'pwd']);
    assert.equal(claims['auth_time'], Math.floor(setting.world().clock.now().getTime() / 1000));
    const told = await client.fetchUserInfo(config, tokens.access_token, person.id);
    assert.equal(told['preferred_username'], person.login);
    const [row] = (await setting.world().audit('oidc.signed_in')).filter(
      ({ actor }) => actor?.id === person.id,
    );
    assert.equal(row?.acr, 'two-step');
    const { applications } = setting.world().database.stores;
    assert.equal((await applications.usesOf(person.id)).size, 1);
  });

  it('whoever is signed in nowhere signs in on our page, and goes on from there', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { person, browser } = await somebody();
    const { url, checks } = await ask(config);
    const asked = await follow(browser, url);
    const returnTo = new URL(asked.at, setting.world().publicUrl).searchParams.get('return-to');
    assert.match(asked.at, /^\/sign-in\?return-to=%2Foidc%2Finteraction%2F/);
    assert.ok(returnTo);
    // Coming back without it changes nothing.
    assert.equal((await follow(browser, returnTo)).at, asked.at);
    await browser.signIn(person);
    const { at } = await follow(browser, returnTo);
    const tokens = await client.authorizationCodeGrant(config, new URL(at), checks);
    assert.equal(tokens.claims()?.sub, person.id);
  });

  it('prompt=none says what is missing and asks nobody', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { browser } = await somebody();
    const { url } = await ask(config, { prompt: 'none' });
    const { at } = await follow(browser, url);
    assert.equal(new URL(at).searchParams.get('error'), 'login_required');
  });

  it('max_age and prompt=login ask for a new proof, and get a new time of it', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { person, browser } = await signedIn();
    const first = Math.floor(setting.world().clock.now().getTime() / 1000);
    setting.time().advance(10 * MINUTE);
    const fresh = await signIn(config, browser, { max_age: '900' });
    assert.equal(fresh.claims()?.['auth_time'], first);
    for (const more of [{ max_age: '300' }, { prompt: 'login' }]) {
      const { url, checks } = await ask(config, more);
      const { at } = await stepUp(browser, person, await follow(browser, url));
      const tokens = await client.authorizationCodeGrant(config, new URL(at), checks);
      const now = Math.floor(setting.world().clock.now().getTime() / 1000);
      assert.equal(tokens.claims()?.['auth_time'], now);
      setting.time().advance(6 * MINUTE);
    }
  });

  it('U39 an application that asks for a passkey gets nothing less', async () => {
    const config = await discover(
      setting.world(),
      await register(setting.world(), { strength: 'phishing-resistant' }),
    );
    const weak = await signedIn();
    const { url } = await ask(config);
    const refused = await follow(weak.browser, url);
    assert.equal(refused.answer.status, 403);
    assert.match(refused.answer.text, /passkey/);
    assert.ok(!refused.at.startsWith(CALLBACK));
    const back = await follow(weak.browser, `${refused.at}/cancel`);
    assert.equal(new URL(back.at).searchParams.get('error'), 'access_denied');

    const strong = await signedIn({ passkeys: [{}] });
    const asked = await ask(config);
    const { at } = await stepUp(
      strong.browser,
      strong.person,
      await follow(strong.browser, asked.url),
    );
    const tokens = await client.authorizationCodeGrant(config, new URL(at), asked.checks);
    assert.equal(tokens.claims()?.['acr'], 'phishing-resistant');
    assert.deepEqual(tokens.claims()?.['amr'], ['mfa', 'pop', 'pwd', 'user']);
  });

  it('a step-up by acr_values and by claims, as RFC 9470 has it', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { person, browser } = await signedIn({ passkeys: [{}] });
    const weak = await signIn(config, browser);
    const known = await client.tokenIntrospection(config, weak.access_token);
    assert.equal(known['acr'], 'two-step');
    const acr = { essential: true, values: ['phishing-resistant'] };
    for (const more of [
      { acr_values: 'phishing-resistant' },
      { claims: JSON.stringify({ id_token: { acr } }) },
    ] as const) {
      const { url, checks } = await ask(config, more);
      const came = await follow(browser, url);
      const { at } = came.at.startsWith(CALLBACK) ? came : await stepUp(browser, person, came);
      const tokens = await client.authorizationCodeGrant(config, new URL(at), checks);
      assert.equal(tokens.claims()?.['acr'], 'phishing-resistant');
      const told = await client.tokenIntrospection(config, tokens.access_token);
      assert.equal(told['acr'], 'phishing-resistant');
      assert.equal(typeof told['auth_time'], 'number');
    }
    const impossible = { id_token: { acr: { essential: true, value: 'urn:elsewhere:gold' } } };
    const { url } = await ask(config, { claims: JSON.stringify(impossible) });
    const { at } = await follow(browser, url);
    assert.equal(new URL(at).searchParams.get('error'), 'unmet_authentication_requirements');
  });

  it('consent is asked for once, and refused or given', async () => {
    const config = await discover(
      setting.world(),
      await register(setting.world(), { consent: 'ask' }),
    );
    const { person, browser } = await signedIn();
    const first = await follow(browser, (await ask(config, { scope: 'openid profile' })).url);
    assert.match(first.answer.text, /would like to/);
    const refused = await submit(browser, first.at, { fields: { refuse: 'yes' } });
    const back = await follow(browser, String(refused.headers['location']));
    assert.equal(new URL(back.at).searchParams.get('error'), 'access_denied');

    const { url, checks } = await ask(config, { scope: 'openid profile' });
    const second = await follow(browser, url);
    const allowed = await submit(browser, second.at, { fields: {} });
    const { at } = await follow(browser, String(allowed.headers['location']));
    const tokens = await client.authorizationCodeGrant(config, new URL(at), checks);
    assert.equal(tokens.claims()?.sub, person.id);
    // Another session of the same person is not asked again; for more it is.
    const elsewhere = setting.world().browser();
    setting.time().advance(MINUTE);
    await elsewhere.signIn(person);
    await signIn(config, elsewhere, { scope: 'openid profile' });
    const more = await follow(elsewhere, (await ask(config, { scope: 'openid email' })).url);
    assert.match(more.answer.text, /mail address/);
    assert.equal((await setting.world().audit('consent.given')).length, 1);
  });

  it('the form of consent works for the browser that was asked, and from our page only', async () => {
    const config = await discover(
      setting.world(),
      await register(setting.world(), { consent: 'ask' }),
    );
    const { browser } = await signedIn();
    const { at } = await follow(browser, (await ask(config)).url);
    const other = (await signedIn()).browser;
    assert.equal((await open(other, at)).status, 410);
    assert.equal((await submit(other, at, { fields: {} })).status, 410);
    const foreign = await submit(browser, at, {
      fields: {},
      headers: { origin: 'https://evil.example' },
    });
    assert.equal(foreign.status, 410);
  });

  it('a device is connected by the person who signs in, with the strength that is asked for', async () => {
    const grantTypes = ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'] as const;
    const application = await register(setting.world(), {
      metadata: { redirectUris: [], grantTypes },
    });
    const config = await discover(setting.world(), application);
    const begun = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
    assert.match(begun.user_code, /^[A-Z]{5}-[A-Z]{5}$/);
    const { person, browser } = await somebody();
    const typed = await open(browser, begun.verification_uri);
    const shown = await submit(browser, '/oidc/device', {
      fields: { xsrf: xsrfIn(typed.text), user_code: begun.user_code },
    });
    assert.match(shown.text, /Connect Wiki/);
    const confirmed = await submit(browser, '/oidc/device', {
      fields: { xsrf: xsrfIn(shown.text), user_code: begun.user_code, confirm: 'yes' },
    });
    const asked = await follow(browser, String(confirmed.headers['location']));
    await assert.rejects(pollOnce(config, begun), { error: 'authorization_pending' });
    await browser.signIn(person);
    const returnTo =
      new URL(asked.at, setting.world().publicUrl).searchParams.get('return-to') ?? '';
    const { answer } = await follow(browser, returnTo);
    assert.match(answer.text, /is connected/);
    const tokens = await pollOnce(config, begun);
    assert.equal(tokens.claims()?.sub, person.id);
    assert.equal(tokens.claims()?.['acr'], 'two-step');
  });

  it('pushed requests and tokens that are bound to a key, where an application asks for them', async () => {
    const application = await register(setting.world(), {
      metadata: { pushesRequests: true, bindsTokens: true },
    });
    const config = await discover(setting.world(), application);
    const { person, browser } = await signedIn();
    const carried = await follow(browser, (await ask(config)).url);
    assert.equal(new URL(carried.at).searchParams.get('error'), 'invalid_request');

    const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
    const { checks, url } = await ask(config, { dpop_jkt: await DPoP.calculateThumbprint() });
    const pushed = await client.buildAuthorizationUrlWithPAR(
      config,
      Object.fromEntries(url.searchParams),
      { DPoP },
    );
    assert.ok(pushed.searchParams.has('request_uri'));
    const { at } = await follow(browser, pushed);
    const options = { DPoP };
    const tokens = await client.authorizationCodeGrant(
      config,
      new URL(at),
      checks,
      undefined,
      options,
    );
    assert.equal(tokens.token_type, 'dpop');
    await client.fetchUserInfo(config, tokens.access_token, person.id, options);
    await assert.rejects(client.fetchUserInfo(config, tokens.access_token, person.id));
  });
});

const xsrfIn = (page: string): string => /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';

const pollOnce = (config: client.Configuration, begun: client.DeviceAuthorizationResponse) =>
  client.genericGrantRequest(config, 'urn:ietf:params:oauth:grant-type:device_code', {
    device_code: begun.device_code,
  });
