import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { SignInView } from '../../packages/contract/src/schemas.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { changesSince, rowsOf, stateOf } from '../harness/world/dump.ts';
import { codeOf, mailWith, makeNumbers } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { NEW_PASSWORD, orderPasswordChange } from '../harness/world/reset.ts';
import { callAny, endpointOf, endpointsFor } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const AUTHENTICATED = endpointsFor('session', 'fresh-session', 'set-up');

const kindsOf = (setCookies: readonly string[]): readonly string[] =>
  setCookies.map((cookie) => /-(session|sign-in|browser)=/.exec(cookie)?.[1] ?? cookie);

const finish = (browser: Browser, { id }: SignInView) =>
  browser.call('finishTasks', { params: { signInId: id } });
const choosePassword = (browser: Browser, { id }: SignInView, password = NEW_PASSWORD) =>
  browser.call('changePasswordInSignIn', { params: { signInId: id }, body: { password } });

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  const login = () => `tasked-${(made += 1)}`;

  async function sessionsOf({ id }: Person) {
    const rows = await rowsOf(world.database, 'session');
    return rows.filter((row) => row['user_id'] === id);
  }

  /** By an app, up to what is left to do. */
  async function upToTasks(person: Person) {
    const browser = world.browser();
    const begun = await browser.begin(person);
    const chosen =
      begun.challenge?.option.type === 'totp' ? begun : (await browser.choose(begun, 'totp')).value;
    const answer = await browser.verify(chosen, person.code());
    assert.equal(answer.status, 200, answer.text);
    return { browser, signIn: answer.value, answer };
  }

  it('C01 C03 before the tasks are done nothing but them is reachable, and there is no session', async () => {
    const person = await world.person({ login: login(), apps: 1 });
    await orderPasswordChange(world, person);
    const { browser, signIn, answer } = await upToTasks(person);
    assert.deepEqual([signIn.state, signIn.tasks], ['tasks', ['change-password']]);
    assert.deepEqual([signIn.options, answer.setCookies], [[], []]);
    assert.deepEqual(await sessionsOf(person), []);

    const untouched = await stateOf(world.database);
    const ids = { signInId: signIn.id, methodId: person.apps[0]?.id ?? '' };
    for (const name of AUTHENTICATED) {
      const refused = await callAny(browser, name, { ids });
      assert.ok([401, 403].includes(refused.status), `${name}: ${refused.status}`);
      assert.deepEqual(refused.setCookies, [], name);
      assert.ok(!refused.text.includes(person.login), name);
    }
    const mine = ['getSignIn', 'cancelSignIn', 'changePasswordInSignIn'];
    for (const name of endpointsFor('pre-auth').filter((one) => !mine.includes(one))) {
      const refused = await callAny(browser, name, { ids });
      assert.ok(refused.status >= 400 && refused.status < 500, `${name}: ${refused.status}`);
      assert.deepEqual(refused.setCookies, [], name);
    }
    assert.deepEqual(await changesSince(world.database, untouched), []);
    assert.equal((await finish(browser, signIn)).problem?.code, 'task_required');
  });

  it('a browser that reloads goes on where it was, and is signed in by what it had proved', async () => {
    const person = await world.person({ login: login(), apps: 1 });
    await orderPasswordChange(world, person);
    const { browser, signIn } = await upToTasks(person);
    const reload = () => browser.call('getSignIn', { params: { signInId: signIn.id } });
    assert.deepEqual((await reload()).value.tasks, ['change-password']);
    assert.equal((await choosePassword(browser, signIn)).status, 200);
    const again = (await reload()).value;
    assert.deepEqual([again.state, again.tasks], ['tasks', []]);
    const finished = await finish(browser, signIn);
    assert.equal(finished.value.state, 'completed', finished.text);
    assert.deepEqual(kindsOf(finished.setCookies).toSorted(), ['browser', 'session', 'sign-in']);
    const [session] = await sessionsOf(person);
    assert.equal(session?.['second_step'], 'totp');
    assert.equal(session['acr'], 'two-step');
    assert.deepEqual(JSON.parse(String(session['amr'])), ['mfa', 'otp', 'pwd']);
    assert.equal((await browser.call('getSession')).value.user.login, person.login);
    // One session, from one sign-in.
    assert.equal((await finish(browser, signIn)).status, 410);
    assert.equal((await sessionsOf(person)).length, 1);
  });

  it('a password that somebody else chose is worth nothing afterwards, and is no new one', async () => {
    const person = await world.person({ login: login(), apps: 1 });
    await orderPasswordChange(world, person);
    const { browser, signIn } = await upToTasks(person);
    const refusals = { short: 'password_too_short', password123: 'password_unacceptable' };
    for (const [password, code] of Object.entries(refusals)) {
      assert.equal((await choosePassword(browser, signIn, password)).problem?.code, code);
    }
    const same = await choosePassword(browser, signIn, person.password);
    assert.equal(same.problem?.code, 'password_unchanged');
    assert.equal((await choosePassword(browser, signIn)).status, 200);
    // Once: the task is done.
    const twice = await choosePassword(browser, signIn, 'another one of my own making');
    assert.equal(twice.status, 403);
    const old = await world.browser().call('beginSignIn', {
      body: { login: person.login, password: person.password },
    });
    assert.equal(old.status, 401);
    const next = await world.browser().begin({ ...person, password: NEW_PASSWORD });
    assert.equal(next.state, 'second-step');
  });

  it('C02 every way to complete a sign-in leads to the tasks', async () => {
    const number = newNumber();
    const oneStep = await world.person({ login: login(), state: 'disabled' });
    const newcomer = await world.person({ login: login(), state: 'enabled' });
    const phones = { mobile: number };
    const caller = await world.person({ login: login(), phones, prefers: 'call' });
    const people = [oneStep, newcomer, caller];
    for (const person of people) await orderPasswordChange(world, person);

    const alone = world.browser();
    const begun = await alone.begin(oneStep);
    assert.deepEqual([begun.state, begun.tasks], ['tasks', ['change-password']]);
    // Where nothing else is asked the password has to be longer.
    const short = await choosePassword(alone, begun, 'nine chars');
    assert.equal(short.problem?.code, 'password_too_short');

    const settingUp = world.browser();
    const setUp = await settingUp.begin(newcomer);
    assert.equal(setUp.state, 'set-up');
    const { value: app } = await settingUp.call('bindApp', { body: {} });
    const params = { bindingId: app.binding.id };
    const body = { output: codeOf(world, app.secret) };
    assert.equal((await settingUp.call('confirmBinding', { params, body })).status, 200);
    const end = await settingUp.call('finishSetUp', { params: { signInId: setUp.id } });
    assert.deepEqual([end.value.state, end.value.tasks], ['tasks', ['change-password']]);
    assert.equal((await settingUp.call('bindApp', { body: {} })).status, 403);

    const called = world.browser();
    const asked = await called.begin(caller);
    const { sid } = await world.sink.waitForCall(number);
    world.sink.answer(sid);
    await world.sink.waitForSpoken(sid, 'press');
    world.sink.press(sid, '#');
    await world.sink.waitForEnd(sid);
    const approved = await called.call('completeSignIn', { params: { signInId: asked.id } });
    assert.equal(approved.value.state, 'tasks', approved.text);

    for (const person of people) assert.deepEqual(await sessionsOf(person), [], person.login);
    const ends = [
      { browser: alone, signIn: begun, secondStep: null },
      { browser: settingUp, signIn: end.value, secondStep: 'totp' },
      { browser: called, signIn: approved.value, secondStep: 'call' },
    ];
    for (const [n, { browser, signIn, secondStep }] of ends.entries()) {
      assert.equal((await choosePassword(browser, signIn)).status, 200);
      assert.equal((await finish(browser, signIn)).value.state, 'completed');
      const [session] = await sessionsOf(people[n] ?? oneStep);
      assert.equal(session?.['second_step'], secondStep);
    }
    const user = await world.database.stores.users.find(newcomer.id);
    assert.equal(user?.state, 'enforced');
  });

  it('M05 the last recovery code forces a new set, and the one before it does not', async () => {
    const person = await world.person({ login: login(), apps: 1, recoveryCodes: 2 });
    const byCode = async () => {
      const browser = world.browser();
      const { value } = await browser.choose(await browser.begin(person), 'saved-recovery-code');
      const code = person.recoveryCodes[(value.challenge?.codeNumber ?? 1) - 1];
      return { browser, signIn: (await browser.verify(value, code)).value };
    };
    const first = await byCode();
    assert.equal(first.signIn.state, 'completed');
    const info = await first.browser.call('getSecurityInfo');
    const left = info.value.methods.find(({ kind }) => kind === 'saved-recovery-codes');
    assert.equal(left?.codesLeft, 1);

    const { browser, signIn } = await byCode();
    assert.deepEqual([signIn.state, signIn.tasks], ['tasks', ['new-recovery-codes']]);
    assert.equal((await choosePassword(browser, signIn)).status, 403);
    assert.equal((await finish(browser, signIn)).status, 403);
    // By another method too, until there are new ones.
    const other = await upToTasks(person);
    assert.deepEqual(other.signIn.tasks, ['new-recovery-codes']);

    const { status, value } = await browser.call('generateRecoveryCodes');
    assert.deepEqual([status, value.codes.length], [201, 10]);
    // Shown once: the task is done, and the sign-in may do nothing more of the kind.
    assert.equal((await browser.call('generateRecoveryCodes')).status, 403);
    assert.equal((await finish(browser, signIn)).value.state, 'completed');
    assert.equal((await finish(other.browser, other.signIn)).value.state, 'completed');
    for (const said of [/left: 1\./, /left: 0\./, /A new set of recovery codes/]) {
      await mailWith(world, person, said);
    }
  });

  it('a sign-in in its tasks ends by its time, by leaving it, and with the account', async () => {
    const person = await world.person({ login: login(), apps: 1 });
    await orderPasswordChange(world, person);
    const left = await upToTasks(person);
    const params = { signInId: left.signIn.id };
    assert.equal((await left.browser.call('cancelSignIn', { params })).status, 204);
    assert.equal((await choosePassword(left.browser, left.signIn)).status, 410);

    world.clock.advance(60_000);
    const late = await upToTasks(person);
    world.clock.advance(10 * 60_000);
    assert.equal((await choosePassword(late.browser, late.signIn)).status, 410);
    const switchedOff = await upToTasks(person);
    await world.database.transact('fact', (tx) => tx.users.change(person.id, { active: false }));
    assert.equal((await choosePassword(switchedOff.browser, switchedOff.signIn)).status, 403);
    assert.equal((await finish(switchedOff.browser, switchedOff.signIn)).status, 410);
    assert.deepEqual(await sessionsOf(person), []);
  });

  it('M05 a step-up by the last code asks for new ones before the session is fresh', async () => {
    const person = await world.person({ login: login(), apps: 1, recoveryCodes: 1 });
    const browser = world.browser();
    await browser.signIn(person);
    const begun = (await browser.call('beginStepUp', { body: {} })).value;
    const { value } = await browser.choose(begun, 'saved-recovery-code');
    const tasked = (await browser.verify(value, person.recoveryCodes[0])).value;
    assert.deepEqual([tasked.state, tasked.tasks], ['tasks', ['new-recovery-codes']]);
    assert.equal((await browser.call('generateRecoveryCodes')).status, 201);
    assert.equal((await finish(browser, tasked)).value.state, 'completed');
    const [session, ...more] = await sessionsOf(person);
    assert.equal(session?.['second_step'], 'saved-recovery-code');
    assert.deepEqual(more, []);
  });

  it('the endpoints of a task say so in the contract', () => {
    assert.equal(endpointOf('generateRecoveryCodes').task, 'new-recovery-codes');
  });
}, prepareDatabase);
