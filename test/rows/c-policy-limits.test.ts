import assert from 'node:assert/strict';
import { after, before, beforeEach, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { countEvaluated, countNotices, makeNumbers, wrongCode } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makePolicyMaker } from '../harness/world/policy.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'a test asks for it';
const USUAL = {
  tries: 5,
  failuresBeforeWait: 5,
  firstWaitSeconds: 30,
  perQuarterHour: 10,
  disabledAfter: 50,
};
const EVERYWHERE = {
  'sessions-revoked': 'everywhere',
  'browsers-forgotten': 'everywhere',
  'role-changed': 'everywhere',
  'approval-requested': 'everywhere',
  'approval-decided': 'everywhere',
} as const;

forEachStore((store) => {
  let world: World;
  let boss: Browser;
  let answer: Awaited<ReturnType<typeof makePolicyMaker>>['answer'];
  const newNumber = makeNumbers();
  let made = 0;
  const login = () => `limited${(made += 1)}`;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  // Clocks are moved by hours here: whoever answers signs in anew.
  beforeEach(async () => {
    ({ browser: boss, answer } = await makePolicyMaker(world, login()));
  });
  after(() => world.close());

  /** The password again when the last answer allows it, and one wrong code. */
  async function failSlowly(person: Person): Promise<string | undefined> {
    const browser = world.browser();
    const body = { login: person.login, password: person.password };
    const first = await browser.call('beginSignIn', { body });
    if (first.status === 429) world.clock.advance((first.problem?.retryAfter ?? 0) * 1000);
    const begun = first.status === 429 ? await browser.begin(person) : first.value;
    const asked = begun.challenge?.option.type;
    if (asked === 'totp') await browser.verify(begun, wrongCode(world, person));
    return asked;
  }

  const groupWith = async (name: string, userIds: readonly string[]) => {
    const created = await boss.call('createGroup', {
      body: { reason: REASON, name, description: '' },
    });
    const params = { groupId: created.value.id };
    if (userIds.length > 0)
      await boss.call('addGroupMembers', { params, body: { reason: REASON, userIds } });
    return created.value.id;
  };

  it('A01 A02 A08 a stricter lock-out holds at once: fewer tries, an earlier and longer wait, off sooner', async () => {
    const value = {
      tries: 3,
      failuresBeforeWait: 3,
      firstWaitSeconds: 120,
      perQuarterHour: 5,
      disabledAfter: 10,
    };
    await answer({ question: 'lockOut', value });
    const phones = { mobile: newNumber() };
    const person = await world.person({ login: login(), apps: 1, phones, prefers: 'totp' });
    const browser = world.browser();
    const begun = await browser.begin(person);
    for (let n = 0; n < 3; n += 1) {
      assert.equal((await browser.verify(begun, wrongCode(world, person))).status, 401);
    }
    assert.equal((await browser.verify(begun, person.code())).status, 410);
    const body = { login: person.login, password: person.password };
    const waits = await world.browser().call('beginSignIn', { body });
    assert.equal(waits.status, 429);
    assert.equal(waits.problem?.retryAfter, 120);
    assert.equal(await countEvaluated(world, person), 3);
    let asked: string | undefined = 'totp';
    for (let n = 3; n < 12 && asked === 'totp'; n += 1) asked = await failSlowly(person);
    assert.notEqual(asked, 'totp');
    assert.equal(await countEvaluated(world, person), 10);
    const disabled = await world.audit('factor.disabled');
    assert.equal(disabled.filter(({ actor }) => actor?.id === person.id).length, 1);

    const other = await world.person({ login: login(), apps: 1 });
    await (await makePolicyMaker(world, login())).answer({ question: 'lockOut', value: USUAL });
    const free = world.browser();
    const again = await free.begin(other);
    for (let n = 0; n < 5; n += 1) {
      assert.equal((await free.verify(again, wrongCode(world, other))).status, 401);
    }
  });

  it('A01 A02 A08 an answer that is looser than the standard allows is refused', async () => {
    const { value } = await boss.call('getPolicy');
    const basedOn = value.answers.find(({ answer: one }) => one.question === 'lockOut')?.version;
    for (const looser of [
      { tries: 6 },
      { tries: 0 },
      { failuresBeforeWait: 6 },
      { firstWaitSeconds: 29 },
      { perQuarterHour: 11 },
      { disabledAfter: 101 },
    ]) {
      const given = { question: 'lockOut', value: { ...USUAL, ...looser } };
      const refused = await boss.call('setPolicy', {
        body: { reason: REASON, basedOn, answer: given },
      });
      assert.equal(refused.status, 400, JSON.stringify(looser));
    }
  });

  it('C14 a browser is remembered for 30 days at most, whoever says so', async () => {
    const { value } = await boss.call('getPolicy');
    const question = 'rememberedBrowsers';
    const basedOn = value.answers.find(({ answer: one }) => one.question === question)?.version;
    const set = (days: number) => {
      const given = { question, value: { allowed: true, days } };
      return boss.call('setPolicy', { body: { reason: REASON, basedOn, answer: given } });
    };
    assert.equal((await set(31)).status, 400);
    assert.equal((await set(30)).status, 200);
  });

  it('D04 a notice that nothing demands goes by fewer ways where the policy says so, every other to all', async () => {
    const phones = { mobile: newNumber() };
    const told = async (way: 'everywhere' | 'mail' | 'nobody') => {
      const optional = { ...EVERYWHERE, 'sessions-revoked': way };
      await answer({ question: 'notices', value: { optional } });
      const person = await world.person({ login: login(), apps: 1, phones });
      const params = { userId: person.id };
      const revoked = await boss.call('revokeSessionsOf', { params, body: { reason: REASON } });
      assert.equal(revoked.status, 200, revoked.text);
      return [await countNotices(world, person, 'mail'), await countNotices(world, person, 'text')];
    };
    assert.deepEqual(await told('everywhere'), [1, 1]);
    assert.deepEqual(await told('mail'), [1, 0]);
    assert.deepEqual(await told('nobody'), [0, 0]);
    const nobody = {
      'sessions-revoked': 'nobody',
      'browsers-forgotten': 'nobody',
      'role-changed': 'nobody',
      'approval-requested': 'nobody',
      'approval-decided': 'nobody',
    } as const;
    await answer({ question: 'notices', value: { optional: nobody } });
    const person = await world.person({ login: login(), recoveryCodes: 2, apps: 1, phones });
    const browser = world.browser();
    await browser.signIn(person);
    const madeNew = await browser.call('generateRecoveryCodes');
    assert.equal(madeNew.status, 201, madeNew.text);
    assert.equal(await countNotices(world, person, 'mail'), 1);
    assert.equal(await countNotices(world, person, 'text'), 1);
    const optional = { ...EVERYWHERE, 'method-added': 'nobody' };
    const given = { question: 'notices', value: { optional } };
    const basedOn = (await boss.call('getPolicy')).value.answers.find(
      ({ answer: one }) => one.question === 'notices',
    )?.version;
    const refused = await boss.call('setPolicy', {
      body: { reason: REASON, basedOn, answer: given },
    });
    assert.equal(refused.status, 400);
  });

  it('U21 F10 of a report of fraud those are told by mail whom the policy names and who look after the person', async () => {
    const [inside, outside] = [
      await world.person({ login: login(), role: 'help-desk', apps: 1 }),
      await world.person({ login: login(), role: 'help-desk', apps: 1 }),
    ];
    const admin = await world.person({ login: login(), role: 'administrator', apps: 1 });
    const auditor = await world.person({ login: login(), role: 'auditor', apps: 1 });
    const number = newNumber();
    const person = await world.person({
      login: login(),
      phones: { mobile: number },
      prefers: 'call',
    });
    for (const [staff, members] of [
      [inside, [person.id]],
      [outside, []],
    ] as const) {
      const groups = [await groupWith(`of ${staff.login}`, members)];
      const scoped = await boss.call('setUserScope', {
        params: { userId: staff.id },
        body: { reason: REASON, groups },
      });
      assert.equal(scoped.status, 200, scoped.text);
    }
    await answer({
      question: 'fraud',
      value: {
        reporting: true,
        block: true,
        tellRoles: ['administrator', 'help-desk'],
        tellAddresses: ['soc@example.org', 'SOC@example.org'],
      },
    });
    const browser = world.browser();
    await browser.begin(person);
    const { sid } = await world.sink.waitForCall(number);
    world.sink.answer(sid);
    await world.sink.waitForSpoken(sid, 'press zero');
    world.sink.press(sid, '0');
    await world.sink.waitForSpoken(sid, 'press the pound key now');
    world.sink.press(sid, '#');
    await world.sink.waitForSpoken(sid, 'press one');
    world.sink.press(sid, '1');
    await world.sink.waitForSpoken(sid, 'Thank you for your report');
    for (const to of ['soc@example.org', inside.email, admin.email]) {
      const { subject, text } = await world.sink.waitForMail(to);
      assert.match(subject, /reported a sign-in as fraud/);
      assert.match(text, /blocked until somebody unblocks it/);
      assert.ok(!text.includes(person.login) && !text.includes(number.slice(-7)));
    }
    assert.equal(world.sink.mails('soc@example.org').length, 1);
    const toOthers = [outside, auditor].map(({ email }) => world.sink.mails(email).length);
    assert.deepEqual(toOthers, [0, 0]);
  });
}, prepareDatabase);
