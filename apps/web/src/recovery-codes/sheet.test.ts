import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sheetText } from './sheet.ts';

test('M05 the sheet says whose it is and numbers its codes, as sign-in asks for them by number', () => {
  const codes = Array.from({ length: 10 }, (_, index) => `CODE-${index}`);
  const lines = sheetText({ heading: 'Heading', facts: [['Account', 'kim']], codes }).split('\n');
  assert.equal(lines[0], 'Heading');
  assert.equal(lines[1], 'Account: kim');
  assert.equal(lines[3], ' 1. CODE-0');
  assert.equal(lines[12], '10. CODE-9');
});
