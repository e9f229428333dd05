import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceOf } from './device.ts';

describe('deviceOf', () => {
  const cases = [
    ['Safari on iOS', 'phone'],
    ['Firefox on Android', 'phone'],
    ['Samsung Internet on Android', 'phone'],
    ['Another program on iOS', 'phone'],
    ['Chrome on Windows', 'computer'],
    ['Safari on macOS', 'computer'],
    ['Chrome on ChromeOS', 'computer'],
    ['Another program', 'computer'],
    ['', 'computer'],
  ] as const;
  for (const [family, device] of cases) {
    it(`takes ${family === '' ? 'nothing' : family} for a ${device}`, () =>
      assert.equal(deviceOf(family), device));
  }
});
