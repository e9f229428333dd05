import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { par } from '../harness/barrier.ts';
import { makeVisitors } from '../harness/visitors.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { HttpAnswer } from '../harness/http-answer.ts';
import { type Held, holdMany } from '../harness/world/held.ts';
import { codeOf, codeTexted, countEach, countEvaluated } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const RACES = 20;
/** Signed in, refused, over, throttled: never an error of the server. */
const EXPECTED: readonly number[] = [200, 401, 410, 429];

const succeeded = (answers: readonly HttpAnswer[]) =>
  answers.filter(({ status }) => status === 200);

forEachStore((store) => {
  let world: World;
  let visitors: ReturnType<typeof makeVisitors>;
  let made = 0;
  const login = () => `twice${(made += 1)}`;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { nodes, listening: true, phones: true });
    visitors = makeVisitors(world);
  });
  after(() => world.close());

  const hold = async (person: Person, type?: string) => {
    const browser = world.browser();
    const begun = await browser.begin(person);
    const signIn = type === undefined ? begun : (await browser.choose(begun, type)).value;
    return { browser, signIn };
  };

  /** The same output at every one of these, in one moment, over all nodes. */
  async function race(helds: readonly Held[], output: string): Promise<readonly HttpAnswer[]> {
    const answers = await par(helds.length, (n) => {
      const held = helds[n];
      assert.ok(held);
      const { browser, signIn } = held;
      const body = { challengeId: signIn.challenge.id, output };
      const input = { params: { signInId: signIn.id }, body };
      const url = world.nodeUrls[n % world.nodeUrls.length] ?? '';
      return browser.barrierRequest('verifyChallenge', input, url);
    });
    const odd = answers.map(({ status }) => status).filter((s) => !EXPECTED.includes(s));
    assert.deepEqual(odd, []);
    return answers;
  }

  it('B01 a code that signed in signs nobody in again', async () => {
    const person = await world.person({ login: login(), apps: 1 });
    await world.browser().signIn(person);
    const { browser, signIn } = await hold(person);
    const again = await browser.verify(signIn, person.code());
    assert.equal(again.status, 401);
    assert.equal(again.problem?.code, 'code_already_used');
    // Nor does the one before it, which its owner never used.
    assert.equal((await browser.verify(signIn, person.code(-1))).status, 401);
    assert.equal((await countEach(world, 'mfa.code.replayed'))(person), 2);
    assert.deepEqual(again.setCookies, []);
    world.clock.advance(30_000);
    assert.equal((await browser.verify(signIn, person.code())).status, 200);
  });

  it('B02 one code at 50 sign-ins in one moment, 20 times: one of them is signed in', async () => {
    const people: Person[] = [];
    for (let n = 0; n < RACES; n += 1) {
      const person = await world.person({ login: login(), apps: 1 });
      const helds = await holdMany(world, person, { type: 'totp', count: 50 });
      const winners = succeeded(await race(helds, person.code()));
      assert.equal(winners.length, 1);
      people.push(person);
    }
    const sessionsOf = await countEach(world, 'session_created');
    for (const person of people) assert.equal(sessionsOf(person), 1);
  });

  it('B04 the codes of the steps -1, 0 and +1 are accepted, and no others from -6 to +6', async () => {
    const accepted: number[] = [];
    for (let steps = -6; steps <= 6; steps += 1) {
      const person = await world.person({ login: login(), apps: 1 });
      const { browser, signIn } = await hold(person);
      const { status } = await browser.verify(signIn, person.code(steps));
      if (status === 200) accepted.push(steps);
      else assert.equal(status, 401);
    }
    assert.deepEqual(accepted, [-1, 0, 1]);
  });

  it('B05 a texted code works once, at its own sign-in', async () => {
    const phones = { mobile: visitors.newNumber() };
    const person = await world.person({ login: login(), phones });
    const { browser, signIn } = await hold(person);
    const code = await codeTexted(world, phones.mobile);
    assert.equal((await browser.verify(signIn, code)).status, 200);
    assert.equal((await browser.verify(signIn, code)).status, 410);
    world.clock.advance(31_000);
    const other = await hold(person);
    await codeTexted(world, phones.mobile, 1);
    assert.equal((await other.browser.verify(other.signIn, code)).status, 401);
  });

  it('B05 a texted code 50 times in one moment, 20 times over: one of them is signed in', async () => {
    const people: Person[] = [];
    for (let n = 0; n < RACES; n += 1) {
      const phones = { mobile: visitors.newNumber() };
      const person = await world.person({ login: login(), phones });
      const { browser, signIn } = await hold(person);
      const code = await codeTexted(world, phones.mobile);
      const { id, challenge } = signIn;
      assert.ok(challenge);
      const helds = Array.from({ length: 50 }, () => ({ browser, signIn: { id, challenge } }));
      const winners = succeeded(await race(helds, code));
      assert.equal(winners.length, 1);
      people.push(person);
    }
    const sessionsOf = await countEach(world, 'session_created');
    for (const person of people) assert.equal(sessionsOf(person), 1);
  });

  it('B06 a code is bound to the sign-in that it was sent for, and counts elsewhere', async () => {
    const phones = { mobile: visitors.newNumber() };
    const person = await world.person({ login: login(), phones });
    const a = await hold(person);
    const codeOfA = await codeTexted(world, phones.mobile);
    world.clock.advance(31_000);
    const b = await hold(person);
    const codeOfB = await codeTexted(world, phones.mobile, 1);
    assert.equal((await b.browser.verify(b.signIn, codeOfA)).status, 401);
    assert.equal(await countEvaluated(world, person), 1);
    assert.equal((await a.browser.verify(a.signIn, codeOfB)).status, 401);
    assert.equal(await countEvaluated(world, person), 2);
    assert.equal((await a.browser.verify(a.signIn, codeOfA)).status, 200);
    assert.equal((await b.browser.verify(b.signIn, codeOfB)).status, 200);
  });

  it('B07 a code of somebody else signs nobody in', async () => {
    const [one, two] = [await visitors.member(), await visitors.member()];
    assert.ok(one.person.numbers.mobile);
    const mine = await hold(one.person, 'text');
    const texted = await codeTexted(world, one.person.numbers.mobile);
    for (const [type, output] of [
      ['text', texted],
      ['totp', one.person.code(1)],
      ['saved-recovery-code', one.person.recoveryCodes[0]],
      ['temporary-access-pass', one.pass],
    ] as const) {
      const theirs = await hold(two.person, type);
      const { status } = await theirs.browser.verify(theirs.signIn, output);
      assert.equal(status, 401, type);
    }
    assert.equal(await countEvaluated(world, two.person), 4);
    assert.equal((await mine.browser.verify(mine.signIn, texted)).status, 200);
  });

  it('B08 one recovery code at 30 sign-ins in one moment, 20 times: one is signed in, nine codes are left', async () => {
    const people: Person[] = [];
    for (let n = 0; n < RACES; n += 1) {
      const person = await world.person({ login: login(), apps: 1, recoveryCodes: 10 });
      const helds = await holdMany(world, person, { type: 'saved-recovery-code', count: 30 });
      const [code = ''] = person.recoveryCodes;
      const answers = await race(helds, `01: ${code}`);
      assert.equal(succeeded(answers).length, 1);
      const bound = await world.database.stores.authenticators.list(person.id);
      assert.equal(bound.find(({ kind }) => kind === 'saved-recovery-codes')?.usesLeft, 9);
      people.push(person);
      if (n > 0) continue;
      world.clock.advance(16 * 60_000);
      const later = await hold(person, 'saved-recovery-code');
      assert.equal(later.signIn.challenge?.codeNumber, 2);
      assert.equal((await later.browser.verify(later.signIn, `01: ${code}`)).status, 401);
      world.clock.advance(60 * 60_000);
      const [, second] = person.recoveryCodes;
      const last = await hold(person, 'saved-recovery-code');
      assert.equal((await last.browser.verify(last.signIn, second)).status, 200);
    }
    const sessionsOf = await countEach(world, 'session_created');
    assert.deepEqual(people.map(sessionsOf), [2, ...Array.from({ length: RACES - 1 }, () => 1)]);
  });

  it('B10 the code that confirmed an app signs nobody in, and the next one not twice', async () => {
    const { person, browser } = await visitors.newcomer();
    const { value: app } = await browser.call('bindApp', { body: {} });
    const code = (steps = 0) => codeOf(world, app.secret, steps);
    const params = { bindingId: app.binding.id };
    const confirmed = await browser.call('confirmBinding', { params, body: { output: code() } });
    assert.equal(confirmed.status, 200, confirmed.text);

    const held = await hold(person);
    const used = await held.browser.verify(held.signIn, code());
    assert.equal(used.problem?.code, 'code_already_used');
    world.clock.advance(30_000);
    assert.equal((await held.browser.verify(held.signIn, code())).status, 200);
    await held.browser.call('getSession');
    const stepUp = await held.browser.call('beginStepUp', { body: {} });
    const again = await held.browser.verify(stepUp.value, code());
    assert.equal(again.problem?.code, 'code_already_used');
    assert.equal((await held.browser.verify(stepUp.value, code(1))).status, 200);
  });

  it('B13 one temporary pass at 20 sign-ins in one moment, 20 times: one session', async () => {
    const people: Person[] = [];
    for (let n = 0; n < RACES; n += 1) {
      const { person, pass = '' } = await visitors.member();
      const helds = await holdMany(world, person, { type: 'temporary-access-pass', count: 20 });
      assert.equal(succeeded(await race(helds, pass)).length, 1);
      people.push(person);
      if (n > 0) continue;
      world.clock.advance(16 * 60_000);
      const later = await world.browser().begin(person);
      assert.ok(later.options.every(({ type }) => type !== 'temporary-access-pass'));
    }
    const sessionsOf = await countEach(world, 'session_created');
    // One of the two is that of the browser a member comes with.
    for (const person of people) assert.equal(sessionsOf(person), 2);
  });

  it('B02 none of these races made transactions wait for each other in a circle', () => {
    for (const { database } of world.nodes) assert.equal(database.statistics().retries, 0);
  });
}, prepareDatabase);
