import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chargeOf, moneyOf, partsOf, priceOf } from './message-price.ts';

const PRICES = { currency: 'EUR', texts: { DE: 0.075, '*': 0.2 }, calls: { DE: 0.01 } };

describe('what a message costs', () => {
  it('is the price of its kind and country, else that of every other country', () => {
    assert.equal(priceOf(PRICES, { kind: 'text', country: 'DE' }), 0.075);
    assert.equal(priceOf(PRICES, { kind: 'text', country: 'FR' }), 0.2);
    assert.equal(priceOf(PRICES, { kind: 'call', country: 'DE' }), 0.01);
    assert.equal(priceOf(PRICES, { kind: 'call', country: 'FR' }), undefined);
  });

  it('counts in ten-thousandths towards the limit, without a fault of fractions', () => {
    assert.deepEqual(chargeOf(PRICES, 50, { kind: 'text', country: 'DE' }), {
      units: 750,
      most: 500_000,
    });
    assert.equal(partsOf(0.1 + 0.2), 3_000);
    assert.equal(moneyOf(partsOf(0.0075)), 0.0075);
  });

  it('counts one whole unit where nobody knows the price, and nothing where there is no limit', () => {
    assert.equal(chargeOf(PRICES, 50, { kind: 'call', country: 'FR' })?.units, 10_000);
    assert.equal(chargeOf(PRICES, 0, { kind: 'text', country: 'DE' }), undefined);
  });
});
