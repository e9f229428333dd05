import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { PolicyAnswerView } from '../../packages/contract/src/schemas.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { assertionFor, type Browser } from '../harness/world/browser.ts';
import { issueBypass } from '../harness/world/desk.ts';
import { codeOf, codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import type { Person, PersonWanted } from '../harness/world/person.ts';
import { answerBy, makePolicyMaker } from '../harness/world/policy.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'a test asks for it';
const ALL = ['passkey', 'push', 'totp', 'text', 'call'] as const;
const OPEN: readonly PolicyAnswerView[] = [
  { question: 'methods', value: { everybody: [...ALL], groups: [] } },
  { question: 'strength', value: { roles: {}, groups: [] } },
  { question: 'networks', value: { skip: false, ranges: [] } },
];
const INSIDE = { source: '203.0.113.7' } as const;
const newNumber = makeNumbers();

/** Another node hears of it in a moment. */
const assertSoon = async (isSo: () => Promise<boolean>): Promise<void> => {
  for (let n = 0; n < 50; n += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail('the other node did not hear of it');
};

forEachStore((store) => {
  let world: World;
  let boss: Browser;
  let answer: (asked: PolicyAnswerView) => Promise<void>;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { phones: true, nodes });
    ({ browser: boss, answer } = await makePolicyMaker(world));
  });
  after(() => world.close());

  let made = 0;
  const somebody = (wanted: Omit<PersonWanted, 'login'>): Promise<Person> => {
    made += 1;
    return world.person({ login: `under-policy-${made}`, ...wanted });
  };

  async function groupOf(...people: readonly Person[]): Promise<string> {
    made += 1;
    const naming = { reason: REASON, name: `Group ${made}`, description: '' };
    const { id } = (await boss.call('createGroup', { body: naming })).value;
    const body = { reason: REASON, userIds: people.map((one) => one.id) };
    const added = await boss.call('addGroupMembers', { params: { groupId: id }, body });
    assert.equal(added.status, 200, added.text);
    return id;
  }

  /** Everything as it was, whatever became of the test. */
  async function during(asked: PolicyAnswerView, work: () => Promise<void>): Promise<void> {
    await answer(asked);
    try {
      await work();
    } finally {
      const open = OPEN.find(({ question }) => question === asked.question);
      if (open !== undefined) await answer(open);
    }
  }

  const typesOffered = async (person: Person, browser = world.browser()) =>
    (await browser.begin(person)).options.map(({ type }) => type).toSorted();

  it('C12 whoever must use a passkey gets nothing less, in the menu, by CHOOSE and by VERIFY, and nothing is sent', async () => {
    const mobile = newNumber();
    const wanted = { phones: { mobile }, apps: 1, passkeys: [{}], recoveryCodes: 2 } as const;
    const [person, other] = [await somebody(wanted), await somebody(wanted)];
    // What was offered before the rule: the same person, the same browser, a text that is live.
    const early = world.browser();
    const begun = await early.begin(person);
    const textOption = begun.options.find(({ type }) => type === 'text')?.id ?? '';
    assert.equal(begun.challenge?.option.type, 'text');
    await assertSoon(async () => world.sink.texts(mobile).length === 1);
    const group = await groupOf(person);
    const value = { roles: {}, groups: [{ group, strength: 'phishing-resistant' as const }] };
    await during({ question: 'strength', value }, async () => {
      const texts = () => world.sink.texts(mobile).length;
      const sent = texts();
      const browser = world.browser();
      const strict = await browser.begin(person);
      assert.deepEqual(
        strict.options.map(({ type }) => type),
        ['passkey'],
      );
      const params = { signInId: strict.id };
      const chosen = await browser.call('issueChallenge', {
        params,
        body: { optionId: textOption },
      });
      assert.equal(chosen.status, 403);
      assert.equal(chosen.problem?.code, 'method_unavailable');
      const challengeId = strict.challenge?.id ?? '';
      const typed = { challengeId, output: person.code() };
      assert.equal((await browser.call('verifyChallenge', { params, body: typed })).status, 401);
      const coded = { challengeId, output: person.recoveryCodes[0] };
      assert.equal((await browser.call('verifyChallenge', { params, body: coded })).status, 401);
      assert.equal(texts(), sent);
      const done = await browser.verify(strict, assertionFor(person, strict));
      assert.equal(done.value.state, 'completed', done.text);
      // On the other node the same, at once.
      if (store.name === 'postgres') {
        await assertSoon(async () => {
          const offered = await typesOffered(person, world.browser({ node: 1 }));
          return offered.join() === 'passkey';
        });
      }
      assert.ok((await typesOffered(other)).includes('text'));
    });
    assert.ok((await typesOffered(person)).includes('text'));
  });

  it('C12 U30 a one-time bypass opens nothing where only a passkey will do, and keeps for where more will', async () => {
    const person = await somebody({ passkeys: [{}], apps: 1 });
    const opened = await issueBypass(boss, person);
    assert.equal(opened.status, 200, opened.text);
    const value = {
      roles: {},
      groups: [{ group: await groupOf(person), strength: 'phishing-resistant' as const }],
    };
    await during({ question: 'strength', value }, async () => {
      const browser = world.browser();
      assert.equal((await browser.begin(person)).state, 'second-step');
      assert.equal((await browser.call('getSession')).status, 401);
    });
    assert.equal((await world.browser().begin(person)).state, 'completed');
    assert.equal((await world.browser().begin(person)).state, 'second-step', 'the next one');
  });

  it('C12 what was asked first for a weaker sign-in does not finish a stronger one; a role is enough', async () => {
    const admin = await somebody({ role: 'auditor', apps: 1, passkeys: [{}] });
    const value = { roles: { auditor: 'phishing-resistant' as const }, groups: [] };
    await during({ question: 'strength', value }, async () => {
      assert.deepEqual(await typesOffered(admin), ['passkey']);
      assert.ok((await typesOffered(await somebody({ apps: 1 }))).includes('totp'));
    });
  });

  it('U29 texts are switched off: who has only those proves one and registers something else, and nothing before', async () => {
    const mobile = newNumber();
    const person = await somebody({ phones: { mobile } });
    const value = { everybody: ['passkey' as const, 'totp' as const], groups: [] };
    await during({ question: 'methods', value }, async () => {
      const browser = world.browser();
      const begun = await browser.begin(person);
      assert.equal(begun.state, 'second-step');
      assert.equal((await browser.call('bindApp', { body: {} })).status, 403);
      assert.equal(begun.challenge?.option.type, 'text');
      const proved = await browser.verify(begun, await codeTexted(world, mobile));
      assert.equal(proved.value.state, 'set-up', proved.text);
      assert.equal((await browser.call('getSession')).status, 401);
      const offers = (await browser.call('getSetUpOptions')).value;
      assert.deepEqual([offers.slots, offers.app, offers.passkey], [[], true, true]);
      const phone = { slot: 'alternate', number: newNumber(), country: 'US', via: 'text' };
      const refused = await browser.call('bindPhone', { body: phone });
      assert.equal(refused.problem?.code, 'method_unavailable');
      const nothing = await browser.call('finishSetUp', { params: { signInId: begun.id } });
      assert.equal(nothing.status, 403, nothing.text);
      const { binding, secret } = (await browser.call('bindApp', { body: {} })).value;
      const confirming = {
        params: { bindingId: binding.id },
        body: { output: codeOf(world, secret) },
      };
      assert.equal((await browser.call('confirmBinding', confirming)).status, 200);
      const done = await browser.call('finishSetUp', { params: { signInId: begun.id } });
      assert.equal(done.value.state, 'completed', done.text);
      // From now on the text is no longer a way in, and no way to another set-up.
      assert.deepEqual(await typesOffered(person), ['totp']);
    });
  });

  it('U37 with the system-preferred order the safest is asked first, and the text stays selectable', async () => {
    const phones = { mobile: newNumber() };
    const person = await somebody({ phones, apps: 1, prefers: 'text' });
    const first = async () => (await world.browser().begin(person)).challenge?.option.type;
    assert.equal(await first(), 'text');
    await answer({ question: 'order', value: { systemPreferred: true } });
    assert.equal(await first(), 'totp');
    assert.ok((await typesOffered(person)).includes('text'));
    await answer({ question: 'order', value: { systemPreferred: false } });
  });

  it('C16 U28 a trusted network leaves out the second step by its address alone, audited and absent from amr', async () => {
    const person = await somebody({ apps: 1 });
    const stateFrom = async (browser: Browser, who = person) => (await browser.begin(who)).state;
    assert.equal(await stateFrom(world.browser(INSIDE)), 'second-step');
    const ranges = ['203.0.113.0/24', '2001:db8:1::/48'];
    const off = { question: 'networks', value: { skip: false, ranges } } as const;
    await answer({ ...off, value: { skip: false, ranges: [...ranges] } });
    assert.equal(
      await stateFrom(world.browser(INSIDE)),
      'second-step',
      'a list alone skips nothing',
    );
    await during({ question: 'networks', value: { skip: true, ranges } }, async () => {
      const browser = world.browser(INSIDE);
      assert.equal(await stateFrom(browser), 'completed');
      const skipped = (await world.audit('mfa.skipped')).at(-1);
      assert.equal(skipped?.reason, 'trusted_network');
      assert.equal(skipped.actor?.id, person.id);
      const [session] = (await world.database.stores.sessions.listOf(person.id)).slice(-1);
      assert.deepEqual(session?.assurance, { amr: ['pwd'], acr: 'one-step' });
      assert.equal(session.secondStep, undefined);
      for (const source of ['::ffff:203.0.113.9', '::FFFF:203.0.113.9', '2001:db8:1:2::5']) {
        assert.equal(await stateFrom(world.browser({ source })), 'completed', source);
      }
      for (const source of ['203.0.114.7', '2001:db8:2::1', '::ffff:203.0.114.9']) {
        assert.equal(await stateFrom(world.browser({ source })), 'second-step', source);
      }
      // What a browser says in front of the proxy's own hop is nobody's address.
      const outside = world.browser({ source: '203.0.113.7, 198.51.100.9' });
      assert.equal(await stateFrom(outside), 'second-step');
      const staff = await somebody({ role: 'help-desk', apps: 1 });
      assert.equal(await stateFrom(world.browser(INSIDE), staff), 'second-step');
      const newcomer = await somebody({ state: 'enabled' });
      assert.equal(await stateFrom(world.browser(INSIDE), newcomer), 'set-up');
    });
  });

  it('U28 a 51st range is refused, and so is what is no range or everybody', async () => {
    const many = Array.from({ length: 51 }, (_, n) => `203.0.113.${n}`);
    const { value } = await boss.call('getPolicy');
    const basedOn = value.answers.find(({ answer: one }) => one.question === 'networks')?.version;
    const set = (ranges: readonly string[]) =>
      boss.call('setPolicy', {
        body: {
          reason: REASON,
          basedOn,
          answer: { question: 'networks', value: { skip: true, ranges } },
        },
      });
    assert.equal((await set(many)).status, 400);
    for (const range of ['0.0.0.0/0', '::/0', '203.0.113.0/33', '1.2.3', 'fe80::1::2']) {
      assert.equal((await set([range])).problem?.code, 'networks_unusable', range);
    }
    assert.equal((await set(many.slice(0, 50))).status, 200);
    await answer(OPEN[2] ?? { question: 'order', value: { systemPreferred: false } });
  });

  it('the dry run names whoever would be locked out, and nobody else; a preview counts whom it touches', async () => {
    const texter = await somebody({ phones: { mobile: newNumber() } });
    const keyed = await somebody({ passkeys: [{}], phones: { mobile: newNumber() } });
    const none = await somebody({ state: 'enabled' });
    const group = await groupOf(texter, keyed, none);
    const value = { roles: {}, groups: [{ group, strength: 'phishing-resistant' as const }] };
    const asked = { question: 'strength', value } as const;
    const preview = (await boss.call('previewPolicy', { body: { answer: asked } })).value;
    assert.deepEqual([preview.touched, preview.lockedOut], [3, 1]);
    const listed = (await boss.call('listLockedOut', { body: { answer: asked } })).value;
    assert.deepEqual(
      listed.people.map(({ id }) => id),
      [texter.id],
    );
    const methods = { everybody: [...ALL], groups: [{ group, methods: ['totp' as const] }] };
    const stricter = { question: 'methods', value: methods } as const;
    const both = (await boss.call('listLockedOut', { body: { answer: stricter } })).value;
    const locked = both.people.map(({ id }) => id).toSorted();
    assert.deepEqual(locked, [texter.id, keyed.id].toSorted());
    // Nothing was changed by asking.
    assert.ok((await typesOffered(texter)).includes('text'));
    const deleting = { params: { groupId: group }, body: { reason: REASON } };
    await during(asked, async () => {
      assert.equal((await boss.call('deleteGroup', deleting)).problem?.code, 'group_in_use');
    });
    assert.equal((await boss.call('deleteGroup', deleting)).status, 204);
  });

  it('of two who answer at once one is told, and the audit log has both sides of the change', async () => {
    const { value } = await boss.call('getPolicy');
    const basedOn = value.answers.find(({ answer: one }) => one.question === 'fraud')?.version;
    const told = { tellRoles: ['owner' as const], tellAddresses: [] };
    const change = (block: boolean) =>
      boss.call('setPolicy', {
        body: {
          reason: REASON,
          basedOn,
          answer: { question: 'fraud', value: { reporting: true, block, ...told } },
        },
      });
    const answers = await Promise.all([change(false), change(false)]);
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200, 409]));
    const [changed] = (await world.audit('policy.changed')).filter(
      ({ detail }) => detail?.['question'] === 'fraud',
    );
    assert.equal(
      changed?.detail?.['before'],
      '{"reporting":true,"block":true,"tellRoles":["owner","administrator"],"tellAddresses":[]}',
    );
    assert.equal(
      changed.detail['after'],
      '{"reporting":true,"block":false,"tellRoles":["owner"],"tellAddresses":[]}',
    );
    assert.equal(changed.detail['why'], REASON);
    await answerBy(boss, { question: 'fraud', value: { reporting: true, block: true, ...told } });
  });

  it('app passwords, remembered browsers, countries and session lifetimes act at once', async () => {
    const mobile = newNumber();
    const person = await somebody({ apps: 1, phones: { mobile }, prefers: 'totp' });
    const browser = world.browser();
    await browser.signIn(person);
    const create = () => browser.call('createAppPassword', { body: { name: 'Laptop' } });
    assert.equal((await create()).status, 201);
    await answer({ question: 'appPasswords', value: { allowed: false } });
    assert.equal((await create()).problem?.code, 'method_unavailable');
    await answer({ question: 'appPasswords', value: { allowed: true } });

    const remembering = async () => (await world.browser().begin(person)).remember;
    await answer({ question: 'rememberedBrowsers', value: { allowed: true, days: 3 } });
    assert.deepEqual(await remembering(), { days: 3 });
    await answer({ question: 'rememberedBrowsers', value: { allowed: false, days: 3 } });
    assert.equal(await remembering(), undefined);

    await answer({ question: 'countries', value: { texts: ['GB'], calls: ['US'] } });
    const texter = world.browser();
    const refused = await texter.choose(await texter.begin(person), 'text');
    assert.equal(refused.problem?.code, 'number_unavailable');
    await answer({ question: 'countries', value: { texts: ['US', 'GB'], calls: ['US'] } });

    const lives = { userOverallMinutes: 720, staffIdleMinutes: 15, staffOverallMinutes: 480 };
    await answer({ question: 'sessions', value: { userIdleMinutes: 5, ...lives } });
    world.clock.advance(6 * 60_000);
    assert.equal((await browser.call('getSession')).status, 401);
  });

  it('F05 when the day has cost what it may, only texts and calls stop; the next day they go on', async () => {
    const people = [];
    for (let n = 0; n < 6; n += 1) {
      const mobile = newNumber();
      const wanted = { apps: 1, passkeys: [{}], phones: { mobile }, prefers: 'totp' } as const;
      people.push({ mobile, person: await somebody(wanted) });
    }
    // A text to this country is 0.01 (world.ts): the fourth would go beyond.
    const spending = { perDay: 0.03 };
    const treasurer = await makePolicyMaker(world, 'treasurer');
    await treasurer.answer({ question: 'spending', value: spending });
    const texted: string[] = [];
    const refusals = [];
    for (const { person, mobile } of people) {
      const browser = world.browser();
      const asked = await browser.choose(await browser.begin(person), 'text');
      if (asked.status === 200) texted.push(mobile);
      else refusals.push(asked);
    }
    assert.equal(texted.length, 3);
    for (const refused of refusals) {
      assert.equal(refused.problem?.code, 'too_many_messages');
      assert.ok((refused.problem.retryAfter ?? 0) > 13 * 60 * 60);
    }
    const unsent = people.filter(({ mobile }) => !texted.includes(mobile));
    for (const { mobile } of unsent) assert.deepEqual(world.sink.texts(mobile), []);
    assert.equal((await world.audit('mfa.code.send_refused')).at(-1)?.reason, 'spending_limit');
    const [first] = people;
    assert.ok(first);
    const params = { userId: first.person.id };
    const bound = await world.database.stores.authenticators.list(first.person.id);
    const methodId = bound.find(({ kind }) => kind === 'phone')?.id;
    const toCaller = { reason: 'somebody calls', via: 'text', methodId } as const;
    const unsaid = await treasurer.browser.call('sendCallerNumber', { params, body: toCaller });
    assert.equal(unsaid.problem?.code, 'too_many_messages', 'the help desk has the same limit');
    for (const { person } of people) {
      await world.browser().signIn(person);
      assert.equal((await world.browser().signInByPasskey(person.passkeys[0])).status, 200);
    }
    world.clock.advance(14 * 60 * 60_000);
    const [one] = unsent;
    assert.ok(one);
    const browser = world.browser();
    const asked = await browser.choose(await browser.begin(one.person), 'text');
    assert.equal(asked.status, 200, asked.text);
  });
}, prepareDatabase);
