import assert from 'node:assert/strict';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { makePasswordHasher } from '../../apps/server/src/directory/password-hasher.ts';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** What a new installation hashes with (configuration `passwordHash`). */
const REAL_COST = { memoryKib: 19_456, iterations: 2, parallelism: 1 } as const;
const FLOOD = 500;
const QUEUE = 100;
const PEOPLE = 10;

type Known = { readonly person: Person; readonly browser: Browser };

describe('R35 the pool that hashes', () => {
  it('R35 of 500 at once, as many wait as the queue holds, and all others are turned away at once', async () => {
    const hasher = makePasswordHasher({ cost: REAL_COST, concurrency: 2, queueLimit: QUEUE });
    const stored = await hasher.hash('the right one');
    const answers = Array.from({ length: FLOOD }, () => hasher.verify(stored, 'a wrong one'));
    const start = performance.now();
    let shed = 0;
    for (const answer of answers) void answer.then((said) => (shed += said === 'busy' ? 1 : 0));
    await sleep(0);
    assert.equal(shed, FLOOD - QUEUE - 2);
    assert.ok(performance.now() - start < 1000);
    assert.equal(hasher.isFull(), true);
    const said = await Promise.all(answers);
    assert.equal(said.filter((one) => one === false).length, QUEUE + 2);
    assert.equal(await hasher.verify(stored, 'the right one'), true);
  });
});

type Patience = { readonly tries: number; readonly ms: number };

/** Tries again when told to come back, as the pages do. */
async function signInPatiently(browser: Browser, person: Person): Promise<Patience> {
  const start = performance.now();
  const body = { login: person.login, password: person.password };
  for (let tries = 1; ; tries += 1) {
    const { status, value, text } = await browser.call('beginSignIn', { body });
    if (status === 200) {
      assert.equal((await browser.verify(value, person.code())).status, 200);
      return { tries, ms: performance.now() - start };
    }
    // Never 429: being turned away for want of room costs no attempt.
    assert.equal(status, 503, text);
    await sleep(500);
  }
}

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { listening: true, config: { passwordHash: REAL_COST } });
  });
  after(() => world.close());

  /** Somebody whose stored hash costs what a new one does, and a browser known to the account. */
  async function knownPerson(login: string): Promise<Known> {
    const person = await world.person({ login, apps: 1 });
    const hasher = makePasswordHasher({ cost: REAL_COST, concurrency: 1, queueLimit: 1 });
    const hash = await hasher.hash(person.password);
    await world.database.transact('fact', (tx) =>
      tx.users.replacePassword(person.id, { hash, mustChange: false }),
    );
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  /** A new name and source each: no limit but that of the hashing pool is met. */
  const floodRequest = (n: number) => {
    const source = `203.0.${113 + Math.floor(n / 250)}.${n % 250}`;
    const body = { login: `flood-${n}`, password: 'not the one' };
    const url = world.nodeUrls[0] ?? '';
    return world.browser({ source }).barrierRequest('beginSignIn', { body }, url);
  };
  const flood = () => par(FLOOD, floodRequest);

  it('R35 500 wrong passwords from 500 sources at once: the rest gets 503, known browsers get in; the lag of the event loop is told, not judged, as the flood runs in the same process', async (t) => {
    const people: Known[] = [];
    while (people.length < PEOPLE) people.push(await knownPerson(`patient-${people.length}`));
    world.clock.advance(60_000);
    const lag = monitorEventLoopDelay({ resolution: 1 });
    lag.enable();
    const flooding = flood();
    // From before the queue is full until after it is empty.
    const signingIn = people.map(async ({ person, browser }, n) => {
      await sleep(n * 100);
      return signInPatiently(browser, person);
    });
    const waits = await Promise.all(signingIn);
    const answers = await flooding;
    lag.disable();

    const [wrong, shed] = [401, 503].map((code) => answers.filter(({ status }) => status === code));
    assert.ok(wrong && shed);
    assert.equal(wrong.length + shed.length, FLOOD);
    assert.ok(shed.length > 0);
    assert.ok(shed.every(({ headers }) => Number(headers['retry-after']) > 0));
    assert.equal((await world.audit('authn_login_fail')).length, wrong.length);
    const lagMs = lag.percentile(99) / 1e6;
    const times = waits.map(({ ms }) => Math.round(ms)).toSorted((a, b) => a - b);
    const tries = Math.max(...waits.map((one) => one.tries));
    t.diagnostic(`shed ${shed.length} of ${FLOOD}; event loop lag p99 ${lagMs.toFixed(1)} ms`);
    t.diagnostic(`known browsers in after ${times.join()} ms, ${tries} tries at most`);
  });
}, prepareDatabase);
