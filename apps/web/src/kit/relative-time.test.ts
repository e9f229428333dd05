import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { relativeTime } from './relative-time.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');

describe('relativeTime', () => {
  const cases = [
    ['2026-11-24T12:00:30Z', 'now'],
    ['2026-11-24T11:59:30Z', 'now'],
    ['2026-11-24T11:59:00Z', '1 minute ago'],
    ['2026-11-24T10:01:00Z', '1 hour ago'],
    ['2026-11-23T11:00:00Z', 'yesterday'],
    ['2026-11-14T12:00:00Z', '10 days ago'],
  ] as const;
  for (const [iso, text] of cases) {
    it(`says "${text}" of ${iso}`, () => assert.equal(relativeTime(iso, NOW, 'en'), text));
  }
});
