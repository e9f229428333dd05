import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import * as client from 'openid-client';
import {
  type EntraStandIn,
  makeEntraPerson,
  readForm,
  startEntra,
} from '../harness/entra/stand-in.ts';
import { askFor, connect, fetchAnswer, finishVisit, post, visit } from '../harness/entra/visit.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { ask, CALLBACK, discover, follow, open, register, signIn } from '../harness/oidc/peer.ts';
import { useProvider } from '../harness/oidc/setting.ts';
import type { Browser } from '../harness/world/browser.ts';
import { prepareDatabase } from '../harness/world/world.ts';

const REASON = 'while it is looked at';
const MINUTE = 60_000;

forEachStore((store) => {
  const setting = useProvider(store);
  const { signedIn } = setting;
  let entra: EntraStandIn;
  let boss: Browser;
  before(async () => {
    entra = await startEntra();
  });
  after(() => entra.close());

  let made = 0;
  async function administrator(): Promise<Browser> {
    const login = `boss-${(made += 1)}`;
    const world = setting.world();
    const browser = world.browser();
    world.clock.advance(MINUTE);
    await browser.signIn(await world.person({ login, role: 'administrator', apps: 1 }));
    return browser;
  }

  const actionsOn = async (event: string, id: string) =>
    (await setting.world().audit(event))
      .filter(({ target }) => target?.id === id)
      .map(({ detail }) => detail?.['action']);

  async function switchApplication(clientId: string, state: 'enabled' | 'disabled') {
    boss = await administrator();
    const { value } = await boss.call('listApplications');
    const one = value.applications.find((application) => application.clientId === clientId);
    assert.ok(one);
    const params = { applicationId: one.id };
    const body = { state, reason: REASON };
    const answer = await boss.call('setApplicationState', { params, body });
    assert.equal(answer.status, 200, answer.text);
    const switched = answer.value.applications.find(({ id }) => id === one.id);
    assert.equal(switched?.state, state);
    return one;
  }

  it('what an application holds ends when it is switched off, and does not come back with it', async () => {
    const world = setting.world();
    const registered = await register(world);
    const config = await discover(world, registered);
    const { browser } = await signedIn();
    const tokens = await signIn(config, browser, { scope: 'openid' });
    const kept = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    const { url, checks } = await ask(config);
    const { at } = await follow(browser, url);
    const tiles = async () => (await browser.call('getMyApps')).value.apps.length;
    const withIt = await tiles();
    assert.ok((await client.fetchUserInfo(config, kept.access_token, client.skipSubjectCheck)).sub);

    const one = await switchApplication(registered.clientId, 'disabled');
    const userInfo = () => client.fetchUserInfo(config, kept.access_token, client.skipSubjectCheck);
    await assert.rejects(userInfo());
    await assert.rejects(client.refreshTokenGrant(config, kept.refresh_token ?? ''));
    await assert.rejects(client.authorizationCodeGrant(config, new URL(at), checks));
    const asked = await ask(config);
    const page = await open(browser, asked.url);
    assert.equal(page.status, 400);
    assert.match(page.text, new RegExp(`<h1>${one.name} is switched off</h1>`));
    assert.equal(page.headers['location'], undefined);
    assert.equal(await tiles(), withIt - 1);
    assert.equal((await browser.call('getSession')).status, 200);

    await switchApplication(registered.clientId, 'enabled');
    await assert.rejects(userInfo());
    await assert.rejects(client.refreshTokenGrant(config, kept.refresh_token ?? ''), {
      error: 'invalid_grant',
    });
    await assert.rejects(client.authorizationCodeGrant(config, new URL(at), checks), {
      error: 'invalid_grant',
    });
    assert.ok((await signIn(config, browser)).access_token);
    assert.equal(await tiles(), withIt);
    assert.deepEqual(await actionsOn('application.changed', one.id), [
      'created',
      'disabled',
      'enabled',
    ]);
  });

  it('a token that is written while its application is switched off is worth nothing', async () => {
    const world = setting.world();
    const registered = await register(world);
    const { browser, person } = await signedIn();
    const config = await discover(world, registered);
    await signIn(config, browser);
    const { id } = await switchApplication(registered.clientId, 'disabled');
    const hash = `late-${store.name}`;
    await world.database.transact('attempt', (tx) =>
      tx.artifacts.save({
        kind: 'AccessToken',
        hash,
        payload: '{}',
        grantHash: undefined,
        userCodeHash: undefined,
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the page told it
        applicationId: id as never,
        sessionId: undefined,
        userId: person.id,
        expiresAt: new Date(world.clock.now().getTime() + MINUTE),
      }),
    );
    const find = () => world.database.stores.artifacts.find('AccessToken', hash, world.clock.now());
    assert.equal(await find(), undefined);
    await switchApplication(registered.clientId, 'enabled');
    assert.equal(await find(), undefined);
  });

  it('an application that is switched off while somebody signs in says so, whatever they do next', async () => {
    const registered = await register(setting.world());
    const config = await discover(setting.world(), registered);
    const { person, browser } = await setting.somebody();
    const asked = await follow(browser, (await ask(config)).url);
    const path = new URL(asked.at, setting.world().publicUrl).searchParams.get('return-to') ?? '';
    assert.match(path, /^\/oidc\/interaction\//);
    const { name } = await switchApplication(registered.clientId, 'disabled');
    await browser.signIn(person);
    for (const next of [path, `${path}/cancel`]) {
      const page = await open(browser, next);
      assert.equal(page.status, 403);
      assert.match(
        page.text,
        new RegExp(`<h1>${name} is switched off</h1>.*An administrator`, 's'),
      );
      assert.match(page.text, /your account and your other applications are as they were/);
      assert.match(page.text, /ask your help desk/);
      assert.ok(page.text.includes(String(page.headers['x-correlation-id'])));
    }
    await switchApplication(registered.clientId, 'enabled');
    assert.equal((await follow(browser, path)).at.split('?')[0], CALLBACK);
  });

  it('a tenant that is switched off is answered nothing, and is told so; switched on it is answered again', async () => {
    const world = setting.world();
    const contoso = await connect(world, entra);
    const login = `kim-${(made += 1)}@contoso.example`;
    const person = await world.person({ login, apps: 1 });
    const there = makeEntraPerson(login);
    const begun = await visit(contoso, there);
    const params = { partyId: contoso.party.id };
    const turn = async (state: 'enabled' | 'disabled') => {
      boss = await administrator();
      const answer = await boss.call('setTenantState', { params, body: { state, reason: REASON } });
      assert.equal(answer.status, 200, answer.text);
    };
    await turn('disabled');
    assert.equal((await boss.call('tryTenant', { params })).status, 404);
    // Proved all the same: the answer says that it was not.
    const proved = await begun.browser.verify(begun.signIn, person.code());
    assert.equal(proved.value.state, 'completed', proved.text);
    const told = await fetchAnswer(begun.browser);
    assert.equal(readForm(told.text)?.fields['error'], 'access_denied');
    assert.match(told.text, /<h1>This connection is switched off<\/h1>.*an administrator/s);
    assert.match(told.text, /choose another way to verify.*Correlation ID/s);
    assert.ok(told.text.includes(String(told.headers['x-correlation-id'])));
    const [answered] = (await world.audit('relying_party.answered')).slice(-1);
    assert.deepEqual([answered?.outcome, answered?.reason], ['failure', 'switched-off']);
    const refused = await post(world.browser(), await askFor(contoso, there));
    assert.equal(refused.status, 403);
    assert.match(refused.text, /This connection is switched off/);
    assert.equal(readForm(refused.text)?.fields['error'], 'access_denied');
    assert.deepEqual(refused.setCookies, []);
    world.clock.advance(MINUTE);
    await turn('enabled');
    const again = await visit(contoso, there);
    await again.browser.verify(again.signIn, person.code());
    await finishVisit(contoso, again);
    assert.deepEqual(await actionsOn('relying_party.changed', contoso.party.id), [
      'disabled',
      'enabled',
    ]);
  });
}, prepareDatabase);
