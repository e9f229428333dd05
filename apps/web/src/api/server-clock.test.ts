import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { offsetOf } from './server-clock.ts';

const HEADER = 'Tue, 24 Nov 2026 04:00:00 GMT';
const SAID = Date.parse(HEADER);

describe('offsetOf', () => {
  it('follows a server that is minutes ahead', () => {
    assert.equal(offsetOf(HEADER, SAID - 180_000), 180_000);
  });
  it("takes what the header's whole seconds and the way here add for nothing", () => {
    assert.equal(offsetOf(HEADER, SAID + 1900), 0);
  });
  it('trusts its own clock where there is no header, or none to be read', () => {
    assert.equal(offsetOf(null, SAID), 0);
    assert.equal(offsetOf('yesterday', SAID), 0);
  });
});
