import assert from 'node:assert/strict';
import { createHmac, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { it } from 'node:test';
import { SignJWT } from 'jose';
import * as client from 'openid-client';
import { forEachStore } from '../harness/for-each-store.ts';
import {
  ask,
  CALLBACK,
  discover,
  follow,
  open,
  post,
  register,
  signIn,
} from '../harness/oidc/peer.ts';
import { useProvider } from '../harness/oidc/setting.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

forEachStore((store) => {
  const setting = useProvider(store);
  const { signedIn } = setting;
  /** A code that nobody has used yet. */
  async function codeFor(application: Awaited<ReturnType<typeof register>>) {
    const config = await discover(setting.world(), application);
    const { browser, person } = await signedIn();
    const { url, checks } = await ask(config);
    const { at } = await follow(browser, url);
    const fields = {
      grant_type: 'authorization_code',
      code: new URL(at).searchParams.get('code') ?? '',
      redirect_uri: CALLBACK,
      code_verifier: String(checks.pkceCodeVerifier),
    };
    return { config, browser, person, fields, at };
  }

  it('J01 a redirect address that differs by anything gets an error page and no redirect', async () => {
    const application = await register(setting.world());
    const config = await discover(setting.world(), application);
    const { browser } = await signedIn();
    for (const redirect_uri of [
      `${CALLBACK}/more`,
      `${CALLBACK}/../callback`,
      CALLBACK.toUpperCase(),
      CALLBACK.replace('wiki', 'Wiki'),
      CALLBACK.replace('//', '//kim@'),
      `${CALLBACK}#x`,
      `${CALLBACK}?x=1`,
      CALLBACK.replace('wiki', 'other.wiki'),
      CALLBACK.replace('/callback', '%2fcallback'),
      CALLBACK.replace('wiki.example.org', 'xn--wki-hma.example.org'),
      CALLBACK.replace('.org', '.org:8443'),
      CALLBACK.replace('https', 'http'),
      'javascript:alert(1)',
    ]) {
      const { answer } = await follow(browser, (await ask(config, { redirect_uri })).url);
      assert.equal(answer.status, 400, redirect_uri);
      assert.equal(answer.headers['location'], undefined);
      assert.match(answer.text, /cannot be answered/);
    }
  });

  it('J01 only the port of a loopback address may vary, and only for a native application', async () => {
    const metadata = { redirectUris: ['http://127.0.0.1/callback'], isNative: true } as const;
    const native = { ...metadata, authentication: 'none' } as const;
    const config = await discover(
      setting.world(),
      await register(setting.world(), { metadata: native }),
    );
    const { browser } = await signedIn();
    const ends = async (redirect_uri: string) => {
      const answer = await open(browser, (await ask(config, { redirect_uri })).url);
      const { location } = answer.headers;
      return typeof location === 'string' ? location : String(answer.status);
    };
    assert.match(
      await ends('http://127.0.0.1:49152/callback'),
      /^http:\/\/127.0.0.1:49152\/.*code=/,
    );
    assert.equal(await ends('http://127.0.0.1:49152/other'), '400');
    assert.equal(await ends('http://localhost:49152/callback'), '400');
  });

  it('J02 PKCE by S256 is for everybody, and a verifier has to fit', async () => {
    const application = await register(setting.world());
    const config = await discover(setting.world(), application);
    assert.deepEqual(config.serverMetadata().code_challenge_methods_supported, ['S256']);
    const { id_token_signing_alg_values_supported: algorithms } = config.serverMetadata();
    assert.deepEqual(algorithms, ['RS256']);
    const { browser } = await signedIn();
    const { url } = await ask(config);
    for (const change of [
      { code_challenge: undefined, code_challenge_method: undefined },
      { code_challenge_method: 'plain' },
      { code_challenge: undefined },
    ]) {
      const asked = new URL(url);
      for (const [name, value] of Object.entries(change)) {
        if (value === undefined) asked.searchParams.delete(name);
        else asked.searchParams.set(name, value);
      }
      const { at } = await follow(browser, asked);
      assert.equal(
        new URL(at).searchParams.get('error'),
        'invalid_request',
        JSON.stringify(change),
      );
    }
    for (const change of [{ code_verifier: undefined }, { code_verifier: 'x'.repeat(43) }]) {
      const { fields } = await codeFor(application);
      const { code_verifier: _, ...rest } = { ...fields, ...change };
      const sent = change.code_verifier === undefined ? rest : { ...fields, ...change };
      const answer = await post(setting.world(), '/oidc/token', { fields: sent, as: application });
      assert.equal(answer.status, 400);
      assert.match(answer.text, /invalid_grant|invalid_request/);
    }
  });

  it('J03 a code is good once, for a minute, for one application and one address', async () => {
    const application = await register(setting.world());
    const other = await register(setting.world());
    const first = await codeFor(application);
    const redeem = (fields: Readonly<Record<string, string>>, as = application) =>
      post(setting.world(), '/oidc/token', { fields, as });
    assert.equal((await redeem(first.fields, other)).status, 400);
    assert.equal((await redeem({ ...first.fields, redirect_uri: `${CALLBACK}2` })).status, 400);
    const good = await redeem(first.fields);
    assert.equal(good.status, 200, good.text);
    const { access_token: token } = JSON.parse(good.text);
    // Shown again, it takes back what came of it.
    assert.match((await redeem(first.fields)).text, /invalid_grant/);
    await assert.rejects(client.fetchUserInfo(first.config, token, first.person.id));
    assert.equal((await setting.world().audit('oidc.code.reused')).length, 1);

    const late = await codeFor(application);
    setting.time().advance(61 * SECOND);
    assert.match((await redeem(late.fields)).text, /invalid_grant/);
  });

  it('J03 of twenty that show a code at once, one gets tokens', async () => {
    const application = await register(setting.world());
    for (let round = 0; round < 3; round += 1) {
      const { fields } = await codeFor(application);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          post(setting.world(), '/oidc/token', { fields, as: application }),
        ),
      );
      const good = answers.filter(({ status }) => status === 200);
      assert.equal(good.length, 1);
      setting.time().advance(MINUTE);
    }
  });

  it('J05 tokens of another making are refused, whatever they say of their key', async () => {
    const application = await register(setting.world());
    const config = await discover(setting.world(), application);
    const { browser, person } = await signedIn();
    const tokens = await signIn(config, browser);
    const idToken = tokens.id_token ?? '';
    const { keys } = JSON.parse((await open(browser, '/oidc/jwks.json')).text);
    const [{ kid }] = keys;
    const [, payload] = idToken.split('.');
    const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = createPublicKey({ key: keys[0], format: 'jwk' }).export({
      type: 'spki',
      format: 'pem',
    });
    const asHs256 = `${encoded({ alg: 'HS256', kid })}.${payload}`;
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
    const signed = (header: { kid?: string; jwk?: object; jku?: string; x5u?: string }) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', ...header }).sign(foreign.privateKey);
    const forged = {
      none: `${encoded({ alg: 'none' })}.${payload}.`,
      'HS256 with the public key': `${asHs256}.${createHmac('sha256', pem).update(asHs256).digest('base64url')}`,
      'a foreign key under our kid': await signed({ kid }),
      'an embedded key': await signed({ jwk: foreign.publicKey.export({ format: 'jwk' }) }),
      jku: await signed({ kid, jku: 'https://evil.example/jwks.json' }),
      x5u: await signed({ x5u: 'https://evil.example/x5u' }),
      'a kid that is a path': await signed({ kid: '../../dev/null' }),
      'a kid that is SQL': await signed({ kid: "' or 1=1 --" }),
    };
    for (const [what, token] of Object.entries(forged)) {
      await assert.rejects(client.fetchUserInfo(config, token, person.id), what);
      await assert.rejects(client.tokenIntrospection(config, token), NO_SUCH_TOKEN, what);
      const out = await open(
        browser,
        `/oidc/logout?${new URLSearchParams({ id_token_hint: token }).toString()}`,
      );
      assert.equal(out.status, 400, what);
      const silent = await ask(config, { prompt: 'none', id_token_hint: token });
      assert.match((await follow(browser, silent.url)).at, /error=invalid_request/, what);
    }
    // An ID token is no access token.
    await assert.rejects(client.fetchUserInfo(config, idToken, person.id));
    await assert.rejects(client.tokenIntrospection(config, idToken), NO_SUCH_TOKEN);
  });

  it('J07 the answer says who gives it', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { browser } = await signedIn();
    const { at } = await follow(browser, (await ask(config)).url);
    assert.equal(new URL(at).searchParams.get('iss'), `${setting.world().publicUrl}/oidc`);
    const told = config.serverMetadata().authorization_response_iss_parameter_supported;
    assert.equal(told, true);
  });

  it('J11 what RFC 9700 advises against does not exist', async () => {
    const application = await register(setting.world());
    const config = await discover(setting.world(), application);
    const { browser } = await signedIn();
    for (const response_type of ['token', 'id_token', 'code token', 'code id_token', 'none']) {
      const { url } = await ask(config, { response_type });
      const { answer, at } = await follow(browser, url);
      assert.match(at + answer.text, /unsupported_response_type/, response_type);
    }
    for (const grant_type of [
      'password',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ]) {
      const answer = await post(setting.world(), '/oidc/token', {
        fields: { grant_type },
        as: application,
      });
      assert.match(answer.text, /unsupported_grant_type/, grant_type);
    }
    // What an application was not given is refused as well.
    const device = await post(setting.world(), '/oidc/device/authorization', {
      fields: {},
      as: application,
    });
    assert.equal(device.status, 400);
    const { response_types_supported: types } = config.serverMetadata();
    assert.deepEqual(types, ['code']);
  });
});

const NO_SUCH_TOKEN = { error: 'unsupported_token_type' };

const encoded = (value: unknown): string =>
  Buffer.from(JSON.stringify(value)).toString('base64url');
