import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_PLACES, parsePlaces } from './places.ts';

const LIST = `network,country
192.0.2.0/25,DE
192.0.2.128/25,NL
2001:db8::/32,fr
`;

function placeOf(address: string): string | undefined {
  const places = parsePlaces(LIST);
  assert.ok(places.kind === 'places');
  return places.placeOf(address).country;
}

describe('parsePlaces', () => {
  const cases = [
    ['192.0.2.0', 'DE'],
    ['192.0.2.127', 'DE'],
    ['192.0.2.128', 'NL'],
    ['192.0.3.0', undefined],
    ['192.0.1.255', undefined],
    ['2001:db8:ffff::1', 'FR'],
    ['2001:db9::', undefined],
    ['nonsense', undefined],
  ] as const;
  for (const [address, country] of cases) {
    it(`says ${country} of ${address}`, () => assert.equal(placeOf(address), country));
  }
  it('names the line that it cannot read', () => {
    for (const bad of ['192.0.2.0,DE', '192.0.2.0/33,DE', '192.0.2.0/24,DEU', 'x/8,DE']) {
      assert.deepEqual(parsePlaces(`10.0.0.0/8,DE\n${bad}\n`), { kind: 'refused', line: 2 });
    }
  });
  it('is not needed', () => {
    assert.deepEqual(NO_PLACES('192.0.2.9'), { country: undefined, address: '192.0.2.x' });
  });
});
