import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countriesFor, likelyCountry, modesFor, named } from './countries.ts';

const GERMANY = { code: 'DE', callingCode: '49', texts: true, calls: true };
const BOLIVIA = { code: 'BO', callingCode: '591', texts: false, calls: true };
const BOTH = [GERMANY, BOLIVIA];

describe('the countries of the phone form', () => {
  it('offers what the mode reaches', () => {
    assert.deepEqual(countriesFor('text', BOTH), [GERMANY]);
    assert.deepEqual(countriesFor('call', BOTH), BOTH);
  });
  it('offers calls alone for an office, and for countries that no text reaches', () => {
    assert.deepEqual(modesFor('office', BOTH), ['call']);
    assert.deepEqual(modesFor('mobile', [BOLIVIA]), ['call']);
    assert.deepEqual(modesFor('alternate', BOTH), ['text', 'call']);
  });
  it('names them in the order of the alphabet, with one plus', () => {
    const plus = { ...GERMANY, callingCode: '+49' };
    assert.deepEqual(
      named([plus, BOLIVIA], 'en').map(({ label }) => label),
      ['Bolivia (+591)', 'Germany (+49)'],
    );
  });
  it('guesses from the language, and chooses an only one', () => {
    assert.equal(likelyCountry(BOTH, ['en', 'de-DE']), 'DE');
    assert.equal(likelyCountry(BOTH, ['fr-FR']), '');
    assert.equal(likelyCountry([BOLIVIA], ['de-DE']), 'BO');
  });
});
