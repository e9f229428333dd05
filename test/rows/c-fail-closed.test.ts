import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Database } from '../../apps/server/src/sql/open-database.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { makeFaults, type Part } from '../harness/world/faults.ts';
import { orderAppPassword } from '../harness/world/order.ts';
import type { Person } from '../harness/world/person.ts';
import { callAny, endpointsFor } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** Everything that a decision to let somebody in rests on. */
const PARTS = [
  'users',
  'authenticators',
  'throttles',
  'challenges',
  'signIns',
  'sessions',
  'knownBrowsers',
  'audit',
] as const satisfies readonly Part[];

const bearsSession = ({ setCookies }: Answer<unknown>): boolean =>
  setCookies.some((cookie) => /-session=[\w-]+/.test(cookie));

const password = (browser: Browser, person: Person) =>
  browser.call('beginSignIn', { body: { login: person.login, password: person.password } });

forEachStore((store) => {
  const faults = makeFaults();
  let world: World;
  before(async () => {
    world = await makeWorld(store, { wrapDatabase: faults.wrap });
  });
  after(() => {
    faults.mend();
    return world.close();
  });

  let made = 0;
  const somebody = () => {
    made += 1;
    return world.person({ login: `somebody-${made}`, apps: 1 });
  };

  async function whileBroken<Value>(part: Part, work: () => Promise<Value>): Promise<Value> {
    faults.break(part);
    try {
      return await work();
    } finally {
      faults.mend();
    }
  }

  const failures = async () => (await world.audit('auth.failed_closed')).length;

  /** Refused, no session, and a trace of it: a row, or a line where the audit log is what broke. */
  async function assertClosed(part: Part, work: () => Promise<Answer<unknown>>): Promise<void> {
    const [rows, lines] = [await failures(), world.logLines.length];
    const answer = await whileBroken(part, work);
    assert.equal(answer.status, 503, `${part}: ${answer.text}`);
    assert.deepEqual(answer.setCookies, [], part);
    if (part === 'audit') assert.match(world.logLines.slice(lines).join(''), /request failed/);
    else assert.equal(await failures(), rows + 1, part);
  }

  for (const part of PARTS) {
    it(`C07 ${part} throws: a right second step lets nobody in`, async () => {
      const person = await somebody();
      const browser = world.browser();
      const signIn = await browser.begin(person);
      await assertClosed(part, () => browser.verify(signIn, person.code()));
      assert.equal((await browser.call('getSession')).status, 401);
      const rows = await world.audit('session_created');
      assert.ok(rows.every(({ actor }) => actor?.id !== person.id));
    });

    it(`C07 ${part} throws: a right password gets no session, nor one where nothing more is asked`, async () => {
      const one = await somebody();
      const other = await world.person({ login: `one-step-${made}`, state: 'disabled' });
      for (const person of [one, other]) {
        const browser = world.browser();
        const answer = await whileBroken(part, () => password(browser, person));
        assert.ok(!bearsSession(answer), answer.text);
        const isHalf = person === one && ['sessions', 'knownBrowsers'].includes(part);
        assert.equal(answer.status, isHalf ? 200 : 503, `${person.login}: ${answer.text}`);
      }
    });
  }

  it('C07 remembered browsers cannot be looked up: nobody is let past the second step, or in', async () => {
    const person = await somebody();
    const browser = world.browser();
    const { id, challenge } = await browser.begin(person);
    const body = { challengeId: challenge?.id, output: person.code(), remember: true };
    const params = { signInId: id };
    await assertClosed('rememberedBrowsers', () =>
      browser.call('verifyChallenge', { params, body }),
    );
    const proven = await browser.call('verifyChallenge', { params, body });
    assert.equal(proven.status, 200, proven.text);
    await assertClosed('rememberedBrowsers', () => password(browser, person));
    assert.match((await password(browser, person)).text, /"state":"completed"/);
  });

  it('C07 app passwords, accounts or counters cannot be looked up: no app password is right', async () => {
    const person = await somebody();
    const right = await orderAppPassword(world, person);
    const body = { login: person.login, password: right };
    const ask = () => world.browser().call('verifyAppPassword', { body });
    for (const part of ['appPasswords', 'users', 'throttles', 'audit'] as const) {
      await assertClosed(part, ask);
    }
    assert.equal((await ask()).status, 200);
  });

  it('C07 a session whose look-up breaks is no session, for reads and writes alike', async () => {
    const person = await somebody();
    const browser = world.browser();
    await browser.signIn(person);
    for (const part of ['sessions', 'users'] as const) {
      for (const name of endpointsFor('session', 'fresh-session', 'set-up')) {
        const rows = await failures();
        const answer = await whileBroken(part, () => callAny(browser, name));
        assert.equal(answer.status, 503, `${part}, ${name}: ${answer.text}`);
        assert.equal(await failures(), rows + 1);
      }
    }
    assert.equal((await browser.call('getSession')).status, 200);
  });

  it('C07 only the table of authenticators fails: nobody gets in, and nobody counts as having none', async () => {
    const person = await somebody();
    const browser = world.browser();
    const signIn = await browser.begin(person);
    await rename(world.database, 'authenticator', 'authenticator_gone');
    try {
      assert.equal((await browser.verify(signIn, person.code())).status, 503);
      const again = await password(world.browser(), person);
      assert.equal(again.status, 503, again.text);
      assert.deepEqual(again.setCookies, []);
    } finally {
      await rename(world.database, 'authenticator_gone', 'authenticator');
    }
    const rows = (await world.audit('auth.failed_closed')).slice(-2);
    assert.deepEqual(
      rows.map(({ reason }) => reason),
      ['/api/v1/sign-in/:signInId/verify', '/api/v1/sign-in'],
    );
    assert.equal((await browser.call('getSession')).status, 401);
  });
}, prepareDatabase);

/** The engine itself says no, as it would to a file or table that is gone. */
const rename = ({ engine }: Database, from: string, to: string): Promise<unknown> =>
  engine.withConnection('fact', async (connection) => {
    const text = `alter table ${from} rename to ${to}`;
    await connection.run({ name: text, text, isRead: false, bind: () => [] }, []);
  });
