import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { durationText, secondsUntil } from './duration.ts';

describe('secondsUntil', () => {
  it('counts a second that has begun as a whole one', () => {
    assert.equal(secondsUntil(10_001, 9000), 2);
    assert.equal(secondsUntil(10_000, 9000), 1);
  });
  it('never goes below none', () => assert.equal(secondsUntil(0, 9000), 0));
});

describe('durationText', () => {
  const cases = [
    [1, '1 second'],
    [60, '60 seconds'],
    [61, '2 minutes'],
    [120, '2 minutes'],
    [3600, '1 hour'],
    [3601, '2 hours'],
  ] as const;
  for (const [seconds, text] of cases) {
    it(`says ${text} for ${seconds}`, () => assert.equal(durationText(seconds), text));
  }
});
