import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { twilioSignature } from '../../apps/server/src/channels/twilio-compatible/signature.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { makeNumbers, numberOf } from '../harness/world/outputs.ts';
import type { PersonWanted } from '../harness/world/person.ts';
import { CARRIER_ACCOUNT, makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const HOOKS = ['status', 'voice', 'inbound'] as const;

type Fields = Readonly<Record<string, string>>;

/** A call-back as the carrier sends it; `headers` can be overridden by what a forger would send. */
type CallBack = {
  readonly path: string;
  readonly fields: Fields;
  readonly signature?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

const callBack = (stranger: Browser, { path, fields, signature, headers }: CallBack) => {
  const sent = stranger.request('getSession');
  const signed = signature === undefined ? {} : { 'x-twilio-signature': signature };
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return stranger.send({
    method: 'POST',
    path,
    headers: { host: sent.headers['host'] ?? '', ...type, ...signed, ...headers },
    body: new URLSearchParams(fields).toString(),
  });
};

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  async function waiting(prefers: NonNullable<PersonWanted['prefers']>) {
    made += 1;
    const phones = { mobile: newNumber() };
    const person = await world.person({ login: `called-${made}`, phones, prefers });
    const browser = world.browser();
    return { person, browser, number: numberOf(person, 'mobile') };
  }

  const sign = (path: string, fields: Fields, at = world.publicUrl): string =>
    twilioSignature(CARRIER_ACCOUNT.authToken, `${at}${path}`, Object.entries(fields));

  /** What the carrier calls a message: stored when its answer has come. */
  async function sidOf(outboxId: string): Promise<string> {
    for (let n = 0; n < 200; n += 1) {
      const rows = await rowsOf(world.database, 'outbox_message');
      const sid = rows.find(({ id }) => id === outboxId)?.['provider_message_id'];
      if (typeof sid === 'string') return sid;
      await sleep(20);
    }
    throw new Error('the carrier did not take it');
  }

  const forgetSid = (outboxId: string): Promise<unknown> =>
    world.database.engine.withConnection('fact', async (connection) => {
      const text = `update outbox_message set provider_message_id = null where id = '${outboxId}'`;
      return connection.run({ name: '', text, isRead: false, bind: () => [] }, []);
    });

  const genuine = (path: string, fields: Fields): Promise<Answer<unknown>> =>
    callBack(world.browser(), { path, fields, signature: sign(path, fields) });

  /** A text that the carrier took and never says anything about. */
  async function silentText() {
    const { person, browser, number } = await waiting('text');
    world.sink.setBehaviour({ to: number, mode: 'delay', delayMs: 600_000 });
    const signIn = await browser.begin(person);
    const outboxId = await outboxOf(world, signIn.challenge?.id);
    return { person, browser, number, signIn, outboxId };
  }

  it('F10 zero, pound and one: the sign-in ends, the account is blocked, the person is told', async () => {
    const { person, browser, number } = await waiting('call');
    const begun = await browser.begin(person);
    const { sid } = await world.sink.waitForCall(number);
    world.sink.answer(sid);
    await world.sink.waitForSpoken(sid, 'press zero');
    world.sink.press(sid, '0');
    await world.sink.waitForSpoken(sid, 'press the pound key now');
    world.sink.press(sid, '#');
    await world.sink.waitForSpoken(sid, 'press one');
    world.sink.press(sid, '1');
    await world.sink.waitForSpoken(sid, 'Thank you for your report');

    const [reported] = await world.audit('mfa.fraud_reported');
    assert.equal(reported?.target?.id, person.id);
    const params = { signInId: begun.id };
    assert.equal((await browser.call('completeSignIn', { params })).status, 410);
    assert.equal((await browser.call('getSession')).status, 401);
    const again = await world.browser().call('beginSignIn', {
      body: { login: person.login, password: person.password },
    });
    assert.equal(again.problem?.code, 'sign_in_blocked');
    const mail = await world.sink.waitForMail(person.email);
    assert.match(mail.subject, /reported as fraud/);
    await world.sink.waitForText(number);
  });

  it('F10 zero and pound without the one reports nothing', async () => {
    const { person, browser, number } = await waiting('call');
    await browser.begin(person);
    const { sid } = await world.sink.waitForCall(number);
    world.sink.answer(sid);
    await world.sink.waitForSpoken(sid, 'press zero');
    world.sink.press(sid, '0');
    await world.sink.waitForSpoken(sid, 'press the pound key now');
    world.sink.press(sid, '#');
    await world.sink.waitForSpoken(sid, 'press one');
    world.sink.hangUp(sid);
    await world.sink.waitForEnd(sid);
    const user = await world.database.stores.users.find(person.id);
    assert.equal(user?.blockedUntil, undefined);
  });

  it('F11 a text that comes in changes nothing, whoever it says it is from and whatever it says', async () => {
    const { person, browser, number, signIn } = await silentText();
    const untouched = await stateOf(world.database);
    for (const words of ['YES', 'yes', '1', '#', '000000', 'STOP', `${person.login} approve`]) {
      const fields = { From: number, To: '+15005550106', Body: words, MessageSid: 'SM1' };
      const answer = await genuine('/hooks/twilio/inbound', fields);
      assert.equal(answer.status, 200);
      assert.match(answer.text, /<Response\s*\/>|<Response><\/Response>/);
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
    const now = await browser.call('getSignIn', { params: { signInId: signIn.id } });
    assert.equal(now.value.challenge?.state, 'live');
  });

  it('F12 what the carrier did not sign is refused and leaves one record of it, no more', async () => {
    const { outboxId } = await silentText();
    const fields = { MessageStatus: 'delivered', MessageSid: 'SM1' };
    const untouched = await stateOf(world.database);
    const statusBefore = await statusOf(world, outboxId);
    let refusals = (await world.audit('webhook.bad_signature')).length;
    for (const hook of HOOKS) {
      const path = `/hooks/twilio/${hook}?message=${outboxId}`;
      for (const [name, forged] of forgeries(path, fields, sign)) {
        const answer = await callBack(world.browser(), forged);
        assert.equal(answer.status, 403, `${hook}: ${name}`);
        refusals += 1;
        const rows = await world.audit('webhook.bad_signature');
        assert.equal(rows.length, refusals, `${hook}: ${name}`);
      }
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
    assert.equal(await statusOf(world, outboxId), statusBefore);
    const path = `/hooks/twilio/status?message=${outboxId}`;
    const own = { ...fields, MessageSid: await sidOf(outboxId) };
    assert.equal((await genuine(path, own)).status, 204);
    assert.equal(await statusOf(world, outboxId), 'delivered');
  });

  it('F12 a call-back about another text is refused and recorded, and one that is early is taken', async () => {
    const [one, other] = [await silentText(), await silentText()];
    const sids = [await sidOf(one.outboxId), await sidOf(other.outboxId)];
    const path = `/hooks/twilio/status?message=${one.outboxId}`;
    const known = await statusOf(world, one.outboxId);
    for (const MessageSid of [sids[1] ?? '', 'SM1', '']) {
      const answer = await genuine(path, { MessageStatus: 'delivered', MessageSid });
      assert.equal(answer.status, 403, answer.text);
    }
    assert.equal((await genuine(path, { MessageStatus: 'delivered' })).status, 403);
    assert.equal(await statusOf(world, one.outboxId), known);
    const rows = (await world.audit('webhook.foreign')).filter(
      ({ target }) => target?.id === one.outboxId,
    );
    assert.equal(rows.length, 4);
    assert.ok(
      rows.every(({ outcome, reason }) => outcome === 'failure' && reason === 'another_message'),
    );
    // The carrier may speak before its own answer to the request is stored.
    await forgetSid(one.outboxId);
    const early = { MessageStatus: 'delivered', MessageSid: sids[0] ?? '' };
    assert.equal((await genuine(path, early)).status, 204);
    assert.equal(await statusOf(world, one.outboxId), 'delivered');
  });

  it('F12 the keys of another call approve nothing', async () => {
    const { person, browser, number } = await waiting('call');
    const begun = await browser.begin(person);
    const { sid } = await world.sink.waitForCall(number);
    const outboxId = await outboxOf(world, begun.challenge?.id);
    assert.equal(await sidOf(outboxId), sid);
    const path = `/hooks/twilio/voice?message=${outboxId}`;
    for (const CallSid of [`CA${'0'.repeat(32)}`, '']) {
      const fields = { CallSid, CallStatus: 'in-progress', Digits: '#' };
      assert.ok([400, 403].includes((await genuine(path, fields)).status));
    }
    const params = { signInId: begun.id };
    const seen = await browser.call('getSignIn', { params });
    assert.equal(seen.value.challenge?.state, 'live');
  });

  it('F12 another name in Host is turned away before the hook', async () => {
    const { outboxId } = await silentText();
    const path = `/hooks/twilio/status?message=${outboxId}`;
    const fields = { MessageStatus: 'delivered' };
    const signature = sign(path, fields, 'http://evil.example');
    const headers = { host: 'evil.example' };
    const answer = await callBack(world.browser(), { path, fields, signature, headers });
    assert.equal(answer.status, 421);
    assert.notEqual(await statusOf(world, outboxId), 'delivered');
  });

  for (const order of [
    ['delivered', 'sent', 'queued'],
    ['queued', 'delivered', 'sent'],
    ['sent', 'queued', 'delivered', 'undelivered'],
  ]) {
    it(`F13 ${order.join(', ')}, each three times: delivered at the end, and recorded once`, async () => {
      const { browser, signIn, outboxId } = await silentText();
      const path = `/hooks/twilio/status?message=${outboxId}`;
      const MessageSid = await sidOf(outboxId);
      for (const status of order) {
        for (let n = 0; n < 3; n += 1) {
          const answer = await genuine(path, { MessageStatus: status, MessageSid });
          assert.equal(answer.status, 204);
        }
      }
      assert.equal(await statusOf(world, outboxId), 'delivered');
      const rows = (await world.audit()).filter(({ detail }) => detail?.['outboxId'] === outboxId);
      assert.deepEqual(
        rows.map(({ event }) => event),
        ['mfa.code.sent', 'mfa.code.delivered'],
      );
      // A call-back authenticates nobody.
      const now = await browser.call('getSignIn', { params: { signInId: signIn.id } });
      assert.deepEqual([now.value.state, now.value.challenge?.state], ['second-step', 'live']);
      assert.equal((await browser.call('getSession')).status, 401);
    });
  }
}, prepareDatabase);

type Sign = (path: string, fields: Fields, at?: string) => string;

function forgeries(
  path: string,
  fields: Fields,
  sign: Sign,
): readonly (readonly [string, CallBack])[] {
  const right = sign(path, fields);
  const json = { 'content-type': 'application/json' };
  const sha = createHash('sha256').update('another body').digest('hex');
  const hashed = `${path}&bodySHA256=${sha}`;
  return [
    ['no signature', { path, fields }],
    ['an empty one', { path, fields, signature: '' }],
    ['noise', { path, fields, signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
    ['another key', { path, fields, signature: twilioSignature('another', path, []) }],
    ['another host', { path, fields, signature: sign(path, fields, 'http://evil.example') }],
    ['another path', { path, fields, signature: sign('/hooks/twilio/other', fields) }],
    ['one more field', { path, fields: { ...fields, Digits: '#' }, signature: right }],
    ['a changed field', { path, fields: { ...fields, MessageStatus: 'x' }, signature: right }],
    ['one more parameter', { path: `${path}&step=answer`, fields, signature: right }],
    [
      'a name in X-Forwarded-Host',
      {
        path,
        fields,
        signature: sign(path, fields, 'http://evil.example'),
        headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
      },
    ],
    ['a body that passes for JSON', { path, fields, signature: sign(path, {}), headers: json }],
    ['JSON of another hash', { path: hashed, fields, signature: sign(hashed, {}), headers: json }],
  ];
}

async function outboxOf(world: World, challengeId: string | undefined): Promise<string> {
  for (let waited = 0; waited < 500; waited += 1) {
    const rows = await rowsOf(world.database, 'outbox_message');
    const row = rows.find(({ challenge_id: id }) => id === challengeId);
    if (row?.['status'] === 'sent') return String(row['id']);
    await sleep(10);
  }
  assert.fail('the carrier does not take it');
}

async function statusOf(world: World, outboxId: string): Promise<unknown> {
  const rows = await rowsOf(world.database, 'outbox_message');
  return rows.find(({ id }) => id === outboxId)?.['status'];
}
