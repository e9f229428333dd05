import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Database } from '../../apps/server/src/sql/open-database.ts';
import type { Stores } from '../../apps/server/src/sql/stores.ts';
import { DOORS } from '../harness/doors.ts';
import { PROTOCOL_DOORS } from '../harness/protocol-doors.ts';
import { makeVisitors } from '../harness/visitors.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeFaults } from '../harness/world/faults.ts';
import { countEvaluated, wrongCode } from '../harness/world/outputs.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const statusesOf = (answers: readonly { readonly status: number }[]) =>
  answers.map(({ status }) => status);

/** The rest of the limiter's store goes on: only the count before the compare is lost. */
function makeLostReservations() {
  let isLost = false;
  const without = (stores: Stores): Stores => ({
    ...stores,
    throttles: {
      ...stores.throttles,
      reserve: async (lanes, now) => {
        if (isLost) throw new Error('the limiter is lost');
        return stores.throttles.reserve(lanes, now);
      },
      hold: async (lanes, now) => {
        if (isLost) throw new Error('the limiter is lost');
        return stores.throttles.hold(lanes, now);
      },
    },
  });
  return {
    lose: () => (isLost = true),
    mend: () => (isLost = false),
    wrap: (database: Database): Database => ({
      ...database,
      transact: (kind, work) => database.transact(kind, (tx) => work(without(tx))),
    }),
  };
}

forEachStore((store) => {
  describe('R36 restarted', () => {
    let world: World;
    before(async () => {
      world = await makeWorld(store, { nodes: store.name === 'postgres' ? 2 : 1 });
    });
    after(() => world.close());

    it('R36 the attempts of a challenge are counted on after every node was restarted', async () => {
      const person = await world.person({ login: 'restarted-1', apps: 1 });
      const browser = world.browser();
      const signIn = await browser.begin(person);
      const answers: number[] = [];
      for (let n = 0; n < 5; n += 1) {
        answers.push((await browser.verify(signIn, wrongCode(world, person))).status);
        await world.restart();
        browser.use(world.app);
      }
      assert.deepEqual(answers, [401, 401, 401, 401, 401]);
      assert.equal((await browser.verify(signIn, person.code())).status, 410);
      assert.equal(await countEvaluated(world, person), 5);
    });

    it('R36 guesses over many sign-ins, nodes and restarts: at most 10 compared in 15 minutes', async () => {
      const person = await world.person({ login: 'restarted-2', apps: 1 });
      const held: Awaited<ReturnType<typeof begin>>[] = [];
      const begin = async (node: number) => {
        const browser = world.browser({ node });
        return { browser, node, signIn: await browser.begin(person) };
      };
      for (let n = 0; n < 20; n += 1) held.push(await begin(n % 2));
      const statuses: number[] = [];
      for (let round = 0; round < 4; round += 1) {
        for (const { browser, node, signIn } of held) {
          browser.use(world.nodes[node % world.nodes.length] ?? world.app);
          statuses.push((await browser.verify(signIn, wrongCode(world, person))).status);
        }
        await world.restart();
        world.clock.advance(120_000);
      }
      const compared = await countEvaluated(world, person);
      assert.equal(statuses.filter((status) => status === 401).length, compared);
      assert.equal(statuses.filter((status) => status === 429).length, 80 - compared);
      assert.ok(compared > 5 && compared <= 10, `${compared} compared`);
    });

    it('R36 wrong passwords of an account and failures of a source are counted on', async () => {
      const person = await world.person({ login: 'restarted-3', apps: 1 });
      const wrong = { body: { login: person.login, password: 'not the one' } };
      for (let n = 0; n < 5; n += 1) await world.browser().call('beginSignIn', wrong);
      const from = { 'x-forwarded-for': '203.0.113.36' };
      for (let n = 0; n < 20; n += 1) {
        const body = { login: `nobody-${n}`, password: 'not the one' };
        await world.browser().call('beginSignIn', { body }, from);
      }
      await world.restart();
      const right = { body: { login: person.login, password: person.password } };
      const answers = [
        await world.browser().call('beginSignIn', right),
        await world.browser().call('beginSignIn', { body: { ...right.body, login: 'else' } }, from),
      ];
      assert.deepEqual(statusesOf(answers), [429, 429]);
    });
  });

  describe('R36 without its store', () => {
    const faults = makeFaults();
    const reservations = makeLostReservations();
    let world: World;
    let visitors: ReturnType<typeof makeVisitors>;
    const wrapDatabase = (database: Database) => faults.wrap(reservations.wrap(database));
    before(async () => {
      world = await makeWorld(store, { phones: true, wrapDatabase });
      visitors = makeVisitors(world);
    });
    after(() => world.close());

    const LOSSES = {
      'the limiter cannot count': { lose: reservations.lose, mend: reservations.mend },
      'the store of the limiter is down': {
        lose: () => faults.break('throttles'),
        mend: () => faults.mend(),
      },
    };

    for (const [loss, { lose, mend }] of Object.entries(LOSSES)) {
      for (const door of [...DOORS, ...PROTOCOL_DOORS]) {
        it(`R36 ${door.name}: where ${loss}, the right output is denied with 503`, async () => {
          if (door.endpoint === 'claimBootstrap' && loss !== 'the limiter cannot count') return;
          const visitor = await visitors.of(door);
          const standing = await door.arrange(visitor);
          const closed = (await world.audit('auth.failed_closed')).length;
          const logged = world.logLines.length;
          lose();
          const answers = [
            await standing.submit(standing.right()),
            await standing.submit(standing.wrong()),
          ];
          mend();
          assert.deepEqual(statusesOf(answers), [503, 503]);
          assert.ok(answers.every(({ headers }) => Number(headers['retry-after']) > 0));
          assert.ok(answers.every(({ setCookies }) => setCookies.length === 0));
          assert.equal((await world.audit('auth.failed_closed')).length, closed + 2);
          const lines = world.logLines.slice(logged).filter((l) => l.includes('request failed'));
          assert.equal(lines.length, 2);

          const { status, text } = await standing.submit(standing.right());
          assert.ok(status < 300, text);
        });
      }
    }
  });
}, prepareDatabase);
