import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { AUTHENTICATOR_TYPES } from '#domain/authenticator.ts';
import { currentOf, isDue, listPublished, scheduleNext } from '#relying-parties/key-schedule.ts';
import { AMR_FACTORS, listAccepted, tell } from './methods.ts';
import { renderPage } from '#relying-parties/page.ts';
import { parseRequest } from './parse-request.ts';
import { makePublicFetch } from './public-fetch.ts';

const ALL = Object.keys(AMR_FACTORS);

describe('what Entra is told', () => {
  const cases = [
    ['text', 'possessionorinherence', { acr: 'possessionorinherence', amr: 'sms' }],
    ['call', 'possession', { acr: 'possession', amr: 'tel' }],
    ['spoken-code', 'knowledgeorpossession', { acr: 'knowledgeorpossession', amr: 'tel' }],
    [
      'totp',
      'knowledgeorpossessionorinherence',
      { acr: 'knowledgeorpossessionorinherence', amr: 'otp' },
    ],
    ['passkey', 'possessionorinherence', { acr: 'possessionorinherence', amr: 'fido' }],
    ['text', 'inherence', undefined],
    ['text', 'knowledge', undefined],
    ['text', 'knowledgeorinherence', undefined],
    ['text', 'constructor', undefined],
    ['saved-recovery-code', 'possession', undefined],
    ['temporary-access-pass', 'possession', undefined],
  ] as const;
  for (const [type, acr, told] of cases) {
    it(`${type} for ${acr}: ${JSON.stringify(told)}`, () =>
      assert.deepEqual(tell(type, { acr: [acr], amr: ALL }), told));
  }

  it('is one of the values that were asked for, the first that holds', () => {
    const ask = { acr: ['inherence', 'possession', 'knowledgeorpossession'], amr: ['sms'] };
    assert.deepEqual(tell('text', ask), { acr: 'possession', amr: 'sms' });
    assert.equal(tell('totp', ask), undefined);
    assert.deepEqual(listAccepted(ask), ['text']);
    assert.deepEqual(listAccepted({ acr: [], amr: ALL }), []);
  });

  it('covers every type but those for getting back in', () => {
    const accepted = listAccepted({ acr: ['possession'], amr: ALL });
    const others = AUTHENTICATOR_TYPES.filter((type) => !accepted.includes(type));
    assert.deepEqual(others.toSorted(), ['saved-recovery-code', 'temporary-access-pass']);
  });
});

describe('the schedule of keys', () => {
  const HOUR = 60 * 60_000;
  const NOW = new Date('2026-11-24T12:00:00Z');
  const at = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR);

  it('publishes a new key two days before it signs, and keeps the old one a day longer', () => {
    const first = { createdAt: NOW, ...scheduleNext([], NOW, 'announced'), retiresAt: undefined };
    assert.deepEqual(first.signsFrom, NOW);
    const next = scheduleNext([first], at(10), 'announced');
    const old = { ...first, retiresAt: next.predecessorRetiresAt };
    const fresh = { createdAt: at(10), signsFrom: next.signsFrom, retiresAt: undefined };
    const keys = [old, fresh];
    assert.equal(currentOf(keys, at(57)), old);
    assert.equal(currentOf(keys, at(58)), fresh);
    assert.deepEqual(listPublished(keys, at(10)), keys);
    assert.deepEqual(listPublished(keys, at(81)), keys);
    assert.deepEqual(listPublished(keys, at(82)), [fresh]);
  });

  it('drops a stolen key at once, and replaces a key after a year', () => {
    const first = { createdAt: NOW, signsFrom: NOW, retiresAt: undefined };
    const { signsFrom, predecessorRetiresAt } = scheduleNext([first], at(1), 'at once');
    assert.deepEqual([signsFrom, predecessorRetiresAt], [at(1), at(1)]);
    assert.deepEqual(
      [isDue([], NOW), isDue([first], at(364 * 24)), isDue([first], at(365 * 24))],
      [true, false, true],
    );
  });
});

describe('reading a request', () => {
  const good = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    client_id: 'client',
    redirect_uri: 'https://login.example/answer',
    id_token_hint: 'a.b.c',
    claims: '{"id_token":{"acr":{"essential":true,"values":["possession"]},"amr":{"value":"sms"}}}',
  };
  const read = (changes: Readonly<Record<string, string | undefined>>, more = '') => {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...good, ...changes })) {
      if (value !== undefined) form.set(name, value);
    }
    return parseRequest(form.toString() + more);
  };

  it('takes what there is, without state and nonce too', () => {
    const request = read({ 'client-request-id': 'not a GUID', unheard_of: '1' }, '&unheard_of=2');
    assert.deepEqual(request?.ask, { acr: ['possession'], amr: ['sms'] });
    assert.deepEqual(
      [request?.state, request?.nonce, request?.clientRequestId],
      [undefined, undefined, undefined],
    );
  });

  const wrong: Readonly<Record<string, ReturnType<typeof read>>> = {
    'another response type': read({ response_type: 'code' }),
    'another response mode': read({ response_mode: 'query' }),
    'no openid': read({ scope: 'profile' }),
    'no hint': read({ id_token_hint: undefined }),
    'no claims': read({ claims: undefined }),
    'claims that are no JSON': read({ claims: '{' }),
    'claims without acr': read({ claims: '{"id_token":{"amr":{"values":[]}}}' }),
    'two redirect URIs': read({}, '&redirect_uri=https://evil.example'),
    'two states': read({ state: 'a' }, '&state=a'),
    nothing: parseRequest(''),
  };
  for (const [name, request] of Object.entries(wrong)) {
    it(`refuses ${name}`, () => assert.equal(request, undefined));
  }
});

it('a page shows what it was given as text', () => {
  const form = {
    action: 'https://a.example/?a=1&b="',
    fields: { state: `"><script>'` },
    label: '<b>',
    isSentAtOnce: false,
  };
  const html = renderPage(
    { organisation: '<i>', title: '&', paragraphs: ['<p>'], form },
    { style: '/s', script: '/j' },
  );
  assert.doesNotMatch(html, /<script|<i>|<b>|<p><p>/);
  assert.match(html, /value="&quot;&gt;&lt;script&gt;&#39;"/);
});

describe('reading other people\u2019s documents', () => {
  let server: Server;
  let port = 0;
  let asked = 0;
  before(async () => {
    server = createServer((request, response) => {
      asked += 1;
      if (request.url === '/redirect')
        response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      else if (request.url === '/large') response.end(`"${'x'.repeat(1024 * 1024)}"`);
      else if (request.url === '/text') response.end('<html>');
      else if (request.url !== '/slow') response.end('{"a":1}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address === 'object' && address !== null) ({ port } = address);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const PRIVATE = [
    ['loopback', '127.0.0.1'],
    ['loopback as IPv6', '[::ffff:127.0.0.1]'],
    ['loopback of IPv6', '[::1]'],
    ['a decimal address', '2130706433'],
    ['an octal address', '0177.0.0.1'],
    ['a hexadecimal address', '0x7f000001'],
    ['a link-local address', '169.254.169.254'],
    ['a private address', '10.1.2.3'],
    ['a unique local address', '[fd00::1]'],
    ['an address in a tunnel', '[2002:7f00:1::]'],
    ['a name of this machine', 'localhost'],
  ] as const;
  for (const [name, host] of PRIVATE) {
    it(`K18 ${name} is refused, and nothing is sent to it`, async () => {
      const sofar = asked;
      const fetched = await makePublicFetch({ allowPrivate: false })(`https://${host}:${port}/`);
      assert.deepEqual(fetched, { kind: 'failed', why: 'not_public' });
      assert.equal(asked, sofar);
    });
  }

  it('K18 a name is refused when any of its addresses is private, and is asked for once', async () => {
    let resolved = 0;
    const rebinding = async () => {
      resolved += 1;
      return resolved === 1 ? ['203.0.114.7', '127.0.0.1'] : ['127.0.0.1'];
    };
    const fetchJson = makePublicFetch({ allowPrivate: false, resolve: rebinding });
    assert.deepEqual(await fetchJson('https://rebind.example/'), {
      kind: 'failed',
      why: 'not_public',
    });
    assert.equal(resolved, 1);
  });

  it('K18 the connection goes to the address that was checked, whatever the name says later', async () => {
    let resolved = 0;
    const resolve = async () => {
      resolved += 1;
      return [resolved === 1 ? '127.0.0.1' : '192.0.2.1'];
    };
    const fetchJson = makePublicFetch({ allowPrivate: true, resolve });
    const fetched = await fetchJson(`http://rebind.localhost:${port}/`);
    assert.deepEqual([fetched, resolved], [{ kind: 'json', value: { a: 1 } }, 1]);
  });

  it('K18 a redirect is not followed, too much is not read, and it does not wait for long', async () => {
    const fetchJson = makePublicFetch({ allowPrivate: true, timeoutMs: 200 });
    const whyOf = async (path: string) => {
      const fetched = await fetchJson(`http://127.0.0.1:${port}${path}`);
      return fetched.kind === 'failed' ? fetched.why : 'read';
    };
    assert.equal(await whyOf('/redirect'), 'redirected');
    assert.equal(await whyOf('/large'), 'too_large');
    assert.equal(await whyOf('/text'), 'not_json');
    assert.equal(await whyOf('/slow'), 'timeout');
    assert.equal(await whyOf('/'), 'read');
  });

  it('K18 plain http is for evaluation', async () => {
    const fetched = await makePublicFetch({ allowPrivate: false })('http://example.org/');
    assert.deepEqual(fetched, { kind: 'failed', why: 'not_https' });
  });
});
