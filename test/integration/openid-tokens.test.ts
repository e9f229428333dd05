import assert from 'node:assert/strict';
import { it } from 'node:test';
import * as client from 'openid-client';
import { forEachStore } from '../harness/for-each-store.ts';
import {
  ask,
  CALLBACK,
  discover,
  follow,
  post,
  type Registered,
  register,
  signIn,
} from '../harness/oidc/peer.ts';
import { useProvider } from '../harness/oidc/setting.ts';

const MINUTE = 60_000;

const isActive = async (config: client.Configuration, token: string) =>
  (await client.tokenIntrospection(config, token)).active;

forEachStore((store) => {
  const setting = useProvider(store);
  const { signedIn } = setting;

  /** Tokens that an application has, both good. */
  async function holding() {
    const application = await register(setting.world());
    const config = await discover(setting.world(), application);
    const { person, browser } = await signedIn();
    const { access_token: access, refresh_token: refresh = '' } = await signIn(config, browser);
    for (const token of [access, refresh]) {
      assert.equal((await client.tokenIntrospection(config, token)).active, true);
    }
    return { application, config, person, access, refresh };
  }

  it('J04 an access token that its application revokes is dead, and so is what came with it (RFC 7009 section 2.1)', async () => {
    const { config, person, access, refresh } = await holding();
    await client.tokenRevocation(config, access, { token_type_hint: 'access_token' });
    assert.equal(await isActive(config, access), false);
    await assert.rejects(client.fetchUserInfo(config, access, person.id));
    const refreshing = client.refreshTokenGrant(config, refresh);
    await assert.rejects(refreshing, { error: 'invalid_grant' });
    assert.equal(await isActive(config, refresh), false);
  });

  it('J04 a refresh token that is revoked takes with it what came of it; twice is as once', async () => {
    const { config, person, access, refresh } = await holding();
    const next = await client.refreshTokenGrant(config, refresh);
    const last = next.refresh_token ?? '';
    await client.tokenRevocation(config, last);
    for (const token of [access, next.access_token, refresh, last]) {
      assert.equal(await isActive(config, token), false);
    }
    for (const token of [refresh, last]) {
      await assert.rejects(client.refreshTokenGrant(config, token), { error: 'invalid_grant' });
    }
    await assert.rejects(client.fetchUserInfo(config, next.access_token, person.id));
    await client.tokenRevocation(config, last);
  });

  it('J04 an application revokes its own tokens only, as itself, and is told nothing about others', async () => {
    const { application, config, access, refresh } = await holding();
    const other = await discover(setting.world(), await register(setting.world()));
    const asked: readonly [string, Registered][] = [
      [access, { ...application, secret: 'not the one' }],
      [refresh, { ...application, secret: undefined }],
    ];
    for (const [token, as] of asked) {
      const { status } = await post(setting.world(), '/oidc/revoke', { fields: { token }, as });
      assert.ok(status === 401 || status === 400, `${status}`);
    }
    const outcomes = [access, refresh, 'nothing'].map((token) =>
      client.tokenRevocation(other, token).then(
        () => 'done',
        (error: unknown) => (error instanceof client.ResponseBodyError ? error.error : 'another'),
      ),
    );
    for (const outcome of await Promise.all(outcomes)) {
      assert.match(outcome, /^(done|invalid_request|unauthorized_client)$/);
    }
    for (const token of [access, refresh]) assert.equal(await isActive(config, token), true);
  });

  it('response_mode=form_post brings the code in a form, from a page that may send it there alone', async () => {
    const config = await discover(setting.world(), await register(setting.world()));
    const { person, browser } = await signedIn();
    const { url, checks } = await ask(config, { response_mode: 'form_post' });
    const { answer } = await follow(browser, url);
    assert.equal(answer.status, 200, answer.text);
    assert.equal(/<form[^>]* method="post"[^>]* action="([^"]+)"/.exec(answer.text)?.[1], CALLBACK);
    const body = new URLSearchParams(
      [...answer.text.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map(
        ([, name = '', value = '']): [string, string] => [name, value],
      ),
    );
    assert.ok(body.has('code') && body.has('iss'));
    // The code is in no address: neither in a header nor in a link.
    assert.ok(!JSON.stringify(answer.headers).includes(body.get('code') ?? ''));
    const posted = new Request(CALLBACK, { method: 'POST', body });
    const tokens = await client.authorizationCodeGrant(config, posted, checks);
    assert.equal(tokens.claims()?.sub, person.id);

    const silent = await ask(config, { response_mode: 'form_post', prompt: 'none' });
    const stranger = setting.world().browser();
    const refused = await follow(stranger, silent.url);
    assert.match(refused.answer.text, /name="error" value="login_required"/);
  });

  it('A09 of 40 wrong secrets that an application sends at once 20 are compared, and the right one waits', async () => {
    // Their own server is where all of these come from.
    setting.time().advance(10 * MINUTE);
    const application = await register(setting.world());
    const wrong = { ...application, secret: 'not the one' };
    const fields = { token: 'x' };
    const guess = () => post(setting.world(), '/oidc/introspect', { fields, as: wrong });
    const answers = await Promise.all(Array.from({ length: 40 }, guess));
    assert.deepEqual(
      [401, 429].map((wanted) => answers.filter(({ status }) => status === wanted).length),
      [20, 20],
    );
    assert.match(answers.find(({ status }) => status === 429)?.text ?? '', /slow_down/);
    const rows = (await setting.world().audit('oidc.refused')).filter(
      ({ reason }) => reason === 'client_secret',
    );
    const { applications } = setting.world().database.stores;
    const stored = await applications.findByClientId(application.clientId);
    assert.equal(rows.filter(({ target }) => target?.id === stored?.id).length, 20);
    for (const path of ['/oidc/introspect', '/oidc/token', '/oidc/revoke', '/oidc/par']) {
      const { status } = await post(setting.world(), path, { fields, as: application });
      assert.equal(status, 429, path);
    }
    setting.time().advance(10 * MINUTE);
    const { status } = await post(setting.world(), '/oidc/introspect', { fields, as: application });
    assert.notEqual(status, 429);
  });
});
