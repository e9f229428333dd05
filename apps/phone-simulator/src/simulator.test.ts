import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { signCallBack } from './carrier/signature.ts';
import {
  ACCOUNT_SID,
  AUTH_TOKEN,
  type Network,
  startNetwork,
  until,
} from './testing/application.ts';

const NEW_YORK = '+12125550167';
const SAN_FRANCISCO = '+14155550130';

const DOCUMENTS = {
  '/voice': `<Response>
      <Gather numDigits="1" finishOnKey="" timeout="10" action="/answer?a=1"><Say>Press a key</Say></Gather>
      <Say>Nothing was pressed</Say>
    </Response>`,
  '/answer': '<Response><Say>Thank you</Say><Hangup/><Say>Never said</Say></Response>',
  '/finish': '<Response><Gather numDigits="1" action="/answer"/><Say>No request</Say></Response>',
  '/empty': '<Response><Gather actionOnEmptyResult="true" action="/answer"/></Response>',
  '/away': '<Response><Redirect>/answer</Redirect></Response>',
  '/dial': '<Response><Dial>+19005550100</Dial><Say>Never said</Say></Response>',
  '/broken': '<Response><Say>',
};

let network: Network;
/** Call-backs come when they come; these are all of them, in this order. */
async function assertStatuses(field: string, expected: readonly (string | null)[]) {
  await until(() => network.statuses(field).length >= expected.length);
  assert.deepEqual(network.statuses(field), expected);
}

const spoken = (sid: string) =>
  network.control
    .calls()
    .filter((call) => call.sid === sid)
    .flatMap(({ transcript }) => transcript)
    .filter(({ speaker }) => speaker === 'voice')
    .map(({ text }) => text);

function isGone(callSid: string): boolean {
  try {
    network.control.answer(callSid);
    return false;
  } catch (error) {
    return error instanceof RangeError;
  }
}

const at = (path: string) => ({ Url: network.application.url + path });

describe('simulator', () => {
  beforeEach(async () => {
    network = await startNetwork(DOCUMENTS);
  });
  afterEach(() => network.stop());

  describe('the REST API', () => {
    it('refuses the wrong token, the wrong account and what it does not have', async () => {
      const wrong = await network.api('POST', 'Messages.json', { token: 'guess' });
      assert.deepEqual([wrong.status, wrong.json['code']], [401, 20003]);
      const unknown = await network.api('GET', `Messages/SM${'0'.repeat(32)}.json`);
      assert.deepEqual([unknown.status, unknown.json['code']], [404, 20404]);
      assert.equal((await network.api('GET', 'Recordings.json')).status, 404);
      assert.equal((await network.api('GET', 'Messages.json')).status, 405);
    });

    const missing = [
      ['Messages', '', 21604],
      ['Messages', 'To=5550100&From=%2B13125550101&Body=x', 21211],
      ['Messages', 'To=%2B12125550167&Body=x', 21603],
      ['Messages', 'To=%2B12125550167&From=%2B13125550101', 21602],
      ['Calls', 'To=%2B12125550167&From=%2B13125550101', 21205],
      ['Calls', 'To=%2B12125550167', 21213],
    ] as const;
    for (const [resource, form, code] of missing) {
      it(`answers ${resource} with ${form || 'nothing'} by ${code}`, async () => {
        const answer = await network.api('POST', `${resource}.json`, { form });
        const { status, json } = answer;
        const moreInfo = `https://www.twilio.com/docs/errors/${code}`;
        assert.deepEqual(
          [status, json['code'], json['status'], json['more_info']],
          [400, code, 400, moreInfo],
        );
      });
    }
  });

  describe('texts', () => {
    it('arrive, are reported by signed call-backs and can be fetched', async () => {
      const { status, json } = await network.sendText(NEW_YORK);
      assert.equal(status, 201);
      const text = await network.control.waitForText(NEW_YORK);
      assert.deepEqual([text.body, text.sid], ['Hello', json['sid']]);
      await assertStatuses('MessageStatus', ['sent', 'delivered']);
      for (const { form, url, signature } of network.application.received) {
        assert.equal(signature, signCallBack(AUTH_TOKEN, network.application.url + url, form));
      }
      const fetched = await network.api('GET', `Messages/${text.sid}.json`);
      assert.equal(fetched.json['status'], 'delivered');
    });

    it('wait for what is newer than what was seen', async () => {
      await network.sendText(NEW_YORK);
      const first = await network.control.waitForText(NEW_YORK);
      const second = network.control.waitForText(NEW_YORK, { after: first.sequence });
      await network.sendText(NEW_YORK);
      assert.ok((await second).sequence > first.sequence);
      await assert.rejects(network.control.waitForText(SAN_FRANCISCO, { timeoutMs: 20 }), /20 ms/);
    });

    it('can be refused, for one phone alone', async () => {
      network.control.setBehaviour({ to: NEW_YORK, mode: 'refuse' });
      const { status, json } = await network.sendText(NEW_YORK);
      assert.deepEqual([status, json['code']], [400, 21610]);
      assert.equal((await network.sendText(SAN_FRANCISCO)).status, 201);
    });

    it('can come late', async () => {
      network.control.setBehaviour({ to: NEW_YORK, mode: 'delay', delayMs: 300 });
      await network.sendText(NEW_YORK);
      await assertStatuses('MessageStatus', ['sent']);
      assert.deepEqual(network.control.texts(NEW_YORK), []);
      await network.control.waitForText(NEW_YORK);
      await assertStatuses('MessageStatus', ['sent', 'delivered']);
    });

    it('can be lost', async () => {
      network.control.setBehaviour({ mode: 'never-deliver' });
      assert.equal((await network.sendText(NEW_YORK)).status, 201);
      await assertStatuses('MessageStatus', ['sent', 'undelivered']);
      assert.deepEqual(network.control.texts(), []);
      assert.deepEqual(network.statuses('ErrorCode'), [null, '30003']);
      assert.equal(network.control.state().notes.length, 1);
    });

    it('can come twice, with their call-backs', async () => {
      network.control.setBehaviour({ to: NEW_YORK, mode: 'deliver-twice' });
      await network.sendText(NEW_YORK);
      await assertStatuses('MessageStatus', ['sent', 'sent', 'delivered', 'delivered']);
      assert.equal(network.control.texts(NEW_YORK).length, 2);
    });

    it('can meet a carrier that fails or never answers', async () => {
      network.control.setBehaviour({ mode: 'error-500' });
      assert.equal((await network.sendText(NEW_YORK)).status, 500);
      network.control.setBehaviour({ mode: 'hang' });
      const answer = network.sendText(NEW_YORK).then(
        () => 'answered',
        () => 'cut off',
      );
      const silence = new Promise((resolve) => setTimeout(resolve, 60, 'silent'));
      assert.equal(await Promise.race([answer, silence]), 'silent');
    });

    it('are reported to this machine alone', async () => {
      const form = { To: NEW_YORK, From: '+13125550101', Body: 'x' };
      const away = ['http://192.0.2.1/', 'http://127.0.0.1.example.com/', 'http://example.com/'];
      for (const StatusCallback of away) {
        await network.api('POST', 'Messages.json', { form: { ...form, StatusCallback } });
      }
      await until(() => network.control.state().notes.length === 6);
      const notes = network.control.state().notes.map(({ text }) => text);
      const expected = 'The status call-back of the application is not on this machine.';
      assert.deepEqual([...new Set(notes)], [expected]);
    });
  });

  type Act = (callSid: string) => unknown;

  /** Acts as soon as it rings: in here a phone rings for no more than a moment. */
  async function ring(act: Act, fields: Readonly<Record<string, string>> = {}): Promise<string> {
    const after = network.control.calls().at(-1)?.sequence ?? 0;
    const rings = network.control.waitForCall(NEW_YORK, { after }).then(async ({ sid }) => {
      await act(sid);
      return sid;
    });
    const [{ json }, sid] = await Promise.all([network.placeCall(NEW_YORK, fields), rings]);
    assert.equal(json['sid'], sid);
    return sid;
  }
  const answered = (fields: Readonly<Record<string, string>> = {}): Promise<string> =>
    ring((sid) => network.control.answer(sid), fields);

  describe('calls', () => {
    it('ring, are answered, ask, hear a key and end', async () => {
      const pressWhenAsked: Act = async (callSid) => {
        network.control.answer(callSid);
        await network.control.waitForSpoken(callSid, 'Press a key');
        network.control.press(callSid, '#');
      };
      const sid = await ring(pressWhenAsked, { MachineDetection: 'Enable' });
      const call = await network.control.waitForEnd(sid);
      assert.equal(call.status, 'completed');
      assert.deepEqual(spoken(sid), ['Press a key', 'Thank you']);
      const [voice, answer] = network.application.received.filter(
        ({ url }) => !url.startsWith('/status'),
      );
      assert.deepEqual([voice?.method, voice?.form.get('AnsweredBy')], ['POST', 'human']);
      assert.deepEqual([answer?.url, answer?.form.get('Digits')], ['/answer?a=1', '#']);
      for (const { form, url, signature } of network.application.received) {
        assert.equal(signature, signCallBack(AUTH_TOKEN, network.application.url + url, form));
      }
    });

    it('go on with the next verb on silence', async () => {
      const sid = await answered();
      await network.control.waitForEnd(sid);
      assert.deepEqual(spoken(sid), ['Press a key', 'Nothing was pressed']);
    });

    it('make no request for a finish key that comes first, and one for nothing only if told to', async () => {
      const pressAtOnce: Act = (callSid) => {
        network.control.answer(callSid);
        network.control.press(callSid, '#');
      };
      const sid = await ring(pressAtOnce, at('/finish'));
      await network.control.waitForEnd(sid);
      assert.deepEqual(spoken(sid), ['No request']);
      const other = await answered(at('/empty'));
      await network.control.waitForEnd(other);
      assert.deepEqual(spoken(other), ['Thank you']);
      assert.equal(
        network.application.received.find(({ url }) => url === '/answer')?.form.get('Digits'),
        '',
      );
    });

    it('follow a redirect', async () => {
      const sid = await answered(at('/away'));
      await network.control.waitForEnd(sid);
      assert.deepEqual(spoken(sid), ['Thank you']);
    });

    it('dial nobody, whatever the document says', async () => {
      const sid = await answered(at('/dial'));
      const { transcript } = await network.control.waitForEnd(sid);
      assert.deepEqual(transcript, [{ speaker: 'line', text: '<Dial> is not simulated.' }]);
    });

    it('end when the document is broken', async () => {
      const sid = await answered(at('/broken'));
      const { status, transcript } = await network.control.waitForEnd(sid);
      assert.equal(status, 'completed');
      assert.match(transcript[0]?.text ?? '', /not well-formed/);
    });

    it('are fetched by GET where that is asked for, with the fields in the signed URL', async () => {
      const sid = await answered({ Method: 'GET' });
      await network.control.waitForEnd(sid);
      const [voice] = network.application.received.filter(({ url }) => url.startsWith('/voice'));
      assert.ok(voice);
      assert.match(voice.url, /^\/voice\?AccountSid=/);
      const full = network.application.url + voice.url;
      assert.equal(voice.signature, signCallBack(AUTH_TOKEN, full, new URLSearchParams()));
    });

    it('dial an extension, and then detect no machine', async () => {
      const sid = await answered({ SendDigits: 'ww4021', MachineDetection: 'Enable' });
      const { transcript } = await network.control.waitForEnd(sid);
      assert.match(transcript[0]?.text ?? '', /extension 4021/);
      const [voice] = network.application.received.filter(({ url }) => url === '/voice');
      assert.equal(voice?.form.get('AnsweredBy'), null);
    });

    it('tell voicemail from a person', async () => {
      const toVoicemail: Act = (callSid) => network.control.voicemail(callSid);
      const sid = await ring(toVoicemail, { MachineDetection: 'Enable' });
      await network.control.waitForEnd(sid);
      const [voice] = network.application.received.filter(({ url }) => url === '/voice');
      assert.equal(voice?.form.get('AnsweredBy'), 'machine_start');
    });

    it('tell every event asked for, and by default only the end', async () => {
      const sid = await answered({ StatusCallbackEvent: 'initiated ringing answered completed' });
      await network.control.waitForEnd(sid);
      const all = ['initiated', 'ringing', 'in-progress', 'completed'];
      await assertStatuses('CallStatus', all);
      assert.deepEqual(network.statuses('SequenceNumber'), ['0', '1', '2', '3']);
    });

    for (const [what, status] of [
      ['decline', 'busy'],
      ['letRing', 'no-answer'],
      ['hangUp', 'busy'],
    ] as const) {
      it(`end in ${status} on ${what}`, async () => {
        const sid = await ring((callSid) => network.control[what](callSid));
        assert.equal((await network.control.waitForEnd(sid)).status, status);
        await assertStatuses('CallStatus', [status]);
        await until(() => isGone(sid));
      });
    }

    it('stop ringing by themselves', async () => {
      const sid = await ring(() => {}, { Timeout: '10' });
      assert.equal((await network.control.waitForEnd(sid)).status, 'no-answer');
    });

    it('can be kept from ringing', async () => {
      network.control.setBehaviour({ to: NEW_YORK, mode: 'never-deliver' });
      const { json } = await network.placeCall(NEW_YORK);
      assert.equal((await network.control.waitForEnd(String(json['sid']))).status, 'failed');
      network.control.setBehaviour({ to: NEW_YORK, mode: 'refuse' });
      assert.equal((await network.placeCall(NEW_YORK)).json['code'], 21211);
    });

    it('can be fetched', async () => {
      const sid = await answered();
      await network.control.waitForEnd(sid);
      const { status, json } = await network.api('GET', `Calls/${sid}.json`);
      assert.deepEqual(
        [status, json['status'], json['account_sid']],
        [200, 'completed', ACCOUNT_SID],
      );
    });
  });
});
