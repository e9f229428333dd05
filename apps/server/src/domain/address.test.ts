import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAddress, shortenAddress } from './address.ts';

describe('parseAddress', () => {
  it('reads both families', () => {
    assert.deepEqual(parseAddress('192.0.2.1'), { bits: 32, value: 0xc0000201n });
    assert.equal(parseAddress('2001:db8::1')?.value, 0x20010db8000000000000000000000001n);
    assert.equal(parseAddress('::')?.value, 0n);
  });
  for (const text of [
    '',
    'x',
    '1.2.3',
    '256.0.0.1',
    '1::2::3',
    '1:2:3',
    '2001:db8::g',
    '1:2:3:4:5:6:7::8:9',
  ]) {
    it(`takes "${text}" for none`, () => assert.equal(parseAddress(text), undefined));
  }
});

describe('shortenAddress', () => {
  const cases = [
    ['192.0.2.77', '192.0.2.x'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:x'],
    ['fe80::1%eth0', 'fe80:0:0:x'],
    ['nonsense', ''],
  ] as const;
  for (const [address, short] of cases) {
    it(`leaves ${short} of ${address}`, () => assert.equal(shortenAddress(address), short));
  }
});
