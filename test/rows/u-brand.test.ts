import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, it } from 'node:test';
import { ENDPOINTS } from '../../packages/contract/src/endpoints.ts';
import { GIF, JPEG, PNG, WEBP } from '../../apps/server/src/domain/testing/pictures.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import { mustBe } from '../harness/world/told.ts';
import { until } from '../harness/world/until.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'we have a new name';
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

/** What is answered to the head of a request whose body never comes. */
function answerToHead(url: string, lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let heard = '';
    const socket = connect(Number(port), hostname, () =>
      socket.write(`${lines.join('\r\n')}\r\n\r\n`),
    );
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer before the body')));
    socket.on('data', (data) => (heard += data.toString()));
    socket.on('end', () => resolve(heard));
    socket.on('error', reject);
  });
}

forEachStore((store) => {
  let world: World;
  const number = makeNumbers();
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { phones: true, listening: true, nodes });
  });
  after(() => world.close());

  let made = 0;
  const login = () => `branded${(made += 1)}`;
  async function signedIn(role: 'administrator' | 'auditor' = 'administrator'): Promise<Browser> {
    const browser = world.browser();
    await browser.signIn(await world.person({ login: login(), role, apps: 1 }));
    return browser;
  }

  const get = (path: string, headers: Readonly<Record<string, string>> = {}, node = 0) => {
    const browser = world.browser({ node });
    const request = browser.request('getConfiguration', {});
    return browser.send({ ...request, path, headers: { ...request.headers, ...headers } });
  };
  const configuration = async (node = 0) =>
    (await world.browser({ node }).call('getConfiguration')).value;

  it('F08 the name that was set is the one of pages, texts, calls, mails and authenticator apps, on every node', async () => {
    const settled = (await configuration()).organisation;
    const browser = await signedIn();
    const body = { reason: REASON, organisation: 'Müller & Söhne' };
    mustBe(200, await browser.call('setBrand', { body }));
    assert.equal((await configuration()).organisation, 'Müller & Söhne');
    const last = store.name === 'postgres' ? 1 : 0;
    await until(async () => (await configuration(last)).organisation === 'Müller & Söhne');

    const mobile = number();
    const phones = { mobile };
    const person = await world.person({ login: login(), phones, apps: 1, prefers: 'text' });
    const theirs = world.browser();
    const begun = await theirs.begin(person);
    assert.match((await world.sink.waitForText(mobile)).body, /^Muller & Sohne code: \d{6}\n/);
    world.clock.advance(31_000);
    await theirs.choose(begun, 'call');
    const { sid } = await world.sink.waitForCall(mobile);
    world.sink.answer(sid);
    await world.sink.waitForSpoken(sid, 'This is Müller & Söhne');
    const again = world.browser();
    await again.begin(person);
    const signed = world.browser();
    await signed.signIn(person);
    assert.equal((await signed.call('bindApp', { body: {} })).value.issuer, 'Müller & Söhne');
    mustBe(201, await signed.call('generateRecoveryCodes'));
    await until(async () =>
      world.sink.mails(person.email).some(({ text }) => text.includes('your Müller & Söhne')),
    );
    const [changed] = await world.audit('brand.changed');
    assert.deepEqual(changed?.detail, {
      organisation: 'Müller & Söhne',
      accent: 'standard',
      why: REASON,
    });
    mustBe(200, await (await signedIn()).call('setBrand', { body: { reason: REASON } }));
    assert.equal((await configuration()).organisation, settled);
  });

  it('F08 a name that could be dialled, opened or spoken as something else is refused, and nothing is changed', async () => {
    const browser = await signedIn();
    for (const organisation of [
      '</Say><Dial>+1900</Dial>',
      'Call 1900 555 0100',
      'contoso.com',
      'Contoso\nCode: 1',
      'Bank: Contoso',
      'Соntоsо',
    ]) {
      const refused = await browser.call('setBrand', { body: { reason: REASON, organisation } });
      assert.equal(refused.problem?.code, 'name_unacceptable', organisation);
    }
    for (const accent of ['#ffcc00', '#ffffff']) {
      const refused = await browser.call('setBrand', { body: { reason: REASON, accent } });
      assert.equal(refused.problem?.code, 'colour_unreadable', accent);
    }
    for (const accent of ['red', '#12345', '#123456}body{display:none']) {
      const refused = await browser.call('setBrand', { body: { reason: REASON, accent } });
      assert.equal(refused.status, 400, accent);
    }
    const auditor = await signedIn('auditor');
    mustBe(200, await auditor.call('getBrand'));
    const refused = await auditor.call('setBrand', { body: { reason: REASON } });
    assert.equal(refused.status, 403);
    assert.deepEqual((await configuration()).look, {});
  });

  it('the colour comes as a stylesheet of its own address, and changes one thing', async () => {
    const browser = await signedIn();
    mustBe(200, await browser.call('setBrand', { body: { reason: REASON, accent: '#00695c' } }));
    const { look } = await configuration();
    assert.equal(look.style, '/brand/accent-00695c.css');
    const sheet = await get(look.style ?? '');
    assert.equal(sheet.status, 200);
    assert.equal(sheet.headers['content-type'], 'text/css; charset=utf-8');
    assert.match(String(sheet.headers['cache-control']), /immutable/);
    assert.match(
      sheet.text,
      /^:root\{--accent:#00695c\}@media \(prefers-color-scheme:dark\)\{:root\{--accent:#[0-9a-f]{6}\}\}\n$/,
    );
    const again = await get(look.style ?? '', { 'if-none-match': String(sheet.headers['etag']) });
    assert.equal(again.status, 304);
    assert.equal((await get('/brand/accent-ffffff.css')).status, 404);
    mustBe(200, await browser.call('setBrand', { body: { reason: REASON } }));
    assert.equal((await get(look.style ?? '')).status, 404);
  });

  it('a logo is a picture by its own bytes, and is served as that and as nothing that could run', async () => {
    const browser = await signedIn();
    const set = (file: Buffer | undefined) =>
      browser.call('setLogo', {
        body: { reason: REASON, ...(file && { logo: file.toString('base64') }) },
      });
    const page = Buffer.concat([PNG, Buffer.from('<script>alert(1)</script>')]);
    for (const file of [SVG, GIF, page, Buffer.from('GIF89a')]) {
      assert.equal((await set(file)).problem?.code, 'image_unacceptable');
    }
    const noBase64 = await browser.call('setLogo', { body: { reason: REASON, logo: '<svg>' } });
    assert.equal(noBase64.problem?.code, 'image_unacceptable');
    const huge = Buffer.alloc(105 * 1024).toString('base64');
    assert.equal(
      (await browser.call('setLogo', { body: { reason: REASON, logo: huge } })).status,
      400,
    );
    let older = '';
    for (const [file, type] of [
      [PNG, 'image/png'],
      [JPEG, 'image/jpeg'],
      [WEBP, 'image/webp'],
    ] as const) {
      const view = mustBe(200, await set(file));
      assert.equal(view.logo?.mediaType, type);
      const address = (await configuration()).look.logo ?? '';
      assert.equal(address, view.logo.address);
      const served = await get(address);
      assert.equal(served.headers['content-type'], type);
      assert.equal(served.headers['x-content-type-options'], 'nosniff');
      assert.match(
        String(served.headers['content-security-policy']),
        /^default-src 'none'; sandbox/,
      );
      assert.equal(Number(served.headers['content-length']), file.length);
      const again = await get(address, { 'if-none-match': String(served.headers['etag']) });
      assert.deepEqual([again.status, again.text], [304, '']);
      if (older !== '') assert.equal((await get(older)).status, 404);
      older = address;
    }
    mustBe(200, await set(undefined));
    assert.equal((await get(older)).status, 404);
    assert.deepEqual((await configuration()).look, {});
  });

  it('whoever may not send a large body is refused before a byte of it is read', async () => {
    const { host } = new URL(world.publicUrl);
    for (const name of ['setVoiceSound', 'setLogo'] as const) {
      const { path, bodyLimit } = ENDPOINTS[name];
      const answer = await answerToHead(world.nodeUrls[0] ?? '', [
        `POST ${path.replace('{message}', 'call.goodbye')} HTTP/1.1`,
        `host: ${host}`,
        `origin: ${world.publicUrl}`,
        'content-type: application/json',
        `content-length: ${bodyLimit - 1}`,
      ]);
      assert.match(answer, /^HTTP\/1\.1 401 /, name);
      assert.match(answer, /not_signed_in/);
      assert.match(answer, /connection: close/i);
    }
    const refusals = await world.audit('authz_fail');
    const reasons = refusals.map(({ reason }) => reason);
    for (const name of ['setVoiceSound', 'setLogo']) {
      assert.equal(reasons.filter((one) => one === `${name}:not_signed_in`).length, 1, name);
    }
  });
}, prepareDatabase);
