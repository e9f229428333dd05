import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { portions, shareOut } from './portions.ts';

describe('portions', () => {
  it('hold each file once, neighbours apart, and none of them is empty', () => {
    assert.deepEqual(portions(['a', 'b', 'c', 'd', 'e'], 2), [
      ['a', 'c', 'e'],
      ['b', 'd'],
    ]);
    assert.deepEqual(portions(['a', 'b'], 9), [['a'], ['b']]);
    assert.deepEqual(portions([], 9), []);
  });
});

describe('shareOut', () => {
  it('does all of it, so many at a time, and keeps the order', async () => {
    let running = 0;
    let most = 0;
    const outcomes = await shareOut([3, 1, 2, 5, 4], 2, async (turns, index) => {
      running += 1;
      most = Math.max(most, running);
      for (let n = 0; n < turns; n += 1) await turn();
      running -= 1;
      return [index, turns];
    });
    assert.equal(most, 2);
    assert.deepEqual(outcomes, [
      [0, 3],
      [1, 1],
      [2, 2],
      [3, 5],
      [4, 4],
    ]);
  });
});
