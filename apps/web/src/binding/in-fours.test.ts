import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inFours } from './in-fours.ts';

test('inFours groups by four, with nothing hanging over', () => {
  assert.equal(inFours('ABCDEFGH'), 'ABCD EFGH');
  assert.equal(inFours('ABCDEF'), 'ABCD EF');
  assert.equal(inFours(''), '');
});
