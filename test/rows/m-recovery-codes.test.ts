import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { RECOVERY_CODE_LENGTH, randomCode } from '../../apps/server/src/crypto/random-code.ts';
import { CROCKFORD } from '../../apps/server/src/domain/output.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeHashCounter } from '../harness/world/hashes.ts';
import { holdMany } from '../harness/world/held.ts';
import { countEvaluated } from '../harness/world/outputs.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const WRONG = '01: ZZZZ-ZZZZ-ZZZZ-ZZZZ';

describe('M06 recovery codes', () => {
  it('M06 10,000 codes have 80 bits each: every place takes every character alike', () => {
    const codes = Array.from({ length: 10_000 }, () => randomCode(RECOVERY_CODE_LENGTH));
    assert.equal(new Set(codes).size, codes.length);
    assert.ok(Math.log2(CROCKFORD.length) * RECOVERY_CODE_LENGTH >= 64);
    const expected = codes.length / CROCKFORD.length;
    for (let place = 0; place < RECOVERY_CODE_LENGTH; place += 1) {
      const counts = Map.groupBy(codes, (code) => code[place] ?? '');
      assert.deepEqual([...counts.keys()].toSorted(), Array.from(CROCKFORD).toSorted());
      const chi2 = [...counts.values()].reduce(
        (sum, { length }) => sum + (length - expected) ** 2 / expected,
        0,
      );
      // 31 degrees of freedom: beyond this once in ten million.
      assert.ok(chi2 < 90, `place ${place}: ${chi2}`);
    }
  });
});

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  it('M06 1,000 wrong codes over 200 sign-ins: at most 10 compared in 15 minutes, one hash for each', async () => {
    const person = await world.person({ login: 'guessed', apps: 1, recoveryCodes: 10 });
    const held = await holdMany(world, person, { type: 'saved-recovery-code', count: 200 });
    const countHashes = await makeHashCounter(world);
    const statuses: number[] = [];
    const hashes = await countHashes(async () => {
      for (let round = 0; round < 5; round += 1) {
        for (const { browser, signIn } of held) {
          const body = { challengeId: signIn.challenge.id, output: WRONG };
          const params = { signInId: signIn.id };
          statuses.push((await browser.call('verifyChallenge', { params, body })).status);
        }
        // All five rounds stay within the quarter of an hour, and within a sign-in's time.
        world.clock.advance(110_000);
      }
    });
    assert.equal(statuses.length, 1000);
    const compared = await countEvaluated(world, person);
    assert.ok(compared >= 5 && compared <= 10, `${compared} compared`);
    // The one code with the asked number is hashed, and nothing for a guess that is not counted.
    assert.equal(hashes, compared);
    assert.deepEqual(new Set(statuses), new Set([401, 429]));
  });

  it('M06 what is no code at all is counted, and costs no hash', async () => {
    const person = await world.person({ login: 'mistyped', apps: 1, recoveryCodes: 10 });
    const [first] = await holdMany(world, person, { type: 'saved-recovery-code', count: 1 });
    assert.ok(first);
    const { browser, signIn } = first;
    const params = { signInId: signIn.id };
    const countHashes = await makeHashCounter(world);
    const hashes = await countHashes(async () => {
      for (const output of ['', 'x'.repeat(100_000 / 2), { $ne: 1 }, '99: ZZZZ-ZZZZ-ZZZZ-ZZZZ']) {
        const body = { challengeId: signIn.challenge.id, output };
        assert.equal((await browser.call('verifyChallenge', { params, body })).status, 401);
      }
    });
    assert.equal(hashes, 0);
    assert.equal(await countEvaluated(world, person), 4);
  });
}, prepareDatabase);
