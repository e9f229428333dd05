import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { createSimulator, type Simulator } from '../../apps/phone-simulator/src/simulator.ts';
import { until } from '../../apps/phone-simulator/src/testing/application.ts';
import { makeSendMail } from '../../apps/server/src/channels/smtp/send-mail.ts';
import { makeCarrierFetch } from '../../apps/server/src/channels/twilio-compatible/carrier-fetch.ts';
import { makePlaceCall } from '../../apps/server/src/channels/twilio-compatible/place-call.ts';
import { makeSendText } from '../../apps/server/src/channels/twilio-compatible/send-text.ts';
import {
  e164,
  OUTBOX_ID,
  SETTINGS,
  webhookFor,
} from '../../apps/server/src/channels/twilio-compatible/testing/fixtures.ts';
import { responseViolations } from '../../apps/server/src/channels/twilio-compatible/testing/twilio-openapi.ts';
import type { CallScript } from '../../apps/server/src/delivery/ports.ts';
import type { WebhookHandler } from '../../apps/server/src/http/ports.ts';

const PHONE = '+12125550167';
const APPROVE: CallScript = { kind: 'approve', organisation: 'Example Org', fraudReporting: true };
const CODE: CallScript = { kind: 'spoken-code', organisation: 'Example Org', code: '491827' };

/** The barest of web servers around the webhook: the URL is the public one, never from Host. */
async function serve(publicUrl: () => string, handle: WebhookHandler): Promise<Server> {
  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { method = '', url = '', headers } = request;
    const { 'x-twilio-signature': signature, 'content-type': type } = headers;
    const { status, contentType, body } = await handle({
      method,
      url: publicUrl() + url,
      headers: { 'x-twilio-signature': String(signature), 'content-type': type },
      body: await readText(request),
    });
    response.writeHead(status, { 'content-type': contentType }).end(body);
  }
  const server = createServer((request, response) => void answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

function urlOf(server: Server): string {
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  return `http://localhost:${address.port}`;
}

/** The real channel and webhook on one side, the simulated carrier on the other. */
async function startBoth(simulator: Simulator, script: CallScript | undefined) {
  const webhook = webhookFor(script);
  let publicUrl = '';
  const server = await serve(() => publicUrl, webhook.handle);
  publicUrl = urlOf(server);
  const settings = { ...SETTINGS, baseUrl: simulator.url, publicUrl };
  const channel = { settings, fetch: makeCarrierFetch(settings) };
  const texts = makeSendText(channel);
  const calls = makePlaceCall(channel);
  const to = e164(PHONE);
  const impatient = makeSendText({ ...channel, settings: { ...settings, requestTimeoutMs: 100 } });
  const text = { kind: 'text', to, body: 'Your code is 491827.' } as const;
  return {
    ...webhook,
    sendText: () => texts.send(OUTBOX_ID, text),
    sendTextInHaste: () => impatient.send(OUTBOX_ID, text),
    placeCall: (extension?: string) =>
      calls.send(OUTBOX_ID, {
        kind: 'call',
        to,
        ...(extension === undefined ? {} : { extension }),
        script: script ?? CODE,
      }),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let simulator: Simulator;
let both: Awaited<ReturnType<typeof startBoth>>;

async function start(script: CallScript | undefined) {
  both = await startBoth(simulator, script);
}

const voiceOf = (sid: string): string =>
  simulator.control
    .calls()
    .filter((call) => call.sid === sid)
    .flatMap(({ transcript }) => transcript)
    .filter(({ speaker }) => speaker === 'voice')
    .map(({ text }) => text)
    .join(' ');

const lastStatus = () => both.reports.at(-1)?.[0];

describe('carrier', () => {
  beforeEach(async () => {
    simulator = await createSimulator({
      accountSid: SETTINGS.accountSid,
      authToken: SETTINGS.authToken,
      port: 0,
      smtpPort: 0,
      secondMs: 4,
    });
  });
  afterEach(async () => {
    both.stop();
    await simulator.close();
  });

  type PickUp = 'answer' | 'voicemail' | 'decline' | 'letRing';

  /** Picks up as soon as it rings: in here a phone rings for no more than a moment. */
  async function callAnd(pickUp: PickUp, extension?: string): Promise<string> {
    const rings = simulator.control.waitForCall(PHONE).then(({ sid }) => {
      simulator.control[pickUp](sid);
      return sid;
    });
    const [outcome, sid] = await Promise.all([both.placeCall(extension), rings]);
    assert.deepEqual(outcome, { kind: 'accepted', providerMessageId: sid });
    return sid;
  }

  const answered = (): Promise<string> => callAnd('answer');

  /** Presses when the words are heard, not a moment later. */
  async function pressOn(words: string, keys: string): Promise<string> {
    const rings = simulator.control.waitForCall(PHONE).then(async ({ sid }) => {
      await simulator.control.waitForSpoken(sid, words);
      simulator.control.press(sid, keys);
      return sid;
    });
    await answered();
    return rings;
  }

  describe('a text', () => {
    it('is delivered, and its call-backs are believed', async () => {
      await start(undefined);
      const outcome = await both.sendText();
      const { body, sid } = await simulator.control.waitForText(PHONE);
      assert.deepEqual(outcome, { kind: 'accepted', providerMessageId: sid });
      assert.equal(body, 'Your code is 491827.');
      await until(() => both.reports.length === 2);
      assert.deepEqual(
        both.reports.map(([status]) => status),
        ['sent', 'delivered'],
      );
      assert.equal(both.badSignatures(), 0);
    });

    it('is refused for good', async () => {
      await start(undefined);
      simulator.control.setBehaviour({ to: PHONE, mode: 'refuse' });
      assert.deepEqual(await both.sendText(), { kind: 'refused', reason: 'twilio_21610' });
    });

    it('is unavailable while the carrier fails or is silent', async () => {
      await start(undefined);
      simulator.control.setBehaviour({ mode: 'error-500' });
      assert.deepEqual(await both.sendText(), { kind: 'unavailable', reason: 'http_500' });
      simulator.control.setBehaviour({ mode: 'hang' });
      assert.deepEqual(await both.sendTextInHaste(), { kind: 'unavailable', reason: 'timeout' });
    });

    it('is known to be late, lost or doubled', async () => {
      await start(undefined);
      simulator.control.setBehaviour({ to: PHONE, mode: 'delay', delayMs: 300 });
      await both.sendText();
      await until(() => lastStatus() === 'sent');
      assert.deepEqual(simulator.control.texts(PHONE), []);
      await simulator.control.waitForText(PHONE);
      await until(() => lastStatus() === 'delivered');

      simulator.control.setBehaviour({ to: PHONE, mode: 'never-deliver' });
      await both.sendText();
      await until(() => lastStatus() === 'undelivered');
      assert.deepEqual(both.reports.at(-1), ['undelivered', '30003']);

      simulator.control.setBehaviour({ to: PHONE, mode: 'deliver-twice' });
      await both.sendText();
      await until(() => both.reports.length === 8);
      assert.equal(simulator.control.texts(PHONE).length, 3);
    });
  });

  describe('a call that asks for approval', () => {
    it('approves on the pound key', async () => {
      await start(APPROVE);
      const sid = await pressOn('press the pound key to approve', '#');
      await simulator.control.waitForEnd(sid);
      assert.match(voiceOf(sid), /This is Example Org.*Your sign-in is approved/);
      assert.deepEqual(both.responses, ['approve']);
      await until(() => lastStatus() === 'delivered');
      assert.equal(both.badSignatures(), 0);
    });

    it('F10 reports fraud on 0, # and 1', async () => {
      await start(APPROVE);
      const sid = await pressOn('Example Org', '0#1');
      await simulator.control.waitForEnd(sid);
      assert.match(voiceOf(sid), /Thank you for your report/);
      assert.deepEqual(both.responses, ['report-fraud']);
    });

    it('asks three times in silence and approves nothing', async () => {
      await start(APPROVE);
      const sid = await answered();
      await simulator.control.waitForEnd(sid);
      assert.equal(voiceOf(sid).split('press the pound key to approve').length - 1, 3);
      assert.match(voiceOf(sid), /Goodbye\.$/);
      assert.deepEqual(both.responses, []);
    });

    for (const keys of ['123', '0*5', '0#9', '00*']) {
      it(`approves nothing on ${keys}`, async () => {
        await start(APPROVE);
        const sid = await pressOn('Example Org', keys);
        await simulator.control.waitForEnd(sid);
        assert.deepEqual(both.responses, []);
      });
    }

    it('says nothing to voicemail', async () => {
      await start(APPROVE);
      const sid = await callAnd('voicemail');
      await simulator.control.waitForEnd(sid);
      assert.equal(voiceOf(sid), '');
      assert.deepEqual(both.responses, ['voicemail']);
    });

    for (const [what, response] of [
      ['decline', 'busy'],
      ['letRing', 'no-answer'],
    ] as const) {
      it(`ends in ${response} on ${what}`, async () => {
        await start(APPROVE);
        await callAnd(what);
        await until(() => both.responses.length === 1);
        assert.deepEqual(both.responses, [response]);
        assert.equal(lastStatus(), 'undelivered');
      });
    }

    it('ends when the person hangs up, and approves nothing', async () => {
      await start(APPROVE);
      const sid = await answered();
      simulator.control.hangUp(sid);
      assert.equal((await simulator.control.waitForEnd(sid)).status, 'completed');
      assert.deepEqual(both.responses, []);
    });

    it('reaches an extension', async () => {
      await start(APPROVE);
      const sid = await callAnd('answer', '4021');
      simulator.control.press(sid, '#');
      await simulator.control.waitForEnd(sid);
      assert.deepEqual(both.responses, ['approve']);
    });

    it('F08 dials nobody for an organisation of markup', async () => {
      await start({ ...APPROVE, organisation: '</Say></Gather><Dial>+19005550100</Dial>' });
      const sid = await pressOn('<Dial>+19005550100</Dial>', '#');
      await simulator.control.waitForEnd(sid);
      const [call] = simulator.control.calls(PHONE);
      assert.ok(call?.transcript.every(({ speaker }) => speaker !== 'line'));
      assert.deepEqual(both.responses, ['approve']);
    });

    it('says that a challenge is over', async () => {
      await start(undefined);
      const sid = await answered();
      await simulator.control.waitForEnd(sid);
      assert.match(voiceOf(sid), /This request is over/);
    });
  });

  describe('a call that speaks a code', () => {
    it('says it twice, again on any key, and three times in all', async () => {
      await start(CODE);
      const sid = await pressOn('Example Org', '*7');
      await simulator.control.waitForEnd(sid);
      const digits = voiceOf(sid).replace(/\D/g, '');
      assert.ok(digits.endsWith('491827491827'));
      assert.equal(voiceOf(sid).split('Your verification code is').length - 1, 3);
      assert.deepEqual(both.responses, []);
    });
  });

  describe('the simulated carrier', () => {
    it('answers as the carrier\u2019s own document says', async () => {
      await start(APPROVE);
      const account = `/2010-04-01/Accounts/${SETTINGS.accountSid}`;
      const authorization = `Basic ${Buffer.from(`${SETTINGS.accountSid}:${SETTINGS.authToken}`).toString('base64')}`;
      async function ask(method: string, path: string, fields?: Readonly<Record<string, string>>) {
        const response = await fetch(simulator.url + path, {
          method,
          headers: { authorization },
          ...(fields ? { body: new URLSearchParams(fields) } : {}),
        });
        const body: { sid: string } = JSON.parse(await response.text());
        const { status } = response;
        assert.deepEqual(responseViolations({ method, path, status }, body), []);
        return body.sid;
      }
      const parties = { To: PHONE, From: '+13125550101' };
      const message = await ask('POST', `${account}/Messages.json`, {
        ...parties,
        Body: 'Grüße ✓',
      });
      const Url = 'http://localhost:1/';
      const call = await ask('POST', `${account}/Calls.json`, { ...parties, Url });
      await ask('GET', `${account}/Messages/${message}.json`);
      await ask('GET', `${account}/Calls/${call}.json`);
      simulator.control.decline(call);
      await simulator.control.waitForEnd(call);
      await ask('GET', `${account}/Calls/${call}.json`);
    });

    it('takes the mail of the mail channel, or not', async () => {
      await start(undefined);
      const from = 'Example Org <no-reply@example.org>';
      const { smtpPort } = simulator;
      const mails = makeSendMail({
        settings: { host: 'localhost', port: smtpPort, secure: false, from, user: 'a', pass: 'b' },
      });
      const subject =
        'Your security info changed — überprüfen Sie das bitte, wenn Sie es nicht waren';
      const text = 'A phone was added.\n\nIf this was not you: https://proof.example.com/freeze';
      const send = (to: string) => mails.send(OUTBOX_ID, { kind: 'mail', to, subject, text });
      assert.equal((await send('Ada@example.com')).kind, 'accepted');
      const mail = await simulator.control.waitForMail('ada@example.com');
      assert.deepEqual([mail.from, mail.subject, mail.text], [from, subject, text]);
      simulator.control.setBehaviour({ to: 'bob@example.com', mode: 'refuse' });
      assert.deepEqual(await send('bob@example.com'), { kind: 'refused', reason: 'smtp_550' });
      simulator.control.setBehaviour({ to: 'bob@example.com', mode: 'error-500' });
      assert.deepEqual(await send('bob@example.com'), { kind: 'unavailable', reason: 'smtp_451' });
    });
  });
});
