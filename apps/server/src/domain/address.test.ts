import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseAddress, plainAddress, shortenAddress, sourceOf } from './address.ts';

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

const MAPPED = [
  '::ffff:192.0.2.1',
  '::FFFF:192.0.2.1',
  '::ffff:c000:201',
  '0:0:0:0:0:ffff:192.0.2.1',
  '0000:0000:0000:0000:0000:ffff:c000:0201',
];

describe('plainAddress', () => {
  for (const text of MAPPED) {
    it(`finds the IPv4 address in ${text}`, () => assert.equal(plainAddress(text), '192.0.2.1'));
  }
  for (const text of [
    '192.0.2.1',
    '2001:db8::1',
    '::192.0.2.1',
    '::ffff:1.2.3.4.5',
    '::ffff:1.2.3.400',
    'x',
    '',
  ]) {
    it(`leaves "${text}" as it is`, () => assert.equal(plainAddress(text), text));
  }
});

describe('sourceOf', () => {
  const cases = [
    ...MAPPED.map((text) => [text, '192.0.2.1'] as const),
    ['198.51.100.7', '198.51.100.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
    ['1:2::3:4:5:192.0.2.1', '1:2:0:3::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['a', 'a'],
  ] as const;
  for (const [text, source] of cases) {
    it(`counts ${text} for ${source}`, () => assert.equal(sourceOf(text), source));
  }
});
