import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { describe, it } from 'node:test';
import type { SendOutcome } from '#delivery/ports.ts';
import { makeCarrierFetch } from './carrier-fetch.ts';
import { makePlaceCall } from './place-call.ts';
import { makeSendText } from './send-text.ts';
import { e164, OUTBOX_ID, recordingCarrier, SETTINGS } from './testing/fixtures.ts';
import { requestViolations } from './testing/twilio-openapi.ts';

const CREATED = JSON.stringify({ sid: `SM${'ab'.repeat(16)}` });
const BODY = 'Example Org: your code is 491827. Never share it.';
const text = (to: string) => ({ kind: 'text', to: e164(to), body: BODY }) as const;
const call = (to: string, extension?: string) =>
  ({
    kind: 'call',
    to: e164(to),
    ...(extension === undefined ? {} : { extension }),
    script: { kind: 'spoken-code', organisation: 'Example Org', code: '491827' },
  }) as const;

describe('the requests of the channel', () => {
  it('send a text as the carrier documents it', async () => {
    const { sent, fetch } = recordingCarrier(201, CREATED);
    await makeSendText({ settings: SETTINGS, fetch }).send(OUTBOX_ID, text('+12125550167'));
    const [request] = sent;
    assert.ok(request);
    assert.deepEqual(requestViolations(request.method, request.url, request.body), []);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request.body)), {
      To: '+12125550167',
      From: '+13125550101',
      Body: BODY,
      StatusCallback: `https://proof.example.com/hooks/twilio/status?message=${OUTBOX_ID}`,
    });
    const credentials = Buffer.from(`${SETTINGS.accountSid}:the-account-token`).toString('base64');
    assert.equal(request.headers['authorization'], `Basic ${credentials}`);
  });

  it('send from a messaging service where one is set', async () => {
    const { sent, fetch } = recordingCarrier(201, CREATED);
    const settings = { ...SETTINGS, from: `MG${'0f'.repeat(16)}` };
    await makeSendText({ settings, fetch }).send(OUTBOX_ID, text('+12125550167'));
    const [request] = sent;
    assert.ok(request);
    assert.deepEqual(requestViolations(request.method, request.url, request.body), []);
    const form = new URLSearchParams(request.body);
    assert.equal(form.get('MessagingServiceSid'), settings.from);
    assert.equal(form.has('From'), false);
  });

  it('place a call as the carrier documents it, and keep what will be said to themselves', async () => {
    const { sent, fetch } = recordingCarrier(201, CREATED);
    const channel = makePlaceCall({ settings: SETTINGS, fetch });
    await channel.send(OUTBOX_ID, call('+12125550167'));
    await channel.send(OUTBOX_ID, call('+12125550167', '4021'));
    const forms = sent.map(({ method, url, body }) => {
      assert.deepEqual(requestViolations(method, url, body), []);
      assert.doesNotMatch(body, /491827|Example/);
      return new URLSearchParams(body);
    });
    assert.deepEqual(
      forms.map((form) => [form.get('MachineDetection'), form.get('SendDigits')]),
      [
        ['Enable', null],
        [null, 'ww4021'],
      ],
    );
  });
});

describe('F08 only digits leave us', () => {
  const injections = ['+1555&To=+19005550100', '+1555%0d%0aTo:', '15551234567', '+1555 1234567'];
  injections.push('+１２１２５５５０１６７', '+12125550167;ext=1', '+12125550167\n', '+123', '');
  for (const number of injections) {
    it(`refuses ${JSON.stringify(number)} as a bug, naming no part of it`, async () => {
      const { sent, fetch } = recordingCarrier(201, CREATED);
      const deps = { settings: SETTINGS, fetch };
      const isSilent = (error: Error) => number === '' || !error.message.includes(number);
      await assert.rejects(makeSendText(deps).send(OUTBOX_ID, text(number)), isSilent);
      await assert.rejects(makePlaceCall(deps).send(OUTBOX_ID, call(number)), isSilent);
      assert.deepEqual(sent, []);
    });
  }

  it('refuses an extension that is more than digits', async () => {
    const { sent, fetch } = recordingCarrier(201, CREATED);
    const channel = makePlaceCall({ settings: SETTINGS, fetch });
    for (const extension of ['', '12#', '1w2', '123456789', '1&To=2']) {
      await assert.rejects(channel.send(OUTBOX_ID, call('+12125550167', extension)), TypeError);
    }
    assert.deepEqual(sent, []);
  });

  it('keeps a text of form syntax one text', async () => {
    const { sent, fetch } = recordingCarrier(201, CREATED);
    const message = { ...text('+12125550167'), body: 'a&To=+19005550100\r\nTo: b' };
    await makeSendText({ settings: SETTINGS, fetch }).send(OUTBOX_ID, message);
    const form = new URLSearchParams(sent[0]?.body);
    assert.deepEqual(form.getAll('To'), ['+12125550167']);
    assert.equal(form.get('Body'), message.body);
  });
});

const failure = (code: number, status: number) =>
  JSON.stringify({ code, message: `The number +12125550167 said no`, status });

describe('what the carrier answers', () => {
  const replies: readonly (readonly [number, string, SendOutcome])[] = [
    [201, CREATED, { kind: 'accepted', providerMessageId: `SM${'ab'.repeat(16)}` }],
    [201, '{}', { kind: 'unavailable', reason: 'no_sid' }],
    [200, '<html>', { kind: 'unavailable', reason: 'no_sid' }],
    [400, failure(21211, 400), { kind: 'refused', reason: 'twilio_21211' }],
    [400, failure(21610, 400), { kind: 'refused', reason: 'twilio_21610' }],
    [403, failure(21408, 403), { kind: 'refused', reason: 'twilio_21408' }],
    [401, failure(20003, 401), { kind: 'refused', reason: 'twilio_20003' }],
    [429, failure(20429, 429), { kind: 'unavailable', reason: 'http_429' }],
    [503, failure(20503, 503), { kind: 'unavailable', reason: 'http_503' }],
    [407, 'a proxy', { kind: 'unavailable', reason: 'http_407' }],
    [302, '', { kind: 'unavailable', reason: 'http_302' }],
  ];
  for (const [status, reply, expected] of replies) {
    it(`${status} ${reply.slice(0, 14)} is ${expected.kind}`, async () => {
      const { fetch } = recordingCarrier(status, reply);
      const channel = makeSendText({ settings: SETTINGS, fetch });
      assert.deepEqual(await channel.send(OUTBOX_ID, text('+12125550167')), expected);
    });
  }
});

async function atServer(listener: RequestListener, work: (baseUrl: string) => Promise<void>) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  await work(`http://127.0.0.1:${address.port}`).finally(() => {
    server.closeAllConnections();
    server.close();
  });
}

describe('a carrier over the wire', () => {
  const fetch = makeCarrierFetch(SETTINGS);
  const sendVia = (baseUrl: string, requestTimeoutMs = SETTINGS.requestTimeoutMs) =>
    makeSendText({ settings: { ...SETTINGS, baseUrl, requestTimeoutMs }, fetch }).send(
      OUTBOX_ID,
      text('+12125550167'),
    );

  it('is sent the form and read', async () => {
    let received = '';
    const listener: RequestListener = (request, response) => {
      request.on('data', (chunk) => (received += String(chunk)));
      request.on('end', () => response.writeHead(201).end(CREATED));
    };
    await atServer(listener, async (baseUrl) => {
      assert.equal((await sendVia(baseUrl)).kind, 'accepted');
      assert.equal(new URLSearchParams(received).get('Body'), BODY);
    });
  });

  it('is unavailable when it never answers', async () => {
    await atServer(
      () => {},
      async (baseUrl) => {
        assert.deepEqual(await sendVia(baseUrl, 100), { kind: 'unavailable', reason: 'timeout' });
      },
    );
  });

  it('is unavailable when it hangs up, is away, or answers without end', async () => {
    const unavailable = { kind: 'unavailable', reason: 'network' };
    await atServer(
      (request) => request.socket.destroy(),
      async (baseUrl) => assert.deepEqual(await sendVia(baseUrl), unavailable),
    );
    assert.deepEqual(await sendVia('http://127.0.0.1:1'), unavailable);
    await atServer(
      (_request, response) => response.end('x'.repeat(300 * 1024)),
      async (baseUrl) => assert.deepEqual(await sendVia(baseUrl), unavailable),
    );
  });
});
