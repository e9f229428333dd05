import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findJsonFault } from './find-json-fault.ts';

describe('findJsonFault', () => {
  const cases = [
    ['{"a": 1}', undefined],
    ['', [1, 1]],
    ['{"a": 1,}', [1, 9]],
    ['{\n  "a": 1\n  "b": 2\n}', [3, 3]],
    ['{\r\n  "a": secret\r\n}', [2, 8]],
    ['{\n  "a": "x\n}', [2, 10]],
    ['{\n  // a word\n  "a": 1\n}', [2, 3]],
    ["{\n  'a': 1\n}", [2, 3]],
    ['{\n  "a": [1, 2', [2, 13]],
    ['{\n  "a": "x', [2, 10]],
    ['{\n  "a": tru', [2, 11]],
    ['{\n  "a": -', [2, 9]],
    ['{"a": 1} x', [1, 10]],
    ['{"a": "\\q"}', [1, 9]],
    ['\ufeff{}', [1, 1]],
  ] as const;
  for (const [text, at] of cases) {
    it(`of ${JSON.stringify(text)} says ${at?.join(':') ?? 'nothing'}`, () => {
      const fault = findJsonFault(text);
      assert.deepEqual(fault && [fault.line, fault.column], at);
    });
  }
});
