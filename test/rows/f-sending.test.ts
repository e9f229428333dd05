import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SignInView } from '../../packages/contract/src/schemas.ts';
import { makeSweep } from '../../apps/server/src/sql/sweep.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { ALL_ENDPOINTS, requestTo } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const MARKUP = '</Say><Dial>+19005550100</Dial>';

/** Ranges that no list opens: satellites and global services, premium and shared-cost numbers. */
const NEVER = [
  '+88213300655',
  '+870773111632',
  '+8781012345678',
  '+881612345678',
  '+88835100000000',
  '+979123456789',
  '+19002345678',
  '+449098790001',
  '+448451234567',
];
const SPELLINGS = [
  '+12035550142',
  '0012035550142',
  '+1 (203) 555-0142',
  '(203) 555-0142',
  '2035550142',
  '\uFF0B\uFF11\uFF12\uFF10\uFF13\uFF15\uFF15\uFF15\uFF10\uFF11\uFF14\uFF12',
  '+12035550142;ext=1',
  'tel:+1-203-555-0142',
];

const optionOf = ({ options }: SignInView, type: string, slot: string): string =>
  options.find((one) => one.type === type && one.slot === slot)?.id ?? '';

const addNumber = (
  browser: Browser,
  number: string,
  given: Readonly<Record<string, unknown>> = {},
) => {
  const body = { slot: 'mobile', number, country: 'US', via: 'text', ...given };
  return browser.call('bindPhone', { body });
};

const waitIn = ({ headers }: Answer<unknown>): number => Number(headers['retry-after']);

forEachStore((store) => {
  let world: World;
  before(async () => {
    const countries = { texts: ['US', 'GB'], calls: ['US'] };
    world = await makeWorld(store, { phones: true, config: { countries, organisation: MARKUP } });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  const nextLogin = (): string => {
    made += 1;
    return `person-${made}`;
  };

  /** Somebody who has numbers, and an app that is asked first so that signing in sends nothing. */
  const holder = (phones: Person['numbers']) =>
    world.person({ login: nextLogin(), phones, apps: 1, prefers: 'totp' });

  /** A browser in a set-up: it may add numbers. */
  async function newcomer(source?: string): Promise<Browser> {
    const person = await world.person({ login: nextLogin(), state: 'enabled' });
    const browser = world.browser(source === undefined ? {} : { source });
    await browser.begin(person);
    return browser;
  }

  /** A way to ask for a message again and again, as one person in one browser. */
  async function asking(person: Person, at: { readonly source?: string } = {}) {
    const browser = world.browser(at);
    let signIn = await browser.begin(person);
    return {
      again: async () => {
        signIn = await browser.begin(person);
      },
      ask: (type: string, slot: string) =>
        browser.call('issueChallenge', {
          params: { signInId: signIn.id },
          body: { optionId: optionOf(signIn, type, slot) },
        }),
    };
  }

  /** Nothing is on its way any more. */
  async function settled(): Promise<void> {
    for (let waited = 0; waited < 500; waited += 1) {
      const rows = await rowsOf(world.database, 'outbox_message');
      if (!rows.some(({ status }) => status === 'queued')) return;
      await sleep(10);
    }
    assert.fail('messages stay queued');
  }

  const reasons = async (event: string) => (await world.audit(event)).map(({ reason }) => reason);

  it('F01 one number gets 3 messages in ten minutes, over four accounts and 20 tries', async () => {
    const mobile = newNumber();
    const askers: Awaited<ReturnType<typeof asking>>[] = [];
    for (let n = 0; n < 4; n += 1) askers.push(await asking(await holder({ mobile })));
    const answers: Answer<SignInView>[] = [];
    for (let n = 0; n < 20; n += 1) {
      const answer = await askers[n % 4]?.ask('text', 'mobile');
      answers.push(answer ?? assert.fail());
      // What a newer code replaces before it left is not sent.
      await settled();
      world.clock.advance(29 * SECOND);
    }
    assert.equal(world.sink.texts(mobile).length, 3);
    const refused = answers.filter(({ status }) => status !== 200);
    assert.equal(refused.length, 17);
    for (const answer of refused) {
      assert.equal(answer.status, 429);
      assert.ok(waitIn(answer) >= 1, answer.text);
    }
  });

  it('F01 sending again waits 30, 60 and 120 seconds', async () => {
    const { ask } = await asking(await holder({ mobile: newNumber() }));
    assert.equal((await ask('text', 'mobile')).status, 200);
    for (const seconds of [30, 60]) {
      world.clock.advance((seconds - 1) * SECOND);
      const early = await ask('text', 'mobile');
      assert.deepEqual([early.status, waitIn(early)], [429, 1]);
      world.clock.advance(SECOND);
      assert.equal((await ask('text', 'mobile')).status, 200, `after ${seconds} s`);
    }
    const { value } = await ask('text', 'mobile');
    assert.equal(value.challenge, undefined);
    world.clock.advance(119 * SECOND);
    assert.equal((await ask('text', 'mobile')).status, 429);
  });

  it('F01 one number gets 5 messages in an hour and 10 in a day', async () => {
    const mobile = newNumber();
    const askers: Awaited<ReturnType<typeof asking>>[] = [];
    for (let n = 0; n < 4; n += 1) askers.push(await asking(await holder({ mobile })));
    const sent: number[] = [];
    for (let n = 0; n < 80; n += 1) {
      const asker = askers[n % 4] ?? assert.fail();
      await asker.again();
      const { status } = await asker.ask('text', 'mobile');
      if (status === 200) sent.push(world.clock.now().getTime());
      // A code that outlives its five minutes in the queue is not sent at all.
      await settled();
      world.clock.advance(n < 20 ? 4 * MINUTE : 30 * MINUTE);
    }
    const most = (ms: number) =>
      Math.max(...sent.map((end) => sent.filter((at) => at <= end && at > end - ms).length));
    assert.deepEqual([most(10 * MINUTE), most(HOUR), most(24 * HOUR)], [3, 5, 10]);
    assert.equal(world.sink.texts(mobile).length, sent.length);
  });

  it('F02 one account gets 5 messages in an hour, whatever its numbers', async () => {
    const phones = { mobile: newNumber(), alternate: newNumber(), office: newNumber() };
    const { ask } = await asking(await holder(phones));
    for (const round of [0, 1]) {
      assert.equal((await ask('text', 'mobile')).status, 200, `round ${round}`);
      assert.equal((await ask('text', 'alternate')).status, 200, `round ${round}`);
      world.clock.advance(31 * SECOND);
    }
    assert.equal((await ask('call', 'office')).status, 200);
    world.clock.advance(2 * MINUTE);
    const sixth = await ask('call', 'office');
    assert.equal(sixth.status, 429);
    assert.ok(waitIn(sixth) > 50 * 60, sixth.text);
    assert.equal((await reasons('mfa.code.send_refused')).at(-1), 'sends-account');
  });

  it('F02 one account tries 3 new numbers in a day', async () => {
    const browser = await newcomer();
    for (let n = 0; n < 3; n += 1) {
      assert.equal((await addNumber(browser, newNumber())).status, 201);
    }
    const fourth = newNumber();
    const refused = await addNumber(browser, fourth);
    assert.equal(refused.status, 429);
    assert.ok(waitIn(refused) > 23 * 60 * 60, refused.text);
    assert.equal((await reasons('mfa.code.send_refused')).at(-1), 'new-numbers');
    await settled();
    assert.deepEqual(world.sink.texts(fourth), []);
  });

  it('F02 fifty neighbouring numbers from fifty accounts: 5 messages, the rest is suspected', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 50; n += 1) {
      const browser = await newcomer();
      statuses.push((await addNumber(browser, `+12125550${100 + n}`)).status);
    }
    await settled();
    const block = world.sink.texts().filter(({ to }) => to.startsWith('+1212555'));
    assert.equal(block.length, 5);
    assert.deepEqual(
      statuses.slice(5),
      Array.from({ length: 45 }, () => 429),
    );
    const suspected = await reasons('sms.pumping_suspected');
    assert.deepEqual(
      suspected,
      Array.from({ length: 45 }, () => 'sends-block'),
    );
  });

  it('F02 one source causes 20 messages in an hour', async () => {
    const source = '203.0.113.77';
    const statuses: number[] = [];
    for (let n = 0; n < 22; n += 1) {
      const { ask } = await asking(await holder({ mobile: newNumber() }), { source });
      statuses.push((await ask('text', 'mobile')).status);
    }
    assert.deepEqual(statuses.slice(20), [429, 429]);
    assert.deepEqual(new Set(statuses.slice(0, 20)), new Set([200]));
    assert.equal((await reasons('mfa.code.send_refused')).at(-1), 'sends-source');
  });

  it('F03 only listed countries, texts and calls apart, and never a range that costs extra', async () => {
    await settled();
    const sentBefore = world.sink.state();
    const closed = [...NEVER, '+2250123456789', '+33612345678'];
    for (const number of closed) {
      for (const via of ['text', 'call', 'spoken-code']) {
        const answer = await addNumber(await newcomer(), number, { via });
        assert.equal(answer.problem?.code, 'number_unavailable', `${number} by ${via}`);
        assert.equal(answer.status, 422);
      }
    }
    // Listed for texts and not for calls.
    for (const via of ['call', 'spoken-code']) {
      const answer = await addNumber(await newcomer(), '+447400123456', { via, country: 'GB' });
      assert.equal(answer.status, 422, answer.text);
    }
    await settled();
    const sunk = world.sink.state();
    assert.deepEqual([sunk.texts, sunk.calls], [sentBefore.texts, sentBefore.calls]);
    const refusals = await reasons('mfa.code.send_refused');
    assert.equal(refusals.filter((why) => why === 'number_refused').length, NEVER.length * 3);
    assert.equal(refusals.filter((why) => why === 'country_closed').length, 2 * 3 + 2);
    const open = await addNumber(await newcomer(), '07400 123456', { country: 'GB' });
    assert.equal(open.status, 201, open.text);
    await world.sink.waitForText('+447400123456');
  });

  it('F06 nobody without a first factor makes us send anything, but for the link of M02', async () => {
    const mobile = newNumber();
    const person = await world.person({ login: nextLogin(), phones: { mobile } });
    await settled();
    const sentBefore = world.sink.state();
    // What is over by now would else be swept in between.
    await makeSweep(world.database.engine)(world.clock.now());
    const untouched = await stateOf(world.database);
    for (const name of ALL_ENDPOINTS.filter((one) => one !== 'forgotPassword')) {
      for (const field of variants(person, mobile)) {
        const browser = world.browser();
        const sent = requestTo(browser, name, { body: { number: mobile, ...field } });
        const answer = await browser.send(sent);
        const isOpen = name === 'getConfiguration' || name === 'beginPasskey';
        assert.ok(isOpen || answer.status >= 400, `${name}: ${answer.status}`);
        await browser.send({ ...sent, body: JSON.stringify(field) });
      }
    }
    await settled();
    assert.deepEqual(await changesSince(world.database, untouched), []);
    const { texts, calls, mails } = world.sink.state();
    assert.deepEqual(
      { texts, calls, mails },
      {
        texts: sentBefore.texts,
        calls: sentBefore.calls,
        mails: sentBefore.mails,
      },
    );
  });

  it('F07 one number in many spellings has one budget', async () => {
    const [first = '', ...others] = SPELLINGS;
    assert.equal((await addNumber(await newcomer(), first)).status, 201);
    for (const number of others) {
      const answer = await addNumber(await newcomer(), number);
      assert.equal(answer.status, 429, `${number}: ${answer.text}`);
    }
    const lanes = await rowsOf(world.database, 'throttle');
    await settled();
    assert.equal(world.sink.texts('+12035550142').length, 1);
    for (const number of others.slice(0, 2)) {
      world.clock.advance(11 * MINUTE);
      assert.equal((await addNumber(await newcomer(), number)).status, 201);
    }
    const now = await rowsOf(world.database, 'throttle');
    const count = (rows: typeof now) =>
      rows.filter(({ lane }) => String(lane).startsWith('sends-number:')).length;
    assert.equal(count(now), count(lanes));
  });

  it('F07 every spelling is stored as one number', async () => {
    const hashes = new Set<unknown>();
    for (const number of SPELLINGS) {
      world.clock.advance(3 * HOUR);
      const { status, value, text } = await addNumber(await newcomer(), number);
      assert.equal(status, 201, `${number}: ${text}`);
      const rows = await rowsOf(world.database, 'binding');
      hashes.add(rows.find(({ id }) => id === value.id)?.['number_hash']);
    }
    assert.equal(hashes.size, 1);
    await settled();
  });

  it('F08 what is no number is refused, and nothing but digits goes to the carrier', async () => {
    await settled();
    const sentBefore = world.sink.state();
    const hostile = [
      '+1555&To=+19005550100',
      '+12065550100&To=+19005550100',
      '+1555%0d%0aTo:',
      '+12065550100\r\nTo: +19005550100',
      '+12065550100;To=1',
      `+12065550100${MARKUP}`,
      '<Say>+12065550100</Say>',
      '+12065550100,+12065550101',
    ];
    for (const number of hostile) {
      const answer = await addNumber(await newcomer(), number);
      assert.ok([400, 422].includes(answer.status), `${number}: ${answer.text}`);
    }
    for (const extension of ['1#', '1&To=2', 'w1', '', '123456789']) {
      const given = { slot: 'office', via: 'call', extension };
      const answer = await addNumber(await newcomer(), newNumber(), given);
      assert.equal(answer.status, 400, answer.text);
    }
    await settled();
    assert.deepEqual(world.sink.state().texts, sentBefore.texts);
    assert.deepEqual(world.sink.state().calls, sentBefore.calls);
  });

  it("F08 an organisation's name with markup in it is spoken as it is, and texted without", async () => {
    const phones = { mobile: newNumber() };
    const person = await world.person({ login: nextLogin(), phones, prefers: 'call' });
    const browser = world.browser();
    const begun = await browser.begin(person);
    const { sid } = await world.sink.waitForCall(phones.mobile);
    world.sink.answer(sid);
    const { transcript } = await world.sink.waitForSpoken(sid, 'press');
    assert.ok(
      transcript.some(({ text }) => text.includes(MARKUP)),
      JSON.stringify(transcript),
    );
    assert.deepEqual(world.sink.calls('+19005550100'), []);
    world.sink.hangUp(sid);
    world.clock.advance(MINUTE);
    assert.equal((await browser.choose(begun, 'text', 'mobile')).status, 200);
    const { body } = await world.sink.waitForText(phones.mobile);
    assert.doesNotMatch(body, /[<>+/]/);
  });
}, prepareDatabase);

/** Ten ways in which a stranger could name a person or a number. */
function variants(person: Person, mobile: string): readonly Readonly<Record<string, unknown>>[] {
  return [
    { login: person.login },
    { login: person.email },
    { login: person.login.toUpperCase() },
    { login: mobile },
    { login: `${person.login} ` },
    { phone: mobile },
    { to: mobile },
    { userId: person.id },
    { login: person.login, password: '' },
    { login: person.login, number: mobile, via: 'call' },
  ];
}
