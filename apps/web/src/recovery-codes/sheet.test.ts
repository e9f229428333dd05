import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sheetText } from './sheet.ts';

test('the sheet numbers its codes, as sign-in asks for them by number', () => {
  const codes = Array.from({ length: 10 }, (_, index) => `CODE-${index}`);
  const lines = sheetText('Heading', codes).split('\n');
  assert.equal(lines[0], 'Heading');
  assert.equal(lines[2], ' 1. CODE-0');
  assert.equal(lines[11], '10. CODE-9');
});
