import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { codeOf, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { mustBe } from '../harness/world/told.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'calls in French';
const GREETING = 'Bonjour de la part de {organisation}.';

forEachStore((store) => {
  let world: World;
  let boss: Browser;
  const number = makeNumbers();
  before(async () => {
    world = await makeWorld(store, { phones: true });
    boss = world.browser();
    await boss.signIn(await world.person({ login: 'boss', role: 'administrator', apps: 1 }));
    const params = { message: 'approve.greeting' } as const;
    const body = { reason: REASON, language: 'fr-FR', words: GREETING };
    const set = mustBe(200, await boss.call('setVoiceWords', { params, body }));
    assert.deepEqual([set.language, set.languages, set.shown], ['en-US', ['fr-FR'], 'fr-FR']);
  });
  after(() => world.close());

  let made = 0;
  const somebody = () => {
    made += 1;
    return world.person({
      login: `called-${made}`,
      phones: { mobile: number() },
      apps: 1,
      prefers: 'totp',
    });
  };

  /** What the call of a sign-in says at first. */
  async function heard(person: Person, words: string): Promise<string> {
    const browser = world.browser();
    const begun = await browser.begin(person);
    world.clock.advance(31_000);
    const mobile = person.numbers.mobile ?? '';
    const last = Math.max(0, ...world.sink.calls(mobile).map(({ sequence }) => sequence));
    await browser.choose(begun, 'call');
    const { sid } = await world.sink.waitForCall(mobile, { after: last });
    world.sink.answer(sid);
    const { transcript } = await world.sink.waitForSpoken(sid, words);
    return transcript.map(({ text }) => text).join(' ');
  }

  const languageOf = async ({ id }: Person) =>
    mustBe(200, await boss.call('getUser', { params: { userId: id } })).language;

  it('a person is called in the language that they chose, as far as there are words in it', async () => {
    const person = await somebody();
    assert.doesNotMatch(await heard(person, 'press the pound key'), /Bonjour/);
    const browser = world.browser();
    await browser.signIn(person);
    assert.deepEqual(mustBe(200, await browser.call('getLanguage')), {
      offered: ['en-US', 'fr-FR'],
    });
    const body = { language: 'fr-CA' };
    assert.equal(mustBe(200, await browser.call('setLanguage', { body })).language, 'fr-CA');
    // What nobody put into French is said as usual.
    assert.match(await heard(person, 'press the pound key'), /^Bonjour de la part de/);
    mustBe(200, await browser.call('setLanguage', { body: {} }));
    assert.doesNotMatch(await heard(person, 'press the pound key'), /Bonjour/);
    const [changed] = await world.audit('account.language_changed');
    assert.deepEqual([changed?.actor?.id, changed?.detail], [person.id, { language: 'fr-CA' }]);
    assert.equal((await browser.call('setLanguage', { body: { language: 'x"y' } })).status, 400);
  });

  it('an administrator sets it, and a file brings it', async () => {
    const person = await somebody();
    const params = { userId: person.id };
    const body = { reason: REASON, language: 'fr' };
    mustBe(200, await boss.call('setUserLanguage', { params, body }));
    assert.equal(await languageOf(person), 'fr');
    await heard(person, 'Bonjour de la part de');
    const { id } = mustBe(
      200,
      await boss.call('startImport', { body: { reason: REASON, content: 'people' } }),
    );
    const csv = [
      'login,name,email,state,language',
      'claire,Claire,,enabled,fr-FR',
      'dan,Dan,,enabled',
      'eve,Eve,,enabled,français',
    ].join('\n');
    const sent = { firstLine: 1, csv, last: true };
    const { results } = mustBe(
      200,
      await boss.call('importLines', { params: { importId: id }, body: sent }),
    );
    assert.deepEqual(
      results.map(({ kind, why }) => [kind, why]),
      [
        ['added', undefined],
        ['added', undefined],
        ['bad', 'language'],
      ],
    );
    const claire = await world.database.stores.users.findByLoginKey('claire');
    const dan = await world.database.stores.users.findByLoginKey('dan');
    assert.deepEqual([claire?.language, dan?.language], ['fr-FR', undefined]);
  });

  it('whoever registers has that of the browser, and keeps what was chosen before', async () => {
    for (const chosen of [undefined, 'de-DE']) {
      made += 1;
      const person = await world.person({ login: `new-${made}`, state: 'enabled' });
      await world.database.transact('fact', ({ users }) =>
        users.change(person.id, { language: chosen ?? null }),
      );
      const browser = world.browser();
      const begun = await browser.begin(person);
      const { binding, secret } = (await browser.call('bindApp', { body: {} })).value;
      const params = { bindingId: binding.id };
      const body = { output: codeOf(world, secret) };
      mustBe(200, await browser.call('confirmBinding', { params, body }));
      const done = await browser.call(
        'finishSetUp',
        { params: { signInId: begun.id } },
        { 'accept-language': 'fr-CH, en;q=0.5' },
      );
      assert.equal(done.value.state, 'completed', done.text);
      assert.equal(await languageOf(person), chosen ?? 'fr-CH');
    }
  });
}, prepareDatabase);
