import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type {
  PolicyAnswer,
  PolicyAnswerView,
  SignInView,
} from '../../packages/contract/src/schemas.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { codeOf, codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import type { Person, PersonWanted } from '../harness/world/person.ts';
import { answerBy } from '../harness/world/policy.ts';
import { makeWorld, type World } from '../harness/world/world.ts';

const DAY = 24 * 60 * 60_000;
const REASON = 'a test asks for it';
const CAMPAIGN: PolicyAnswer<'campaign'> = {
  on: true,
  target: 'passkey',
  include: [],
  exclude: [],
  snoozeDays: 1,
  skips: 3,
  limited: true,
};

const later = (browser: Browser, { id }: SignInView) =>
  browser.call('postponeTask', { params: { signInId: id } });
const finish = (browser: Browser, { id }: SignInView) =>
  browser.call('finishTasks', { params: { signInId: id } });

forEachStore((store) => {
  let world: World;
  let boss: Browser;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  const somebody = (wanted: Omit<PersonWanted, 'login'>): Promise<Person> => {
    made += 1;
    return world.person({ login: `nudged-${made}`, ...wanted });
  };

  /** The clock has moved on: a new session, of somebody whom no campaign is about. */
  async function answer(asked: PolicyAnswerView): Promise<void> {
    const maker = await somebody({ role: 'administrator', passkeys: [{}] });
    boss = world.browser();
    assert.equal((await boss.signInByBoth(maker)).value.state, 'completed');
    await answerBy(boss, asked);
  }

  const off = async (): Promise<void> => {
    await answer({ question: 'campaign', value: { ...CAMPAIGN, on: false } });
    await answer({ question: 'sunset', value: { rules: [] } });
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

  /** By an app, as far as it goes. */
  async function signIn(person: Person) {
    const browser = world.browser();
    const begun = await browser.begin(person);
    const chosen =
      begun.challenge?.option.type === 'totp' ? begun : (await browser.choose(begun, 'totp')).value;
    const { value, text } = await browser.verify(chosen, person.code());
    assert.ok(['completed', 'tasks'].includes(value.state), text);
    world.clock.advance(30_000);
    return { browser, view: value };
  }

  async function signInByText(browser: Browser, person: Person): Promise<SignInView> {
    const mobile = person.numbers.mobile ?? '';
    const sent = world.sink.texts(mobile).length;
    const begun = await browser.begin(person);
    const { value, status, text } = await browser.verify(
      begun,
      await codeTexted(world, mobile, sent),
    );
    assert.equal(status, 200, text);
    return value;
  }

  const skipsOf = async ({ id }: Person) =>
    (await rowsOf(world.database, 'postponement')).filter((row) => row['user_id'] === id);
  const enable = (person: Person) => {
    const body = { reason: REASON, state: 'enabled' as const };
    return boss.call('setUserState', { params: { userId: person.id }, body });
  };
  const dayIn = (days: number): string =>
    new Date(world.clock.now().getTime() + days * DAY).toISOString().slice(0, 10);

  const sessionsOf = async ({ id }: Person) =>
    (await rowsOf(world.database, 'session')).filter((row) => row['user_id'] === id);

  describe('a registration campaign', () => {
    it('U38 three skips, one for each snooze, and the fourth prompt cannot be skipped', async () => {
      await answer({ question: 'campaign', value: CAMPAIGN });
      const person = await somebody({ apps: 1 });
      for (const left of [3, 2, 1]) {
        const { browser, view } = await signIn(person);
        assert.deepEqual([view.state, view.tasks], ['tasks', ['better-method']]);
        assert.deepEqual(view.nudge, { cause: 'campaign', methods: ['passkey'], left });
        assert.equal((await finish(browser, view)).problem?.code, 'task_required');
        assert.equal((await browser.call('getSession')).status, 401, 'no session before it');
        const skipped = await later(browser, view);
        assert.equal(skipped.value.state, 'completed', skipped.text);
        const session = (await browser.call('getSession')).value;
        assert.equal(session.user.login, person.login);
        // Within the snooze nobody asks, and nothing counts.
        assert.equal((await signIn(person)).view.state, 'completed');
        world.clock.advance(DAY);
      }
      const { browser, view } = await signIn(person);
      assert.deepEqual(view.nudge, { cause: 'campaign', methods: ['passkey'], left: 0 });
      const refused = await later(browser, view);
      assert.equal(refused.problem?.code, 'task_required');
      assert.deepEqual(
        (await skipsOf(person)).map(({ about, times }) => [about, times]),
        [['campaign:passkey', 3]],
      );
      const records = (await rowsOf(world.database, 'audit_event')).filter(
        (row) => row['event'] === 'sign_in.task_postponed' && row['actor_id'] === person.id,
      );
      assert.deepEqual(
        new Set(records.map((row) => Number(JSON.parse(String(row['detail'])).left))),
        new Set([2, 1, 0]),
      );
    });

    it('U38 doing it opens the sign-in, and nobody asks again', async () => {
      await answer({ question: 'campaign', value: { ...CAMPAIGN, target: 'totp', skips: 0 } });
      const mobile = newNumber();
      const person = await somebody({ phones: { mobile } });
      const browser = world.browser();
      const view = await signInByText(browser, person);
      assert.deepEqual(view.nudge, { cause: 'campaign', methods: ['totp'], left: 0 });
      assert.equal((await browser.call('getSetUpOptions')).status, 200);
      // What it is not about stays shut.
      assert.equal((await browser.call('generateRecoveryCodes')).status, 403);
      const started = await browser.call('bindApp', { body: {} });
      assert.equal(started.status, 201, started.text);
      const { binding, secret } = started.value;
      const output = codeOf(world, secret);
      const params = { bindingId: binding.id };
      const bound = await browser.call('confirmBinding', { params, body: { output } });
      assert.equal(bound.status, 200, bound.text);
      // From now on there is nothing to do: not another method either.
      assert.equal((await browser.call('bindApp', { body: {} })).status, 403);
      const done = await finish(browser, view);
      assert.equal(done.value.state, 'completed', done.text);
      const [session] = await sessionsOf(person);
      assert.equal(session?.['second_step'], 'text');
    });

    it('asks nobody who has something safer, is excluded, was only remembered or steps up', async () => {
      await off();
      const [inside, both, safer] = [
        await somebody({ apps: 1 }),
        await somebody({ apps: 1 }),
        await somebody({ passkeys: [{}] }),
      ];
      const include = [await groupOf(inside, both, safer)];
      const exclude = [await groupOf(both)];
      await answer({ question: 'campaign', value: { ...CAMPAIGN, include, exclude } });
      const outside = await somebody({ apps: 1 });
      assert.equal((await signIn(inside)).view.state, 'tasks');
      assert.equal((await signIn(both)).view.state, 'completed');
      assert.equal((await signIn(outside)).view.state, 'completed');
      assert.equal((await world.browser().signInByBoth(safer)).value.state, 'completed');
      const { browser, view } = await signIn(inside);
      assert.equal((await later(browser, view)).value.state, 'completed');
      world.clock.advance(DAY);
      const fresh = await signIn(inside);
      assert.equal((await later(fresh.browser, fresh.view)).value.state, 'completed');
      const again = await fresh.browser.call('beginStepUp', { body: {} });
      const asked = (await fresh.browser.choose(again.value, 'totp')).value;
      const stepped = await fresh.browser.verify(asked, inside.code());
      assert.equal(stepped.value.state, 'completed', stepped.text);
    });

    it('previews whom it touches: who lacks it, in the groups', async () => {
      await off();
      const people = [await somebody({ apps: 1 }), await somebody({ passkeys: [{}] })];
      const include = [await groupOf(...people)];
      const value = { ...CAMPAIGN, include };
      const preview = async (asked: typeof value) =>
        (
          await boss.call('previewPolicy', {
            body: { answer: { question: 'campaign', value: asked } },
          })
        ).value;
      const { touched, first, lockedOut } = await preview(value);
      assert.deepEqual([touched, lockedOut], [1, 0]);
      assert.deepEqual(
        first.map(({ login }) => login),
        [people[0]?.login],
      );
      assert.equal((await preview({ ...value, on: false })).touched, 0);
    });

    it('U38 of many skips at once each counts once, and each opens one session', async () => {
      for (const snoozeDays of [0, 1]) {
        await answer({ question: 'campaign', value: { ...CAMPAIGN, snoozeDays, skips: 2 } });
        const person = await somebody({ apps: 1 });
        const { browser, view } = await signIn(person);
        const other = await signIn(person);
        const answers = await Promise.all([
          later(browser, view),
          later(browser, view),
          later(browser, view),
          later(other.browser, other.view),
          later(other.browser, other.view),
        ]);
        const statuses = answers.map(({ status }) => status);
        assert.equal(statuses.filter((status) => status === 200).length, 2, statuses.join());
        assert.ok(
          statuses.every((status) => [200, 403, 410].includes(status)),
          statuses.join(),
        );
        assert.equal((await sessionsOf(person)).length, 2);
        const [row] = await skipsOf(person);
        // Within one snooze the second is no second one.
        assert.equal(row?.['times'], snoozeDays === 0 ? 2 : 1);
        world.clock.advance(2 * DAY);
      }
    });
  });

  describe('grace', () => {
    it('lets whoever is newly enabled put the set-up off until the day, and no longer', async () => {
      await answer({ question: 'grace', value: { days: 3 } });
      const person = await somebody({ state: 'disabled' });
      const changed = await enable(person);
      assert.ok(changed.status < 300, changed.text);
      const until = new Date(world.clock.now().getTime() + 3 * DAY).toISOString();
      const browser = world.browser();
      const view = await browser.begin(person);
      assert.deepEqual([view.state, view.tasks], ['tasks', ['better-method']]);
      assert.deepEqual(view.nudge, { cause: 'grace', methods: [], until });
      // Nothing is added on the password alone but in the set-up of everybody.
      assert.equal((await later(browser, view)).value.state, 'completed');
      const [session] = await sessionsOf(person);
      assert.equal(session?.['acr'], 'one-step');
      const now = world.browser();
      const again = await now.begin(person);
      const opened = await now.call('openSetUp', { params: { signInId: again.id } });
      assert.equal(opened.value.state, 'set-up', opened.text);
      assert.equal((await later(now, again)).status, 410);
      world.clock.advance(3 * DAY);
      assert.equal((await world.browser().begin(person)).state, 'set-up');
    });

    it('is nothing for whoever was enforced, was cleared, or looks after others', async () => {
      await answer({ question: 'grace', value: { days: 3 } });
      const enforced = await somebody({ state: 'enforced' });
      await enable(enforced);
      assert.equal((await world.browser().begin(enforced)).state, 'set-up');
      const cleared = await somebody({ state: 'disabled' });
      await enable(cleared);
      await boss.call('clearMethods', {
        params: { userId: cleared.id },
        body: { reason: REASON, callerVerifiedBy: 'known voice', registration: 'password' },
      });
      assert.equal((await world.browser().begin(cleared)).state, 'set-up');
      const promoted = await somebody({ state: 'disabled' });
      await enable(promoted);
      assert.equal((await world.browser().begin(promoted)).state, 'tasks');
      const body = { reason: REASON, role: 'help-desk' as const };
      const given = await boss.call('setUserRole', { params: { userId: promoted.id }, body });
      assert.ok(given.status < 300, given.text);
      assert.equal((await world.browser().begin(promoted)).state, 'set-up');
    });
  });

  describe('a sunset', () => {
    it('applies by the calendar: texts are taken until the day, and lead to a set-up from then on', async () => {
      const mobile = newNumber();
      const texter = await somebody({ phones: { mobile } });
      const both = await somebody({ phones: { mobile: newNumber() }, apps: 1 });
      const outside = await somebody({ phones: { mobile: newNumber() } });
      await off();
      const groups = [await groupOf(texter, both)];
      const day = dayIn(10);
      const rules = [{ from: day, methods: ['text' as const, 'call' as const], groups }];
      const asked = { question: 'sunset' as const, value: { rules } };
      const dry = (await boss.call('previewPolicy', { body: { answer: asked } })).value;
      assert.deepEqual([dry.touched, dry.lockedOut], [2, 1]);
      const listed = (await boss.call('listLockedOut', { body: { answer: asked } })).value;
      assert.deepEqual(
        listed.people.map(({ login }) => login),
        [texter.login],
      );
      await answer(asked);

      // Before: told after a complete sign-in, once a day, and let in.
      const browser = world.browser();
      const view = await signInByText(browser, texter);
      const until = `${day}T00:00:00.000Z`;
      assert.deepEqual(view.nudge, {
        cause: 'sunset',
        methods: ['passkey', 'push', 'totp'],
        until,
      });
      assert.equal((await later(browser, view)).value.state, 'completed');
      assert.equal((await signIn(both)).view.state, 'completed', 'who has another is not told');

      world.clock.advance(10 * DAY);
      const types = async (person: Person) =>
        (await world.browser().begin(person)).options.map(({ type }) => type);
      assert.deepEqual(await types(both), ['totp']);
      assert.ok((await types(outside)).includes('text'));
      const over = world.browser();
      assert.equal((await signInByText(over, texter)).state, 'set-up');
    });
  });
});
