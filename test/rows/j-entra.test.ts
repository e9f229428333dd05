import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from 'jose';
import { PRIVATE_URLS } from '../harness/entra/private-urls.ts';
import {
  type EntraStandIn,
  makeEntraPerson,
  makeForm,
  readForm,
  REDIRECT_URIS,
  startEntra,
} from '../harness/entra/stand-in.ts';
import {
  askFor,
  type Connected,
  connect,
  finishVisit,
  post,
  readProvider,
  visit,
} from '../harness/entra/visit.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { changesSince, stateOf } from '../harness/world/dump.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const HOUR = 60 * 60_000;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

forEachStore((store) => {
  let world: World;
  let entra: EntraStandIn;
  let contoso: Connected;
  let made = 0;
  before(async () => {
    world = await makeWorld(store);
    entra = await startEntra();
    contoso = await connect(world, entra);
  });
  after(async () => {
    await world.close();
    await entra.close();
  });

  async function somebody() {
    const login = `row${(made += 1)}@contoso.example`;
    return { person: await world.person({ login, apps: 1 }), there: makeEntraPerson(login) };
  }

  /** A page that says why, no way anywhere, no state changed, one line in the audit log. */
  async function assertRefused(form: URLSearchParams, refusal: string): Promise<void> {
    const state = await stateOf(world.database);
    const sofar = (await world.audit('authz_fail')).length;
    const answer = await post(world.browser(), form);
    assert.ok(answer.status >= 400, refusal);
    assert.ok(answer.text.includes(`<dd>${refusal}</dd>`), `${refusal}: ${answer.text}`);
    assert.equal(readForm(answer.text), undefined);
    assert.equal(answer.headers['location'], undefined);
    assert.deepEqual(answer.setCookies, []);
    assert.deepEqual(await changesSince(world.database, state), []);
    const rows = (await world.audit('authz_fail')).slice(sofar);
    assert.deepEqual(
      rows.map(({ reason }) => reason),
      [`entra:${refusal}`],
    );
  }

  const { global: RIGHT } = REDIRECT_URIS;
  const HOST = 'login.microsoftonline.com';
  const FOREIGN = [
    `${RIGHT}/more`,
    `${RIGHT}/`,
    RIGHT.replace('/common', '/common/../common'),
    RIGHT.replace('externalauthprovider', 'ExternalAuthProvider'),
    RIGHT.replace(HOST, HOST.toUpperCase()),
    RIGHT.replace('https://', 'https://user@'),
    RIGHT.replace(HOST, `${HOST}@evil.example`),
    `${RIGHT}#fragment`,
    `${RIGHT}?more=1`,
    RIGHT.replace('login.', '*.'),
    RIGHT.replace('/common/', '/common%2f'),
    RIGHT.replace('microsoft', 'm\u0456crosoft'),
    RIGHT.replace(HOST, `${HOST}:444`),
    RIGHT.replace(HOST, `${HOST}:443`),
    RIGHT.replace('https:', 'http:'),
    ` ${RIGHT}`,
    REDIRECT_URIS.us,
    REDIRECT_URIS.china,
    'https://evil.example/',
  ];
  for (const redirectUri of FOREIGN) {
    it(`J01 an answer to ${redirectUri} is refused`, async () => {
      const { there } = await somebody();
      const parameters = { redirect_uri: redirectUri };
      await assertRefused(await askFor(contoso, there, { parameters }), 'foreign_redirect');
    });
  }

  it('J01 each cloud has its own address, and takes no other', async () => {
    for (const cloud of ['us', 'china'] as const) {
      const there = await connect(world, entra, { cloud });
      const { there: person } = await somebody();
      const parameters = { redirect_uri: REDIRECT_URIS[cloud] };
      await visit(there, person, { parameters });
      await assertRefused(await askFor(there, person), 'foreign_redirect');
    }
  });

  it('J05 a hint that the tenant did not sign is refused, whatever it says about itself', async () => {
    const { there } = await somebody();
    const { tenant, clientId } = contoso;
    const now = world.clock.now();
    const genuine = await entra.hint({ tenant, clientId, person: there, now });
    const [head = '', payload = '', signature = ''] = genuine.split('.');
    const header = decodeProtectedHeader(genuine);
    const [publicKey] = entra.publicKeys();
    const hmac = (key: string) => {
      const signed = `${encode({ ...header, alg: 'HS256' })}.${payload}`;
      return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
    };
    const own = await generateKeyPair('RS256', { extractable: true });
    const claims = decodeJwt(genuine);
    const signedBy = (more: object) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: header.kid ?? '', ...more })
        .sign(own.privateKey);
    const ownUrl = `${new URL(tenant.metadataUrl).origin}/keys`;
    const forged = {
      none: `${encode({ ...header, alg: 'none' })}.${payload}.`,
      'None with a signature': `${encode({ ...header, alg: 'None' })}.${payload}.${signature}`,
      'HS256 with the modulus': hmac(publicKey?.n ?? ''),
      'HS256 with the key set': hmac(JSON.stringify(publicKey)),
      'another algorithm of the same key': `${encode({ ...header, alg: 'RS512' })}.${payload}.${signature}`,
      'a key of its own': await signedBy({}),
      'an embedded key': await signedBy({ jwk: { kty: 'RSA', n: publicKey?.n, e: 'AQAB' } }),
      jku: await signedBy({ jku: ownUrl }),
      x5u: await signedBy({ x5u: ownUrl }),
      'a path for a key ID': await signedBy({ kid: '../../../../dev/null' }),
      'SQL for a key ID': await signedBy({ kid: "' or '1'='1" }),
      'an unknown critical header': await signedBy({ crit: ['b64'], b64: true }),
      'another payload': `${head}.${encode({ ...claims, oid: randomUUID() })}.${signature}`,
      'no signature': `${head}.${payload}.`,
      'a forged signature': await entra.hint({
        tenant,
        clientId,
        person: there,
        now,
        forged: true,
      }),
    };
    for (const [name, hint] of Object.entries(forged)) {
      await assertRefused(makeForm({ clientId, hint }), 'bad_signature');
      assert.ok(!entra.reads.includes('/keys'), name);
    }
    await assertRefused(makeForm({ clientId, hint: 'not a token' }), 'bad_signature');
    assert.equal((await post(world.browser(), makeForm({ clientId, hint: genuine }))).status, 303);
  });

  it('J05 an answer of ours is no hint', async () => {
    const { person, there } = await somebody();
    const came = await visit(contoso, there);
    await came.browser.verify(came.signIn, person.code());
    const { page } = await finishVisit(contoso, came);
    const hint = readForm(page.text)?.fields['id_token'] ?? '';
    await assertRefused(makeForm({ clientId: contoso.clientId, hint }), 'wrong_tenant');
  });

  const CLAIMS = {
    wrong_audience: { aud: randomUUID() },
    wrong_issuer: { iss: `https://login.microsoftonline.com/${randomUUID()}/v2.0` },
    wrong_tenant: { tid: randomUUID() },
    malformed: { oid: 'nobody' },
  } as const;
  for (const [refusal, hintClaims] of Object.entries(CLAIMS)) {
    it(`a hint with ${JSON.stringify(Object.keys(hintClaims))} of somebody else is refused`, async () => {
      const { there } = await somebody();
      await assertRefused(await askFor(contoso, there, { hintClaims }), refusal);
    });
  }

  it('a hint of a neighbour, whose keys are the same, is refused', async () => {
    const { there } = await somebody();
    const now = world.clock.now();
    const { clientId } = contoso;
    const hint = await entra.hint({ tenant: entra.tenant(), clientId, person: there, now });
    await assertRefused(makeForm({ clientId, hint }), 'wrong_tenant');
    const claims = { tid: contoso.tenant.id };
    const mixed = await entra.hint({
      tenant: entra.tenant(),
      clientId,
      person: there,
      now,
      claims,
    });
    await assertRefused(makeForm({ clientId, hint: mixed }), 'wrong_issuer');
  });

  it('an unknown client, and a request that is none, are refused', async () => {
    const { there } = await somebody();
    const parameters = { client_id: randomUUID() };
    await assertRefused(await askFor(contoso, there, { parameters }), 'unknown_client');
    const form = await askFor(contoso, there);
    form.append('redirect_uri', RIGHT);
    await assertRefused(form, 'malformed');
  });

  it('a hint is expired when it comes, and refused a quarter of an hour after its making', async () => {
    const { there } = await somebody();
    const fresh = await askFor(contoso, there);
    const old = await askFor(contoso, there);
    world.clock.advance(15 * 60_000);
    assert.equal((await post(world.browser(), fresh)).status, 303);
    world.clock.advance(1_000);
    await assertRefused(old, 'hint_too_old');
    const iat = Math.floor(world.clock.now().getTime() / 1000) + 6 * 60;
    await assertRefused(await askFor(contoso, there, { hintClaims: { iat } }), 'hint_too_old');
  });

  it('an unknown key is looked for once a minute, and Microsoft\u2019s new keys are taken up', async () => {
    const { there } = await somebody();
    world.clock.advance(61_000);
    await visit(contoso, there);
    world.clock.advance(61_000);
    await entra.rollOver();
    const sofar = entra.reads.length;
    await visit(contoso, there);
    assert.equal(entra.reads.length, sofar + 2);
    const { tenant, clientId } = contoso;
    for (let n = 0; n < 5; n += 1) {
      const hint = await new SignJWT({ tid: tenant.id })
        .setProtectedHeader({ alg: 'RS256', kid: randomUUID() })
        .sign((await generateKeyPair('RS256')).privateKey);
      await assertRefused(makeForm({ clientId, hint }), 'bad_signature');
    }
    assert.equal(entra.reads.length, sofar + 2);
  });

  it('a tenant that cannot be reached is no reason to believe anything', async () => {
    const down = await connect(world, entra);
    const { there } = await somebody();
    entra.setDown(true);
    await assertRefused(await askFor(down, there), 'metadata_unreachable');
    entra.setDown(false);
    await assertRefused(await askFor(down, there), 'metadata_unreachable');
    world.clock.advance(60_000);
    await visit(down, there);
  });

  it('J12 a new key is published two days before it signs, and a caching client never fails (a sign-in every six hours, not under load)', async () => {
    const { person, there } = await somebody();
    const { transact } = world.database;
    // What a client has that reads the key set once a day, at the worst moment.
    let cached = await readProvider(world.browser());
    const signedBy = async () => {
      const came = await visit(contoso, there);
      const code = person.code();
      assert.equal((await came.browser.verify(came.signIn, code)).status, 200);
      const { keySet } = cached;
      const { page } = await finishVisit(contoso, came);
      const token = readForm(page.text)?.fields['id_token'] ?? '';
      const { kid } = decodeProtectedHeader(token);
      assert.ok(
        keySet.keys.some((key) => key.kid === kid),
        'a key that Entra does not know',
      );
      return kid;
    };
    const first = await signedBy();
    world.clock.advance(30_000);
    const now = world.clock.now();
    const { makeKey } = await import('../../apps/server/src/crypto/make-signing-key.ts');
    const { makeSigningKeys } = await import(
      '../../apps/server/src/relying-parties/signing-keys.ts'
    );
    const keys = makeSigningKeys({
      issuer: 'entra',
      transact,
      signingKeys: world.database.stores.signingKeys,
      makeKey: (at) => makeKey('localhost', at),
      clock: world.clock.now,
    });
    const next = await keys.rotate({ actor: { type: 'operator', id: 'test' } }, 'announced');
    assert.equal(next?.signsFrom.getTime(), now.getTime() + 48 * HOUR);
    const used: (string | undefined)[] = [];
    for (let hours = 0; hours < 96; hours += 6) {
      if (hours % 24 === 0 && hours > 0) cached = await readProvider(world.browser());
      used.push(await signedBy());
      world.clock.advance(6 * HOUR);
    }
    assert.deepEqual(used, [
      ...Array.from({ length: 8 }, () => first),
      ...Array.from({ length: 8 }, () => next?.id),
    ]);
    const { keySet } = await readProvider(world.browser());
    assert.deepEqual(
      keySet.keys.map(({ kid }) => kid),
      [next?.id],
    );
    const rows = await world.audit('key.rotated');
    assert.ok(rows.some(({ target }) => target?.id === next?.id));
  });
}, prepareDatabase);

forEachStore((store) => {
  let world: World;
  let entra: EntraStandIn;
  before(async () => {
    world = await makeWorld(store, { config: { mode: 'production' } });
    entra = await startEntra();
  });
  after(async () => {
    await world.close();
    await entra.close();
  });

  for (const { name, urlOf } of PRIVATE_URLS) {
    it(`K18 metadata at ${name} is not read, and the request is refused`, async () => {
      const tenant = entra.tenant();
      const metadataUrl = urlOf(new URL(tenant.metadataUrl));
      const party = await connect(world, entra, { metadataUrl, tenantId: tenant.id });
      const now = world.clock.now();
      const person = makeEntraPerson('kim@contoso.example');
      const { clientId } = party;
      const hint = await entra.hint({ tenant, clientId, person, now });
      const answer = await post(world.browser(), makeForm({ clientId, hint }));
      assert.equal(answer.status, 503);
      assert.deepEqual(entra.reads, []);
      const [row] = (await world.audit('authz_fail')).slice(-1);
      assert.equal(row?.reason, 'entra:metadata_unreachable');
      assert.match(String(row?.detail?.['why']), /^not_(public|https)$/);
    });
  }
}, prepareDatabase);
