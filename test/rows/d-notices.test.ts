import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { NOTICE_TEXTS, NOT_YOU, STOP_IT } from '../../apps/server/src/notices/texts.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { codeTexted, makeNumbers, numberOf } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** 3GPP TS 23.038: the basic table, each of its characters one septet. */
const GSM7 = /^[A-Za-z0-9 \n@$_!"#%&'()*+,\-./:;<=>?]*$/;

type Told = { readonly kind: string; readonly to: string; readonly body: string };

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;

  async function member(phones: Person['numbers'] = { mobile: newNumber() }) {
    made += 1;
    const person = await world.person({
      login: `told-${made}`,
      phones,
      apps: 1,
      recoveryCodes: 4,
      prefers: 'totp',
    });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  /** What the person's addresses, and these numbers, were told without a code in it. */
  const toldAt = async (person: Person, numbers: readonly string[]): Promise<readonly Told[]> => {
    for (let waited = 0; waited < 200; waited += 1) {
      const rows = await rowsOf(world.database, 'outbox_message');
      if (!rows.some(({ status }) => status === 'queued')) break;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const mails = world.sink.mails(person.email).map(({ text }) => ({ to: person.email, text }));
    const texts = numbers.flatMap((to) => world.sink.texts(to).map(({ body }) => ({ to, body })));
    return [
      ...mails.map(({ to, text }) => ({ kind: 'mail', to, body: text })),
      ...texts
        .filter(({ body }) => !/ code: \d{6}/.test(body))
        .map(({ to, body }) => ({ kind: 'text', to, body })),
    ];
  };

  const assertFull = ({ kind, body }: Told): void => {
    assert.match(body, /2026-11-2\d \d\d:\d\d UTC/);
    assert.match(body, /Firefox on Linux/);
    assert.match(body, /198\.51\.\d+\.x/);
    assert.match(body, new RegExp(`${world.publicUrl}/freeze#[\\w-]{43}`));
    const links = body.match(/https?:\/\/[^/\s]+/g) ?? [];
    assert.deepEqual([...new Set(links)], [world.publicUrl], body);
    if (kind !== 'text') return;
    assert.match(body, GSM7);
    assert.ok(body.length <= 306, `${body.length}: ${body}`);
  };

  const addPhone = async (browser: Browser, slot: string, number: string) => {
    const body = { slot, number, country: 'US', via: 'text' };
    const { status, value, text } = await browser.call('bindPhone', { body });
    assert.equal(status, 201, text);
    const output = await codeTexted(world, number);
    const params = { bindingId: value.id };
    const confirmed = await browser.call('confirmBinding', { params, body: { output } });
    assert.equal(confirmed.status, 200, confirmed.text);
  };

  it('D04 a replaced number, the new one, the others and the mail are each told once, with a way to stop it', async () => {
    const old = { mobile: newNumber(), alternate: newNumber() };
    const { person, browser } = await member(old);
    const fresh = newNumber();
    await addPhone(browser, 'mobile', fresh);
    const told = await toldAt(person, [old.mobile, old.alternate, fresh]);
    assert.deepEqual(
      told.map(({ to }) => to).toSorted(),
      [person.email, old.mobile, old.alternate, fresh].toSorted(),
    );
    for (const one of told) assertFull(one);
    const tokens = new Set(told.map(({ body }) => /freeze#([\w-]{43})/.exec(body)?.[1]));
    assert.equal(tokens.size, 1);
  });

  it('D04 a removed app, a removed number and new recovery codes are told at every address', async () => {
    const { person, browser } = await member({ mobile: newNumber(), alternate: newNumber() });
    const numbers = [numberOf(person, 'mobile'), numberOf(person, 'alternate')];
    const { methods } = (await browser.call('getSecurityInfo')).value;
    const idOf = (wanted: string) =>
      methods.find(({ kind, slot }) => (slot ?? kind) === wanted)?.id ?? '';
    await browser.call('generateRecoveryCodes');
    for (const wanted of ['totp', 'alternate']) {
      const params = { methodId: idOf(wanted) };
      assert.equal((await browser.call('removeMethod', { params })).status, 200);
    }
    const told = await toldAt(person, numbers);
    for (const one of told) assertFull(one);
    for (const to of [person.email, ...numbers]) {
      const bodies = told.filter((one) => one.to === to).map(({ body }) => body);
      assert.equal(bodies.length, 3, to);
      assert.equal(bodies.filter((body) => /was removed/.test(body)).length, 2);
      assert.equal(bodies.filter((body) => /recovery codes/i.test(body)).length, 1);
    }
  });

  it('M05 each use of a recovery code is told at every address with how many are left, and two or fewer warn', async () => {
    const { person } = await member();
    for (let used = 0; used < 4; used += 1) {
      const browser = world.browser();
      const { value } = await browser.choose(await browser.begin(person), 'saved-recovery-code');
      const number = value.challenge?.codeNumber ?? 0;
      const { status } = await browser.verify(value, person.recoveryCodes[number - 1]);
      assert.equal(status, 200);
    }
    const told = await toldAt(person, [numberOf(person, 'mobile')]);
    const expected = [
      /3 codes are left\./,
      /Only 2 codes are left: make new ones/,
      /Only 1 code is left: make new ones/,
      /No code is left: make new ones/,
    ];
    for (const kind of ['mail', 'text']) {
      const bodies = told.filter((one) => one.kind === kind).map(({ body }) => body);
      assert.equal(bodies.length, 4);
      for (const pattern of expected) {
        assert.equal(bodies.filter((body) => pattern.test(body.replaceAll('\n', ' '))).length, 1);
      }
    }
    for (const one of told) assertFull(one);
  });

  it('F17 choosing the alternate phone tells the first phone and the mail; sends share one budget; ids are of one challenge', async () => {
    const phones = { mobile: newNumber(), alternate: newNumber() };
    made += 1;
    const wanted = { login: `told-${made}`, phones, prefers: 'text' } as const;
    const person = await world.person(wanted);
    const browser = world.browser();
    const begun = await browser.begin(person);
    const { status } = await browser.choose(begun, 'text', 'alternate');
    assert.equal(status, 200);
    const told = await toldAt(person, Object.values(phones));
    assert.deepEqual(told.map(({ to }) => to).toSorted(), [person.email, phones.mobile].toSorted());
    for (const one of told) {
      assert.match(one.body, /alternate phone/);
      assertFull(one);
    }
    const rows = await world.audit('phone.alternate_used');
    assert.ok(rows.some(({ actor }) => actor?.id === person.id));

    const statuses: number[] = [];
    for (let n = 0; n < 10; n += 1) {
      world.clock.advance(121_000);
      // It asks the first phone by itself, then the other one is chosen.
      statuses.push(
        (await browser.choose(await browser.begin(person), 'text', 'alternate')).status,
      );
    }
    assert.deepEqual(
      [...new Set(statuses)].toSorted((a, b) => a - b),
      [200, 429],
    );
    const issued = (await world.audit('mfa.challenge.method_chosen')).filter(
      ({ actor }) => actor?.id === person.id,
    );
    const times = issued.map(({ occurredAt }) => occurredAt.getTime());
    for (const time of times) {
      const inAnHour = times.filter((other) => other >= time && other < time + 60 * 60_000);
      assert.ok(inAnHour.length <= 5, `${inAnHour.length} sends in an hour`);
    }

    const [first, second] = [
      await world.browser().begin(person),
      await world.browser().begin(person),
    ];
    const ids = new Set([...first.options, ...second.options].map(({ id }) => id));
    assert.equal(ids.size, first.options.length + second.options.length);
  });

  it('F17 whoever asks for the alternate phone by wish is not told of it each time', async () => {
    made += 1;
    const phones = { mobile: newNumber(), alternate: newNumber() };
    const person = await world.person({ login: `told-${made}`, phones });
    const bound = await world.database.stores.authenticators.list(person.id);
    const alternate = bound.find(({ slot }) => slot === 'alternate');
    assert.ok(alternate);
    const preference = { authenticatorId: alternate.id, type: 'text' } as const;
    await world.database.transact('fact', (tx) =>
      tx.users.change(person.id, { preferences: { computer: preference, phone: preference } }),
    );
    const begun = await world.browser().begin(person);
    assert.equal(begun.challenge?.option.slot, 'alternate');
    assert.deepEqual(await toldAt(person, Object.values(phones)), []);
  });
}, prepareDatabase);

describe('M10 every notice', () => {
  const all = Object.entries(NOTICE_TEXTS);
  it('M10 has no link but the one to freeze, which the host of the configuration is put before', () => {
    for (const [id, { subject, body, short }] of all) {
      const words = [subject, body, short].join(' ');
      assert.doesNotMatch(words, /https?:|www\.|\/sign-in|\{link\}/i, id);
      assert.doesNotMatch(words, /\b(click|log ?in here|sign in here|enter your)\b/i, id);
    }
    assert.deepEqual(STOP_IT.match(/\{\w+\}/g), ['{link}']);
    assert.doesNotMatch(`${STOP_IT} ${NOT_YOU}`, /https?:/);
  });
  it('M10 says why it comes, in words that a phone can show', () => {
    for (const [id, { subject, body, short }] of all) {
      assert.ok(subject.length > 10 && subject.length <= 80, id);
      assert.match(body, /\{organisation\}/, id);
      assert.match(short.replaceAll(/\{\w+\}/g, ''), GSM7, id);
      assert.ok(short.length <= 100, id);
    }
  });
});
