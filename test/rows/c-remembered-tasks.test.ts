import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { PolicyAnswer } from '../../packages/contract/src/schemas.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import type { Person } from '../harness/world/person.ts';
import { cookieOf, ok, remember, rowsFor, stateAfterPassword } from '../harness/world/remember.ts';
import { answerBy } from '../harness/world/policy.ts';
import { NEW_PASSWORD, orderPasswordChange } from '../harness/world/reset.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { nodes: store.name === 'postgres' ? 2 : 1 });
  });
  after(() => world.close());

  const sessionsOf = async ({ id }: Person) =>
    (await rowsOf(world.database, 'session')).filter(
      (row) => row['user_id'] === id && row['ended_at'] === null,
    );

  /** Somebody else of the house has seen the last code: new ones are due, whoever signs in next. */
  async function useLastCode(person: Person): Promise<void> {
    const browser = world.browser();
    const chosen = await browser.choose(await browser.begin(person), 'saved-recovery-code');
    const { value } = await browser.verify(chosen.value, person.recoveryCodes[0]);
    assert.equal(value.state, 'tasks');
  }

  /** By the app, with the box ticked although it is not there. */
  async function proveWithBox(browser: Browser, person: Person) {
    world.clock.advance(30_000);
    const { id, challenge, remember: offered } = await browser.begin(person);
    const body = { challengeId: challenge?.id, output: person.code(), remember: true };
    const { value } = await browser.call('verifyChallenge', { params: { signInId: id }, body });
    return { offered, signIn: value };
  }

  it('C14 C02 whoever is let past the second step is given no new recovery codes for the password alone', async () => {
    const wanted = { login: 'paper', apps: 1, recoveryCodes: 1, prefers: 'totp' } as const;
    const person = await world.person(wanted);
    const { browser } = await remember(world, person);
    await ok(browser.call('endSession'));
    await useLastCode(person);

    const begun = await browser.begin(person);
    assert.equal(begun.state, 'completed', 'a password makes nobody a second step');
    const [session] = await sessionsOf(person);
    assert.deepEqual([session?.['acr'], session?.['second_step']], ['one-step', null]);
    for (const answer of [
      await browser.call('generateRecoveryCodes'),
      await browser.call('bindApp', { body: {} }),
    ]) {
      assert.equal(answer.problem?.code, 'step_up_required', answer.text);
    }
    const skips = (await world.audit('mfa.skipped')).filter(({ actor }) => actor?.id === person.id);
    assert.equal(skips.length, 1);

    await orderPasswordChange(world, person);
    const forced = await browser.begin(person);
    assert.equal(forced.state, 'second-step', 'what was remembered ended with the password');
  });

  it('C14 a forced change of the password asks for both, and ends what is remembered', async () => {
    const person = await world.person({ login: 'changing', apps: 1, prefers: 'totp' });
    const { browser } = await remember(world, person);
    await orderPasswordChange(world, person);
    const { offered, signIn } = await proveWithBox(browser, person);
    assert.equal(offered, undefined, 'what follows would end it');
    assert.deepEqual([signIn.state, signIn.tasks], ['tasks', ['change-password']]);

    const params = { signInId: signIn.id };
    await ok(browser.call('changePasswordInSignIn', { params, body: { password: NEW_PASSWORD } }));
    assert.deepEqual(await rowsFor(world, person), []);
    const done = await browser.call('finishTasks', { params });
    assert.equal(done.value.state, 'completed', done.text);
    assert.deepEqual(await rowsFor(world, person), []);
    const ended = await world.audit('device_trust.revoked');
    const own = ended.filter(({ actor }) => actor?.id === person.id);
    assert.deepEqual(
      own.map(({ reason, detail }) => [reason, detail?.['browsers']]),
      [['password_changed', 1]],
    );
    const again = { ...person, password: NEW_PASSWORD };
    assert.equal(await stateAfterPassword(browser, again), 'second-step');
  });

  it('C14 a passkey gives the same in a remembered browser, which gives no change for one', async () => {
    const wanted = { login: 'keys', apps: 1, passkeys: [{}], prefers: 'totp' } as const;
    const person = await world.person(wanted);
    const { browser } = await remember(world, person);
    assert.equal(await stateAfterPassword(browser, person), 'completed');
    const refused = await browser.call('bindApp', { body: {} });
    assert.equal(refused.problem?.code, 'step_up_required', refused.text);

    const alone = await browser.signInByPasskey(person.passkeys[0]);
    assert.equal(alone.value.state, 'completed', alone.text);
    const strongest = (await sessionsOf(person)).filter((row) => row['acr'] !== 'one-step');
    assert.ok(strongest.some((row) => row['second_step'] === 'passkey'));
    assert.notEqual(cookieOf(browser), undefined);
    const { methods } = (await browser.call('getSecurityInfo')).value;
    const methodId = methods.find(({ kind }) => kind === 'passkey')?.id ?? '';
    await ok(browser.call('removeMethod', { params: { methodId } }));
    assert.deepEqual(await rowsFor(world, person), []);
  });

  it('C14 a nudge that is put off, or followed, leaves the wish to be remembered', async () => {
    const boss = world.browser();
    const maker = await world.person({ login: 'maker', role: 'administrator', passkeys: [{}] });
    assert.equal((await boss.signInByBoth(maker)).value.state, 'completed');
    const campaign: PolicyAnswer<'campaign'> = {
      on: true,
      target: 'passkey',
      include: [],
      exclude: [],
      snoozeDays: 1,
      skips: 3,
      limited: true,
    };
    await answerBy(boss, { question: 'campaign', value: campaign });

    const person = await world.person({ login: 'nudged', apps: 1, prefers: 'totp' });
    const browser = world.browser();
    const { offered, signIn } = await proveWithBox(browser, person);
    assert.deepEqual(offered, { days: 14 }, 'the box is there');
    assert.deepEqual([signIn.state, signIn.tasks], ['tasks', ['better-method']]);
    assert.deepEqual(await rowsFor(world, person), [], 'not before all is done');
    const later = await browser.call('postponeTask', { params: { signInId: signIn.id } });
    assert.equal(later.value.state, 'completed', later.text);
    assert.equal((await rowsFor(world, person)).length, 1);
    assert.notEqual(cookieOf(browser), undefined);
    assert.equal(await stateAfterPassword(browser, person), 'completed');

    const plain = await world.person({ login: 'unboxed', apps: 1, prefers: 'totp' });
    const other = world.browser();
    world.clock.advance(30_000);
    const { value } = await other.verify(await other.begin(plain), plain.code());
    await ok(other.call('postponeTask', { params: { signInId: value.id } }));
    assert.deepEqual(await rowsFor(world, plain), [], 'nobody is remembered unasked');
  });
}, prepareDatabase);
