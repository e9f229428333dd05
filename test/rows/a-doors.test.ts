import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AUTHENTICATOR_TYPES, propertiesOf } from '../../apps/server/src/domain/authenticator.ts';
import { DEVICE_ENDPOINTS } from '../../packages/contract/src/device-endpoints.ts';
import { ENDPOINTS } from '../../packages/contract/src/endpoints.ts';
import { type Door, type Standing, successOf } from '../harness/door.ts';
import { DOORS, doorsOf } from '../harness/doors.ts';
import { PROTOCOL_DOORS } from '../harness/protocol-doors.ts';
import { makeVisitors } from '../harness/visitors.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { countEvaluated } from '../harness/world/outputs.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** Pressed there: nothing comes to a door of ours. */
const ON_THE_PHONE: ReadonlySet<string> = new Set(['key-press']);

describe('A13 the table of doors', () => {
  it('A13 has every endpoint that compares a secret, and no other', () => {
    const secret = Object.entries({ ...ENDPOINTS, ...DEVICE_ENDPOINTS })
      .filter(([, { lane }]) => lane === 'secret')
      .map(([name]) => name);
    const walked: string[] = [...new Set(DOORS.flatMap(({ endpoint }) => endpoint ?? []))];
    assert.deepEqual(walked.toSorted(), secret.toSorted());
  });

  it('A13 has every authenticator that takes something typed', () => {
    const typed = AUTHENTICATOR_TYPES.filter(
      (type) => !ON_THE_PHONE.has(propertiesOf(type).output),
    );
    const walked = new Set(DOORS.map(({ type }) => type));
    assert.deepEqual(
      typed.filter((type) => !walked.has(type)),
      [],
    );
  });
});

/**
 * Behind the one budget of the second step; passkeys, which nobody can guess, have another. Numbers on
 * a phone are in it too, but one wrong one ends the request: rows E01 and E02 count those.
 */
const isCounted = ({ type, oneEntry }: Door): boolean =>
  type !== undefined && oneEntry !== true && propertiesOf(type).lane === 'second-step';

const statusOf = async (standing: Standing, output: unknown): Promise<number> =>
  (await standing.submit(output)).status;

forEachStore((store) => {
  let world: World;
  let visitors: ReturnType<typeof makeVisitors>;
  before(async () => {
    world = await makeWorld(store, { phones: true });
    visitors = makeVisitors(world);
  });
  after(() => world.close());

  const walked = [...DOORS, ...PROTOCOL_DOORS];
  for (const door of walked.filter(({ endpoint }) => endpoint !== 'claimBootstrap')) {
    it(`A13 ${door.name}: refuses the wrong output and takes the right one`, async () => {
      const standing = await door.arrange(await visitors.of(door));
      assert.equal(await statusOf(standing, standing.wrong()), door.refuses ?? 401);
      const again = door.oneEntry === true ? await door.arrange(await visitors.of(door)) : standing;
      assert.equal(await statusOf(again, again.right()), successOf(door));
    });
  }

  for (const door of DOORS.filter(isCounted)) {
    it(`A13 guessed out at ${door.name}, the account is locked at every door`, async () => {
      const visitor = await visitors.of(door);
      const others = doorsOf(door.visitor).filter((other) => other !== door && isCounted(other));
      const standings: Standing[] = [];
      for (const one of [door, ...others]) standings.push(await one.arrange(visitor));
      const [guessed, ...rest] = standings;
      assert.ok(guessed);

      const guesses: number[] = [];
      for (let n = 0; n < 15; n += 1) guesses.push(await statusOf(guessed, guessed.wrong()));
      assert.equal(guesses.filter((status) => status === 401).length, 5);
      assert.equal(await countEvaluated(world, visitor.person), 5);

      for (const [n, standing] of rest.entries()) {
        const { status, headers, problem } = await standing.submit(standing.right());
        assert.equal(status, 429, `${others[n]?.name}: ${problem?.code}`);
        assert.equal(Number(headers['retry-after']), 30);
      }
      const again = await world.browser().call('beginSignIn', {
        body: { login: visitor.person.login, password: visitor.person.password },
      });
      assert.equal(again.status, 429);
    });
  }

  it('A13 guessed out by codes, a person with a passkey still gets in by it', async () => {
    const visitor = await visitors.keyHolder();
    const { person } = visitor;
    const open: Standing[] = [];
    for (const door of doorsOf('key-holder')) open.push(await door.arrange(visitor));
    const [app] = doorsOf('member');
    const guessed = await app?.arrange(visitor);
    assert.ok(guessed);
    const guesses: number[] = [];
    for (let n = 0; n < 15; n += 1) guesses.push(await statusOf(guessed, guessed.wrong()));
    assert.equal(guesses.filter((status) => status === 401).length, 5);
    assert.equal((await world.browser().signInByBoth(person)).status, 200);
    for (const standing of open) assert.equal(await statusOf(standing, standing.right()), 200);
  });

  it('A13 refused passkeys fill their own budget, and leave that of codes alone', async () => {
    const { person } = await visitors.keyHolder();
    const statuses: number[] = [];
    for (let n = 0; n < 25; n += 1) {
      const challenge = 'A'.repeat(43);
      statuses.push((await world.browser().signInByBoth(person, { challenge })).status);
    }
    assert.equal(statuses.filter((status) => status === 401).length, 20);
    assert.equal(statuses.at(-1), 429);
    // Neither a code nor the passkey alone waits for it.
    await world.browser().signIn(person);
    const [passkey] = person.passkeys;
    assert.equal((await world.browser().signInByPasskey(passkey)).status, 200);
    world.clock.advance(10 * 60_000);
    assert.equal((await world.browser().signInByBoth(person)).status, 200);
  });

  it('A13 fifteen wrong outputs at every door bring at most 10 compares in 15 minutes', async () => {
    const visitor = await visitors.member();
    const standings: Standing[] = [];
    for (const door of doorsOf('member')) standings.push(await door.arrange(visitor));
    // 15 rounds of 59 s stay within the quarter of an hour.
    for (let round = 0; round < 15; round += 1) {
      for (const standing of standings) {
        const status = await statusOf(standing, standing.wrong());
        assert.ok(status >= 400 && status < 500, `${status}`);
      }
      world.clock.advance(59_000);
    }
    const evaluated = await countEvaluated(world, visitor.person);
    assert.ok(evaluated > 5 && evaluated <= 10, `${evaluated} compared`);
  });

  it('A13 wrong passwords lock the password of strangers, and no second step', async () => {
    const visitor = await visitors.member();
    const standings: Standing[] = [];
    for (const door of doorsOf('member')) standings.push(await door.arrange(visitor));
    const password = DOORS.find(({ endpoint }) => endpoint === 'beginSignIn');
    const stranger = await password?.arrange(visitor);
    assert.ok(stranger);
    const statuses: number[] = [];
    for (let n = 0; n < 15; n += 1) statuses.push(await statusOf(stranger, stranger.wrong()));
    assert.deepEqual([...new Set(statuses)], [401, 429]);
    assert.equal(await statusOf(stranger, stranger.right()), 429);
    const [first] = standings;
    assert.ok(first);
    assert.equal(await statusOf(first, first.right()), 200);
  });
}, prepareDatabase);
