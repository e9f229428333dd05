import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { type EntraStandIn, makeEntraPerson, startEntra } from '../harness/entra/stand-in.ts';
import { PRIVATE_URLS } from '../harness/entra/private-urls.ts';
import { askFor, type Connected, post, visit } from '../harness/entra/visit.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { dumpOf } from '../harness/world/dump.ts';
import { orderKey, programOf } from '../harness/world/key.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'texts end in February';
const WIKI = {
  name: 'Wiki',
  redirectUris: ['https://wiki.example.org/callback'],
  reason: REASON,
} as const;

forEachStore((store) => {
  let world: World;
  let entra: EntraStandIn;
  let browser: Browser;
  before(async () => {
    world = await makeWorld(store, { listening: true });
    entra = await startEntra();
    browser = world.browser();
    await browser.signIn(await world.person({ login: 'boss', role: 'administrator', apps: 1 }));
  });
  after(async () => {
    await world.close();
    await entra.close();
  });

  async function connect(more: object = {}): Promise<Connected> {
    const tenant = entra.tenant();
    const name = `Contoso ${tenant.id.slice(0, 8)}`;
    const { metadataUrl, id: tenantId } = tenant;
    const body = { name, tenantId, clientId: randomUUID(), metadataUrl, reason: REASON, ...more };
    const added = await browser.call('addTenant', { body });
    assert.equal(added.status, 201, added.text);
    const party = (await world.database.stores.relyingParties.list()).find(
      (one) => one.name === body.name,
    );
    assert.ok(party);
    return { world, entra, tenant, party, clientId: party.clientId };
  }
  const mistakesOf = async ({ party }: Connected, of = browser) => {
    const params = { partyId: party.id };
    const { status, value, text } = await of.call('checkTenant', { params });
    assert.equal(status, 200, text);
    return value.findings.flatMap(({ mistake }) => mistake ?? []);
  };

  it('the check names the mistake: nothing came, a wrong client ID, another tenant, an audience', async () => {
    const contoso = await connect();
    assert.deepEqual(await mistakesOf(contoso), ['not-https', 'no-request']);
    const person = makeEntraPerson('kim');
    const said = async (form: URLSearchParams) => {
      world.clock.advance(1000);
      await post(world.browser(), form);
      return (await mistakesOf(contoso)).at(-1);
    };
    const ask = (claims: object, parameters = {}) =>
      askFor(contoso, person, { hintClaims: { ...claims }, parameters });
    assert.equal(await said(await ask({}, { client_id: randomUUID() })), 'wrong-client-id');
    assert.equal(
      await said(await ask({}, { redirect_uri: 'https://x.example' })),
      'foreign-redirect',
    );
    assert.equal(await said(await ask({ aud: randomUUID() })), 'wrong-audience');
    assert.equal(await said(await ask({ tid: randomUUID() })), 'wrong-tenant');
    world.clock.advance(25 * 60 * 60_000);
    await browser.signIn(await world.person({ login: 'boss2', role: 'administrator', apps: 1 }));
    assert.deepEqual(await mistakesOf(contoso), ['not-https', 'no-request']);
  });

  it('a tenant that is connected on the page is answered, and one that is removed is not', async () => {
    const contoso = await connect({ registersInline: true });
    const { value } = await browser.call('listTenants');
    const listed = value.tenants.find(({ id }) => id === contoso.party.id);
    assert.deepEqual([listed?.hintMinutes, listed?.cloud, listed?.link], [15, 'global', 'login']);
    assert.match(listed?.answersTo ?? '', /^https:\/\/login\.microsoftonline\.com\//);
    assert.equal(
      value.paste.discoveryUrl,
      `${world.publicUrl}/entra/.well-known/openid-configuration`,
    );
    assert.equal(value.paste.redirectUri, `${world.publicUrl}/entra/authorize`);
    await world.person({ login: 'kim@contoso.example', apps: 1 });
    await visit(contoso, makeEntraPerson('kim@contoso.example'));
    const { name, tenantId, clientId } = contoso.party;
    const again = { name, tenantId, clientId, reason: REASON };
    assert.equal((await browser.call('addTenant', { body: again })).problem?.code, 'name_taken');
    const removal = { params: { partyId: contoso.party.id }, body: { reason: REASON } };
    assert.equal((await browser.call('removeTenant', removal)).status, 200);
    assert.equal((await browser.call('checkTenant', { params: removal.params })).status, 404);
    const refused = await post(world.browser(), await askFor(contoso, makeEntraPerson('kim')));
    assert.equal(refused.status, 400);
    const [row] = (await world.audit('relying_party.changed')).filter(
      ({ target }) => target?.id === contoso.party.id,
    );
    assert.equal(row?.actor?.type, 'user');
  });

  it('the check names a tenant that is another one, and one that cannot be read', async () => {
    const tenant = entra.tenant();
    const other = await connect({ metadataUrl: tenant.metadataUrl });
    assert.ok((await mistakesOf(other)).includes('wrong-tenant'));
    const nowhere = await connect({ metadataUrl: 'http://127.0.0.1:9/' });
    assert.ok((await mistakesOf(nowhere)).includes('tenant-unreachable'));
  });

  it('K18 in production the check reads no private address, whatever a tenant is said to be', async () => {
    const config = { mode: 'production' } as const;
    const strict = await makeWorld(store, { config });
    try {
      const boss = strict.browser();
      await boss.signIn(await strict.person({ login: 'boss', role: 'administrator', apps: 1 }));
      for (const { urlOf } of PRIVATE_URLS) {
        const url = urlOf(new URL(`${world.nodeUrls[0]}/x`));
        const tenantId = randomUUID();
        const body = {
          name: tenantId,
          tenantId,
          clientId: tenantId,
          metadataUrl: url,
          reason: REASON,
        };
        const { value } = await boss.call('addTenant', { body });
        const partyId = value.tenants.find(({ name }) => name === tenantId)?.id ?? '';
        const checked = await boss.call('checkTenant', { params: { partyId } });
        const found = checked.value.findings.find(({ step }) => step === 'tenant');
        assert.equal(found?.mistake, 'tenant-unreachable');
        assert.match(found?.what ?? '', /not public|not https|unknown host/, url);
      }
    } finally {
      await strict.close();
    }
  });

  it('an application is registered once of a name, its secret shown once, and gone when removed', async () => {
    const made = await browser.call('createApplication', { body: WIKI });
    assert.equal(made.status, 201, made.text);
    const { secret = '', clientId } = made.value;
    assert.match(secret, /^[\w-]{43}$/);
    assert.equal(
      (await browser.call('createApplication', { body: WIKI })).problem?.code,
      'name_taken',
    );
    const listed = await browser.call('listApplications');
    const wiki = listed.value.applications.find(({ name }) => name === 'Wiki');
    assert.deepEqual(
      [wiki?.clientId, wiki?.strength, wiki?.grantTypes],
      [clientId, 'two-step', ['authorization_code']],
    );
    const of = { params: { applicationId: wiki?.id ?? '' }, body: { reason: REASON } };
    const replaced = await browser.call('replaceApplicationSecret', of);
    assert.notEqual(replaced.value.secret, secret);
    const dump = JSON.stringify(await dumpOf(world.database));
    for (const one of [secret, replaced.value.secret ?? '']) assert.ok(!dump.includes(one));
    assert.equal((await browser.call('removeApplication', of)).status, 200);
    assert.equal((await browser.call('removeApplication', of)).status, 404);
  });

  it('what an application cannot be is refused, with the field that is wrong', async () => {
    const WRONG: readonly (readonly [field: string, more: object])[] = [
      ['redirectUris', { redirectUris: [] }],
      ['redirectUris', { redirectUris: ['https://*.example.org/callback'] }],
      ['redirectUris', { redirectUris: ['http://wiki.example.org/callback'] }],
      ['redirectUris', { redirectUris: ['javascript:alert(1)'] }],
      ['startUrl', { startUrl: 'nowhere' }],
      ['backchannelLogoutUri', { backchannelLogoutUri: 'nowhere' }],
    ];
    for (const [field, more] of WRONG) {
      const body = { ...WIKI, name: 'Wrong', ...more };
      const { status, problem } = await browser.call('createApplication', { body });
      assert.deepEqual([status, problem?.fields], [400, [`body.${field}`]]);
    }
  });

  it('K14 a key reads what is connected with its scope, and changes none of it', async () => {
    const { call } = programOf(world, (await orderKey(world, ['relying-parties.read'])).key);
    assert.equal((await call('listTenants')).status, 200);
    assert.equal((await call('listApplications')).status, 200);
    for (const name of ['addTenant', 'createApplication'] as const) {
      assert.equal((await call(name)).status, 403);
    }
  });
}, prepareDatabase);
