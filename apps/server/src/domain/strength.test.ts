import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decideAssurance } from './assurance.ts';
import { AUTHENTICATOR_TYPES } from './authenticator.ts';
import { strengthOf, typesFor } from './strength.ts';

describe('strength', () => {
  it('M09 only what cannot be given to another site counts as phishing-resistant: a number that is typed can', () => {
    assert.deepEqual(typesFor('phishing-resistant'), ['passkey']);
    for (const type of AUTHENTICATOR_TYPES) {
      const strength = strengthOf(decideAssurance({ firstFactor: 'password', secondStep: type }));
      const expected = type === 'passkey' ? 'phishing-resistant' : 'two-step';
      assert.equal(strength, expected, type);
    }
  });

  it('a password alone is one step', () => {
    const alone = decideAssurance({ firstFactor: 'password', secondStep: undefined });
    assert.equal(strengthOf(alone), 'one-step');
    assert.equal(typesFor('two-step'), undefined);
  });
});
