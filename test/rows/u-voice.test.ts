import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import { mustBe } from '../harness/world/told.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'our own voice';
const LANGUAGE = 'en-US';

/** Mu-law at 8 kHz: a byte a sample. */
function wave(seconds: number): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + seconds * 8000, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(7, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(seconds * 8000, 40);
  return Buffer.concat([head, Buffer.alloc(seconds * 8000, 0xff)]);
}

forEachStore((store) => {
  let world: World;
  const number = makeNumbers();
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  let made = 0;
  async function administrator(): Promise<Browser> {
    made += 1;
    const login = `voice-${made}`;
    const browser = world.browser();
    await browser.signIn(await world.person({ login, role: 'administrator', apps: 1 }));
    return browser;
  }

  function get(path: string) {
    const browser = world.browser();
    return browser.send({ ...browser.request('getConfiguration', {}), path });
  }

  async function called() {
    made += 1;
    const mobile = number();
    const person = await world.person({ login: `called-${made}`, phones: { mobile } });
    const browser = world.browser();
    const begun = await browser.begin(person);
    world.clock.advance(31_000);
    await browser.choose(begun, 'call');
    const call = await world.sink.waitForCall(mobile);
    world.sink.answer(call.sid);
    return call;
  }

  it('calls say the words that were set, with the name in them, and play a recording instead', async () => {
    const browser = await administrator();
    const first = mustBe(200, await browser.call('getVoice'));
    assert.equal(first.messages.length, 18);
    const params = { message: 'approve.greeting' } as const;
    const words = 'Good day from {organisation} & "friends".';
    const body = { reason: REASON, language: LANGUAGE, words };
    mustBe(200, await browser.call('setVoiceWords', { params, body }));
    const { sid } = await called();
    await world.sink.waitForSpoken(sid, 'Good day from');
    await world.sink.waitForSpoken(sid, '& "friends".');

    const sound = wave(3).toString('base64');
    const upload = { params, body: { reason: REASON, language: LANGUAGE, sound } };
    const { messages } = mustBe(200, await browser.call('setVoiceSound', upload));
    const [greeting] = messages.filter(({ message }) => message === params.message);
    assert.deepEqual(greeting?.sound, { mediaType: 'audio/wav', seconds: 3, bytes: 24_044 });
    const second = await called();
    const { transcript } = await world.sink.waitForSpoken(second.sid, 'Plays ');
    const played = transcript.find(({ text }) => text.startsWith('Plays '))?.text ?? '';
    const url = new URL(played.replace('Plays ', ''));
    assert.match(url.pathname, /^\/hooks\/sounds\/approve\.greeting\/en-US\/[\w-]{43}$/);
    const file = await get(url.pathname);
    assert.equal(file.status, 200);
    assert.equal(file.headers['content-type'], 'audio/wav');
    assert.equal(file.headers['x-content-type-options'], 'nosniff');
    assert.equal(Number(file.headers['content-length']), 24_044);
    for (const other of [
      url.pathname.replace(/[\w-]{43}$/, 'A'.repeat(43)),
      url.pathname.replace('approve.greeting', 'approve.how'),
      url.pathname.replace('en-US', "en'--"),
    ]) {
      assert.equal((await get(other)).status, 404, other);
    }
    // Another recording, another address.
    const next = { params, body: { ...upload.body, sound: wave(4).toString('base64') } };
    mustBe(200, await browser.call('setVoiceSound', next));
    assert.equal((await get(url.pathname)).status, 404);
    const changed = await world.audit('voice.changed');
    assert.deepEqual(
      changed.map(({ detail }) => [detail?.['what'], detail?.['why']]),
      [
        ['words', REASON],
        ['sound', REASON],
        ['sound', REASON],
      ],
    );
  });

  it('what is no sound, too long or too large is not taken, whatever it says of itself', async () => {
    const browser = await administrator();
    const params = { message: 'call.goodbye' } as const;
    const send = (sound: string) =>
      browser.call('setVoiceSound', {
        params,
        body: { reason: REASON, language: LANGUAGE, sound },
      });
    for (const file of [
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      wave(21),
      Buffer.from('ID3'),
    ]) {
      assert.equal((await send(file.toString('base64'))).problem?.code, 'sound_unacceptable');
    }
    assert.equal((await send('%%%')).problem?.code, 'sound_unacceptable');
    const large = await send(Buffer.alloc(1024 * 1024 + 3).toString('base64'));
    assert.equal(large.status, 400);
    const { messages } = mustBe(200, await browser.call('getVoice'));
    assert.ok(messages.find(({ message }) => message === params.message)?.sound === undefined);
  });

  it('words of another language wait until calls are in it, and calls come from its number', async () => {
    const browser = await administrator();
    const params = { message: 'approve.how' } as const;
    const german = { reason: REASON, language: 'de-DE', words: 'Bitte die Raute.' };
    mustBe(200, await browser.call('setVoiceWords', { params, body: german }));
    const first = await called();
    await world.sink.waitForSpoken(first.sid, 'press the pound key');
    const body = { reason: REASON, language: 'de-DE', callerId: '+13125550199' };
    const changed = mustBe(200, await browser.call('setVoice', { body }));
    assert.equal(changed.callerId, '+13125550199');
    const second = await called();
    await world.sink.waitForSpoken(second.sid, 'Bitte die Raute.');
    assert.equal(second.from, '+13125550199');
    for (const words of ['<Play>http://x</Play>', 'a\u202Eb', 'x'.repeat(401)]) {
      const wrong = await browser.call('setVoiceWords', { params, body: { ...german, words } });
      assert.equal(wrong.status, 400);
    }
  });

  it('F01 an administrator hears a message at a phone of their own, within every limit, and nobody else does', async () => {
    made += 1;
    const phones = { mobile: number(), office: number() };
    const wanted = { role: 'administrator', apps: 1, phones } as const;
    const boss = await world.person({ login: `voice-${made}`, ...wanted, prefers: 'totp' });
    const browser = world.browser();
    await browser.signIn(boss);
    const own = (await browser.call('getSecurityInfo')).value.methods;
    const methodOf = (slot: string) => own.find((one) => one.slot === slot)?.id ?? '';
    const test = (via: 'text' | 'call', methodId: string, message?: 'call.goodbye') =>
      browser.call('sendTest', {
        body: { reason: REASON, via, methodId, ...(message && { message }) },
      });
    mustBe(200, await test('text', methodOf('mobile')));
    assert.match((await world.sink.waitForText(phones.mobile)).body, /test of texts/);
    mustBe(200, await test('call', methodOf('office'), 'call.goodbye'));
    const call = await world.sink.waitForCall(phones.office);
    world.sink.answer(call.sid);
    const { transcript } = await world.sink.waitForEnd(call.sid);
    const heard = transcript.filter(({ speaker }) => speaker === 'voice');
    assert.equal(heard.length, 1);
    assert.equal((await test('text', methodOf('office'))).problem?.code, 'method_unavailable');
    const other = await world.person({ login: `tested-${made}`, phones: { mobile: number() } });
    const [theirs] = await world.database.stores.authenticators.list(other.id);
    assert.equal((await test('text', theirs?.id ?? '')).problem?.code, 'method_unavailable');
    // Too soon after the last one, as for everybody.
    assert.equal((await test('text', methodOf('mobile'))).problem?.code, 'too_many_messages');
    const tested = await world.audit('message.tested');
    assert.deepEqual(
      tested.map(({ actor, detail }) => [actor?.id, detail?.['message']]),
      [
        [boss.id, 'approve.greeting'],
        [boss.id, 'call.goodbye'],
      ],
    );
    for (const { detail } of tested) assert.match(String(detail?.['by']), /ending \d\d$/);
  });
}, prepareDatabase);
