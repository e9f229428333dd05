import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { SignInView } from '../../packages/contract/src/schemas.ts';
import { makeVisitors } from '../harness/visitors.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { codeTexted, countEvaluated, numberOf } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** What can be done with a sign-in whose password was right; `verify` brings a right code of the app. */
const STEPS = ['choose-app', 'choose-codes', 'verify', 'end', 'cancel'] as const;
type Step = (typeof STEPS)[number];

const ordersOf = (steps: readonly Step[]): readonly (readonly Step[])[] =>
  steps.length === 0
    ? [[]]
    : steps.flatMap((step) =>
        ordersOf(steps.filter((other) => other !== step)).map((rest) => [step, ...rest]),
      );

/** The documented order: the app is asked for last, its code follows, and nobody gave up before. */
function shouldSignIn(order: readonly Step[]): boolean {
  const earlier = order.slice(0, order.indexOf('verify'));
  const asked = earlier.findLast((step) => step === 'choose-app' || step === 'choose-codes');
  return !earlier.includes('cancel') && asked !== 'choose-codes';
}

type Walk = { readonly person: Person; readonly browser: Browser; readonly begun: SignInView };

const signedIn = async (browser: Browser): Promise<boolean> =>
  (await browser.call('getSession')).status === 200;

/** By the ids of the beginning: that it is over by now is for the server to know. */
async function choose({ browser, begun }: Walk, current: SignInView, type: string) {
  const { status, value } = await browser.choose(begun, type);
  return status === 200 ? value : current;
}

forEachStore((store) => {
  let world: World;
  let visitors: ReturnType<typeof makeVisitors>;
  let people = 0;
  const login = () => `ordered${(people += 1)}`;
  before(async () => {
    world = await makeWorld(store, { phones: true });
    visitors = makeVisitors(world);
  });
  after(() => world.close());

  it('B12 a person named in a later step is refused, and is not signed in', async () => {
    const victim = await world.person({ login: login(), apps: 1 });
    const person = await world.person({ login: login(), apps: 1 });
    for (const field of ['userId', 'user', 'login', 'email', 'signInId']) {
      const browser = world.browser();
      const signIn = await browser.begin(person);
      const params = { signInId: signIn.id };
      const swap = { [field]: field === 'userId' ? victim.id : victim.login };
      const body = { challengeId: signIn.challenge?.id, output: person.code(), ...swap };
      assert.equal((await browser.call('verifyChallenge', { params, body })).status, 400, field);
      const chosen = { optionId: signIn.options[0]?.id, ...swap };
      const answer = await browser.call('issueChallenge', { params, body: chosen });
      assert.equal(answer.status, 400, field);
      assert.equal(await signedIn(browser), false);
    }
  });

  it('B12 the challenge, the sign-in or the code of another browser opens nothing', async () => {
    const victim = await world.person({ login: login(), apps: 1 });
    const person = await world.person({ login: login(), apps: 1 });
    const theirs = await world.browser().begin(victim);
    const browser = world.browser();
    const mine = await browser.begin(person);
    const tries = [
      // Their challenge in my sign-in, and the other way round, with either person's right code.
      { signInId: mine.id, challengeId: theirs.challenge?.id, output: victim.code() },
      { signInId: mine.id, challengeId: theirs.challenge?.id, output: person.code() },
      { signInId: theirs.id, challengeId: theirs.challenge?.id, output: victim.code() },
      { signInId: theirs.id, challengeId: mine.challenge?.id, output: person.code() },
    ];
    for (const { signInId, ...body } of tries) {
      const answer = await browser.call('verifyChallenge', { params: { signInId }, body });
      assert.equal(answer.status, 404, answer.text);
      assert.deepEqual(answer.setCookies, []);
    }
    assert.equal(await signedIn(browser), false);
    assert.equal(await countEvaluated(world, victim), 0);
    const { status } = await browser.verify(mine, person.code());
    assert.equal(status, 200);
    assert.equal((await browser.call('getSession')).value.user.login, person.login);
  });

  it('B12 without the cookie of the sign-in its ids are worth nothing', async () => {
    const person = await world.person({ login: login(), apps: 1 });
    const signIn = await world.browser().begin(person);
    const answer = await world.browser().verify(signIn, person.code());
    assert.equal(answer.status, 410);
    assert.equal(answer.problem?.code, 'sign_in_over');
    assert.deepEqual(answer.setCookies, []);
  });

  const DO: Readonly<Record<Step, (walk: Walk, current: SignInView) => Promise<SignInView>>> = {
    'choose-app': async (walk, current) => choose(walk, current, 'totp'),
    'choose-codes': async (walk, current) => choose(walk, current, 'saved-recovery-code'),
    verify: async ({ browser, person }, current) => {
      await browser.verify(current, person.code());
      return current;
    },
    end: async ({ browser, begun }, current) => {
      const params = { signInId: begun.id };
      // Neither a call nor a set-up is what this sign-in waits for.
      assert.ok((await browser.call('completeSignIn', { params })).status >= 400);
      assert.ok((await browser.call('finishSetUp', { params })).status >= 400);
      return current;
    },
    cancel: async ({ browser, begun }, current) => {
      await browser.call('cancelSignIn', { params: { signInId: begun.id } });
      return current;
    },
  };

  it('B14 of all 120 orders of five steps only the documented ones sign in', async () => {
    for (const order of ordersOf(STEPS)) {
      const person = await world.person({ login: login(), apps: 1, recoveryCodes: 1 });
      const browser = world.browser();
      const begun = await browser.begin(person);
      let current = begun;
      for (const step of order) current = await DO[step]({ person, browser, begun }, current);
      assert.equal(await signedIn(browser), shouldSignIn(order), order.join());
    }
  });

  it('B14 with two methods interleaved only the one asked for last signs in', async () => {
    const { person } = await visitors.member();
    const number = numberOf(person, 'mobile');
    const browser = world.browser();
    const app = await browser.begin(person, person.login);
    const first = await browser.choose(app, 'totp');
    const text = await browser.choose(app, 'text');
    const code = await codeTexted(world, number);
    const again = await browser.choose(app, 'totp');
    // The text's challenge was replaced, and the app's first one before it.
    assert.equal((await browser.verify(text.value, code)).status, 410);
    assert.equal((await browser.verify(first.value, person.code(1))).status, 410);
    assert.equal((await browser.verify(again.value, code)).status, 401);
    assert.equal((await browser.verify(again.value, person.code(1))).status, 200);
    // And what is over stays over.
    assert.equal((await browser.choose(app, 'text')).status, 410);
    assert.equal((await browser.verify(again.value, person.code(1))).status, 410);
  });

  it('B14 a session does not come from a step of a set-up', async () => {
    const { browser } = await visitors.newcomer();
    const signInId = (await beginAgain(browser)).id;
    const params = { signInId };
    assert.equal((await browser.call('completeSignIn', { params })).status, 409);
    assert.equal((await browser.call('finishSetUp', { params })).status, 403);
    const challengeId = crypto.randomUUID();
    const body = { challengeId, output: '123456' };
    assert.equal((await browser.call('verifyChallenge', { params, body })).status, 410);
    assert.equal(
      (await browser.call('issueChallenge', { params, body: { optionId: 'x' } })).status,
      403,
    );
    assert.equal(await signedIn(browser), false);
  });

  async function beginAgain(browser: Browser): Promise<SignInView> {
    const person = await world.person({ login: login() });
    return browser.begin(person);
  }
}, prepareDatabase);
