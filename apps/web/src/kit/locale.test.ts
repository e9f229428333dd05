import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { localeFor } from './locale.ts';

describe('localeFor', () => {
  it("writes the page's language as the reader's country does", () => {
    assert.equal(localeFor(['de-DE', 'en-GB', 'en-US']), 'en-GB');
  });
  it('does not mix languages', () => assert.equal(localeFor(['de-DE', 'eng']), 'en'));
});
