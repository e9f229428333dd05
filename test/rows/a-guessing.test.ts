import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { holdMany } from '../harness/world/held.ts';
import {
  codeTexted,
  countCodesTexted,
  countEach,
  countEvaluated,
  countNotices,
  makeNumbers,
  numberOf,
  otherCodes,
  wrongCode,
  wrongCodes,
} from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';
import type { SignInView } from '../../packages/contract/src/schemas.ts';

const RACES = 20;
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;

type Held = { readonly browser: Browser; readonly signIn: SignInView };
/** As far as a guess needs it. */
type Standing = {
  readonly browser: Browser;
  readonly signIn: {
    readonly id: string;
    readonly challenge?: { readonly id: string } | undefined;
  };
};

const statusesOf = (answers: readonly Answer<unknown>[]) => answers.map(({ status }) => status);

forEachStore((store) => {
  let world: World;
  const newNumber = makeNumbers();
  let made = 0;
  const login = () => `guessed${(made += 1)}`;
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { nodes, listening: true, phones: true });
  });
  after(() => world.close());

  const hold = async (person: Person, node = 0): Promise<Held> => {
    const browser = world.browser({ node });
    return { browser, signIn: await browser.begin(person) };
  };
  const guess = ({ browser, signIn }: Held, person: Person) =>
    browser.verify(signIn, wrongCode(world, person));
  const evaluated = (person: Person) => countEvaluated(world, person);
  /** The password again and again, each time when the answer to the last try says so. */
  const holdWhenAllowed = async (person: Person): Promise<Held> => {
    const browser = world.browser();
    const body = { login: person.login, password: person.password };
    const first = await browser.call('beginSignIn', { body });
    if (first.status === 200) return { browser, signIn: first.value };
    assert.equal(first.status, 429, first.text);
    world.clock.advance((first.problem?.retryAfter ?? 0) * 1000);
    return { browser, signIn: await browser.begin(person) };
  };

  it('A01 five wrong codes end the challenge, for the right one too', async () => {
    const person = await world.person({ login: login(), apps: 1 });
    const held = await hold(person);
    for (let n = 0; n < 5; n += 1) assert.equal((await guess(held, person)).status, 401);
    const right = await held.browser.verify(held.signIn, person.code());
    assert.equal(right.status, 410);
    assert.deepEqual(right.setCookies, []);
    // Nor when the wait of the account is over.
    world.clock.advance(31_000);
    assert.equal((await held.browser.verify(held.signIn, person.code())).status, 410);
    assert.equal((await held.browser.call('getSession')).status, 401);
    const exhausted = await world.audit('mfa.challenge.exhausted');
    assert.equal(exhausted.filter(({ actor }) => actor?.id === person.id).length, 1);
    assert.equal(await evaluated(person), 5);
  });

  it('A02 1,000 guesses over 200 sign-ins, sources and nodes: at most 10 compared, and the person is told', async () => {
    const person = await world.person({ login: login(), apps: 1 });
    const helds: Held[] = [];
    for (let n = 0; n < 200; n += 1) helds.push(await hold(person, n % 2));
    const start = world.clock.now();
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(helds.map((held) => guess(held, person)));
      const refused = answers.filter(({ status }) => status !== 401);
      assert.deepEqual([...new Set(statusesOf(refused))], [429]);
      assert.ok(refused.every(({ headers }) => Number(headers['retry-after']) >= 1));
      world.clock.advance(110_000);
    }
    assert.ok(world.clock.now().getTime() - start.getTime() < QUARTER);
    const compared = await evaluated(person);
    assert.ok(compared >= 5 && compared <= 10, `${compared} compared`);
    const mail = await world.sink.waitForMail(person.email);
    assert.match(mail.subject, /failed the second step/);
    // What was queued: a clock that jumps over a lease may well have it sent twice.
    assert.equal(await countNotices(world, person, 'mail'), 1);
  });

  /** A wrong code for each of these in one moment: other sources, other codes, all nodes. */
  async function guessAtOnce(helds: readonly Standing[], person: Person): Promise<number> {
    const codes = wrongCodes(world, person, helds.length);
    const answers = await par(helds.length, (n) => {
      const held = helds[n];
      assert.ok(held);
      const body = { challengeId: held.signIn.challenge?.id, output: codes[n] };
      const url = world.nodeUrls[n % world.nodeUrls.length] ?? '';
      const input = { params: { signInId: held.signIn.id }, body };
      const request = held.browser.barrierRequest('verifyChallenge', input, url);
      return { ...request, headers: { ...request.headers, 'x-forwarded-for': `203.0.113.${n}` } };
    });
    const statuses = answers.map(({ status }) => status);
    assert.deepEqual(
      statuses.filter((status) => ![401, 410, 429].includes(status)),
      [],
    );
    return statuses.filter((status) => status === 401).length;
  }

  it('A03 100 guesses at one sign-in in one moment, 20 times: at most 5 compared', async () => {
    const people: Person[] = [];
    for (let race = 0; race < RACES; race += 1) {
      const person = await world.person({ login: login(), apps: 1 });
      people.push(person);
      const held = await hold(person);
      const refused = await guessAtOnce(
        Array.from({ length: 100 }, () => held),
        person,
      );
      assert.equal(refused, 5);
    }
    const comparedFor = await countEach(world, 'mfa.code.evaluated');
    for (const person of people) assert.equal(comparedFor(person), 5);
  });

  it('A03 100 guesses at as many sign-ins in one moment, 20 times: at most 5 compared', async () => {
    const people: Person[] = [];
    for (let race = 0; race < RACES; race += 1) {
      const person = await world.person({ login: login(), apps: 1 });
      people.push(person);
      const helds = await holdMany(world, person, { type: 'totp', count: 100 });
      assert.equal(await guessAtOnce(helds, person), 5);
    }
    const comparedFor = await countEach(world, 'mfa.code.evaluated');
    for (const person of people) assert.equal(comparedFor(person), 5);
  });

  it('A04 a new code does not bring new attempts', async () => {
    const phones = { mobile: newNumber() };
    const person = await world.person({ login: login(), phones });
    const { browser, signIn } = await hold(person);
    const first = await codeTexted(world, phones.mobile);
    for (const code of otherCodes(4, [first])) {
      assert.equal((await browser.verify(signIn, code)).status, 401);
    }
    world.clock.advance(31_000);
    const again = await browser.choose(signIn, 'text');
    assert.equal(again.status, 200, again.text);
    const second = await codeTexted(world, phones.mobile, 1);
    const answers: Answer<unknown>[] = [];
    for (const code of otherCodes(4, [first, second])) {
      answers.push(await browser.verify(again.value, code));
    }
    assert.deepEqual(statusesOf(answers), [401, 410, 410, 410]);
    assert.equal((await browser.verify(again.value, second)).status, 410);
    assert.equal(await evaluated(person), 5);
  });

  it('A05 the password again clears no failed second step', async () => {
    const person = await world.person({ login: login(), apps: 1 });
    const first = await hold(person);
    for (let n = 0; n < 5; n += 1) assert.equal((await guess(first, person)).status, 401);
    const second = await holdWhenAllowed(person);
    for (const waitMs of [0, MINUTE, 2 * MINUTE, 4 * MINUTE]) {
      world.clock.advance(waitMs);
      assert.equal((await guess(second, person)).status, 401);
    }
    assert.equal(await evaluated(person), 9);
    const third = await holdWhenAllowed(person);
    const answers = [await guess(third, person), await guess(third, person)];
    assert.deepEqual(statusesOf(answers), [401, 429]);
    // The tenth in a row: 30 s doubled five times.
    assert.equal(answers[1]?.problem?.retryAfter, 960);
    assert.equal(await evaluated(person), 10);
  });

  it('A06 a right text does not clear the failures of the app', async () => {
    const phones = { mobile: newNumber() };
    const person = await world.person({ login: login(), phones, apps: 1, prefers: 'totp' });
    const first = await hold(person);
    for (let n = 0; n < 5; n += 1) assert.equal((await guess(first, person)).status, 401);
    const second = await holdWhenAllowed(person);
    for (const waitMs of [0, MINUTE, 2 * MINUTE]) {
      world.clock.advance(waitMs);
      assert.equal((await guess(second, person)).status, 401);
    }
    const owner = await holdWhenAllowed(person);
    const chosen = await owner.browser.choose(owner.signIn, 'text');
    const code = await codeTexted(world, phones.mobile);
    assert.equal((await owner.browser.verify(chosen.value, code)).status, 200);

    const third = await hold(person);
    const answers = [await guess(third, person), await guess(third, person)];
    assert.deepEqual(statusesOf(answers), [401, 429]);
    assert.equal(answers[1]?.problem?.retryAfter, 480);
    assert.equal(await evaluated(person), 9);
  });

  it('A08 50 wrong codes in a row, however slowly, switch the app off until another method proves the person; without passkeys', async () => {
    const phones = { mobile: newNumber() };
    const person = await world.person({ login: login(), phones, apps: 1, prefers: 'totp' });
    let offered = 0;
    for (let n = 0; n < 120; n += 1) {
      const held = await holdWhenAllowed(person);
      const type = held.signIn.challenge?.option.type;
      if (type !== 'totp') {
        assert.ok(held.signIn.options.every((option) => option.type !== 'totp'));
        assert.equal((await held.browser.verify(held.signIn, person.code())).status, 401);
        break;
      }
      offered += 1;
      assert.equal((await guess(held, person)).status, 401);
    }
    assert.equal(offered, 50);
    const disabled = await world.audit('factor.disabled');
    assert.equal(disabled.filter(({ actor }) => actor?.id === person.id).length, 1);
    const wrong = await world.audit('mfa.code.evaluated');
    const ofApp = wrong.filter(({ actor, method }) => actor?.id === person.id && method === 'totp');
    assert.equal(ofApp.length, 50);

    const owner = await signInByText(person);
    const info = await owner.call('getSecurityInfo');
    assert.equal(info.value.methods.find(({ kind }) => kind === 'totp')?.state, 'active');
    const restored = await world.audit('factor.restored');
    assert.equal(restored.filter(({ actor }) => actor?.id === person.id).length, 1);

    // Restored, not forgiven: one more wrong code and it is off again.
    const held = await holdWhenAllowed(person);
    assert.equal((await guess(held, person)).status, 401);
    assert.equal((await world.audit('factor.disabled')).length, disabled.length + 1);
    await signInByText(person);
    world.clock.advance(MINUTE);
    const back = await holdWhenAllowed(person);
    assert.equal((await back.browser.verify(back.signIn, person.code())).status, 200);
  });

  async function signInByText(person: Person): Promise<Browser> {
    world.clock.advance(61 * MINUTE);
    const number = numberOf(person, 'mobile');
    const sent = countCodesTexted(world, number);
    const { browser, signIn } = await holdWhenAllowed(person);
    const isText = signIn.challenge?.option.type === 'text';
    const chosen = isText ? signIn : (await browser.choose(signIn, 'text')).value;
    const code = await codeTexted(world, number, sent);
    const { status, text } = await browser.verify(chosen, code);
    assert.equal(status, 200, text);
    return browser;
  }
}, prepareDatabase);
