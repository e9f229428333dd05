import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { codeOf } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const isIn = async (browser: Browser): Promise<boolean> =>
  (await browser.call('getSession')).status === 200;

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { nodes: store.name === 'postgres' ? 2 : 1 });
  });
  after(() => world.close());

  let made = 0;
  const newPerson = (apps = 1) => {
    made += 1;
    return world.person({ login: `signed-in-${made}`, apps });
  };

  /** A code is good once, and this person's clock goes on. */
  async function signIn(person: Person, node = 0): Promise<Browser> {
    world.clock.advance(30_000);
    const browser = world.browser({ node });
    await browser.signIn(person);
    return browser;
  }

  async function signInOften(person: Person, count: number): Promise<readonly Browser[]> {
    const browsers: Browser[] = [];
    for (let n = 0; n < count; n += 1) {
      browsers.push(await signIn(person, n % world.nodes.length));
    }
    return browsers;
  }

  it('H13 the list has every browser, where it is and since when, and marks this one', async () => {
    const person = await newPerson();
    const [first, second] = await signInOften(person, 2);
    assert.ok(first && second);
    const { sessions } = (await second.call('getSessions')).value;
    assert.deepEqual(
      sessions.map(({ current }) => current),
      [true, false],
    );
    for (const one of sessions) {
      assert.equal(one.browser, 'Firefox on Linux');
      assert.match(one.place.address, /^198\.51\.\d+\.x$/);
      assert.ok(one.startedAt <= one.lastSeenAt);
    }
    world.clock.advance(61 * 60_000);
    const third = await signIn(person);
    assert.equal((await third.call('getSessions')).value.sessions.length, 1, 'idle ones are over');
  });

  it('H13 one that is signed out is out within a second, on every node', async () => {
    const person = await newPerson();
    const [first, second, third] = await signInOften(person, 3);
    assert.ok(first && second && third);
    const { sessions } = (await third.call('getSessions')).value;
    const { sessions: seenByFirst } = (await first.call('getSessions')).value;
    const sessionId = seenByFirst.find(({ current }) => current)?.id ?? '';
    const { status, value } = await third.call('endOneSession', { params: { sessionId } });
    assert.equal(status, 200);
    assert.equal(value.sessions.length, sessions.length - 1);
    for (const node of world.nodes) assert.ok(!(await isIn(first.use(node))));
    assert.ok(await isIn(second));
    assert.equal((await third.call('endOneSession', { params: { sessionId } })).status, 404);
  });

  it('H13 all others are out within a second, on every node', async () => {
    const person = await newPerson();
    const browsers = await signInOften(person, 4);
    const last = browsers.at(-1);
    assert.ok(last);
    const { status, value } = await last.call('endOtherSessions');
    assert.equal(status, 200);
    assert.deepEqual(
      value.sessions.map(({ current }) => current),
      [true],
    );
    for (const browser of browsers.slice(0, -1)) {
      for (const node of world.nodes) assert.ok(!(await isIn(browser.use(node))));
    }
    const rows = await world.audit('session_revoked');
    const own = rows.filter(({ actor }) => actor?.id === person.id);
    assert.deepEqual(
      own.map(({ reason, detail }) => [reason, detail?.['sessions']]),
      [['signed_out_elsewhere', 3]],
    );
  });

  it("H13 it takes a fresh proof, and nobody else's session is reached", async () => {
    const [person, other] = [await newPerson(), await newPerson()];
    const browser = await signIn(person);
    const theirs = await signIn(other);
    const { sessions } = (await theirs.call('getSessions')).value;
    const params = { sessionId: sessions[0]?.id ?? '' };
    assert.equal((await browser.call('endOneSession', { params })).status, 404);
    assert.ok(await isIn(theirs));
    world.clock.advance(6 * 60_000);
    for (const { status, problem } of [
      await browser.call('endOneSession', { params }),
      await browser.call('endOtherSessions'),
    ]) {
      assert.deepEqual([status, problem?.code], [403, 'step_up_required']);
    }
  });

  it('D15 of more than 20 sessions the oldest end', async () => {
    const person = await newPerson();
    const browsers = await signInOften(person, 23);
    const alive: boolean[] = [];
    for (const browser of browsers) alive.push(await isIn(browser));
    assert.deepEqual(alive, [...Array(3).fill(false), ...Array(20).fill(true)]);
    const last = browsers.at(-1);
    assert.equal((await last?.call('getSessions'))?.value.sessions.length, 20);
  });

  it('D14 adding, replacing or removing a method ends all other sessions, and not the one at hand', async () => {
    const person = await newPerson(2);
    const [one, two, own] = await signInOften(person, 3);
    assert.ok(one && two && own);
    const { binding, secret } = (await own.call('bindApp', { body: {} })).value;
    const body = { output: codeOf(world, secret) };
    await own.call('confirmBinding', { params: { bindingId: binding.id }, body });
    assert.deepEqual([await isIn(one), await isIn(two), await isIn(own)], [false, false, true]);

    const again = await signIn(person);
    const methodId = person.apps[1]?.id ?? '';
    assert.equal((await own.call('removeMethod', { params: { methodId } })).status, 200);
    assert.deepEqual([await isIn(again), await isIn(own)], [false, true]);
  });

  it('D03 a step-up makes one session fresh and no other, whatever it shows of it', async () => {
    const person = await newPerson();
    const [stepped, other] = await signInOften(person, 2);
    assert.ok(stepped && other);
    world.clock.advance(6 * 60_000);
    const begun = (await stepped.call('beginStepUp', { body: {} })).value;
    const foreign = await other.call('verifyChallenge', {
      params: { signInId: begun.id },
      body: { challengeId: begun.challenge?.id, output: person.code() },
    });
    assert.equal(foreign.status, 410, 'the id of a step-up is nothing without its cookie');
    assert.equal((await stepped.verify(begun, person.code())).status, 200);

    const params = { methodId: person.apps[0]?.id ?? '' };
    const body = { name: 'Mine' };
    const token = stepped.csrfToken ?? '';
    await other.call('getSession');
    const tries = [
      await other.call('renameMethod', { params, body }),
      await other.call('renameMethod', { params, body }, { 'x-step-up': begun.id }),
      await other.call('renameMethod', { params, body }, { authorization: `Bearer ${begun.id}` }),
      await other.call('renameMethod', { params, body }, { 'x-proofup-csrf': token }),
    ];
    for (const { status } of tries) assert.equal(status, 403);
    assert.equal((await stepped.call('renameMethod', { params, body })).status, 200);
    world.clock.advance(5 * 60_000 + 1);
    assert.equal((await stepped.call('renameMethod', { params, body })).status, 403);
  });
}, prepareDatabase);
