import assert from 'node:assert/strict';
import { it } from 'node:test';
import { coarseAddress } from './coarse-address.ts';

it('an address keeps its network and loses who it was, also a second time', () => {
  const cases = [
    ['203.0.113.77', '203.0.113.0'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::'],
    ['2001:0DB8::1', '2001:db8:0::'],
    ['::1', '0:0:0::'],
    ['fe80::1', 'fe80:0:0::'],
    ['somewhere', 'somewhere'],
  ] as const;
  for (const [address, coarse] of cases) {
    assert.equal(coarseAddress(address), coarse);
    assert.equal(coarseAddress(coarse), coarse);
  }
});
