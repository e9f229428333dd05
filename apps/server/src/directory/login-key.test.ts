import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { loginKey, loginKeysOf } from './login-key.ts';

describe('login key', () => {
  it('A12 aliases of one name have one key', () => {
    for (const typed of [
      'bob',
      'BOB',
      'Bob',
      'bob ',
      ' bob',
      'ｂｏｂ',
      'ＢＯＢ',
      'bo\u200bb',
      '\u00a0bob',
    ]) {
      assert.equal(loginKey(typed), 'bob');
    }
    assert.equal(loginKey('STRASSE'), loginKey('straße'));
    assert.equal(loginKey('ΟΔΟΣ'), loginKey('οδοσ'));
    assert.equal(loginKey('ﬁnn'), 'finn');
    assert.equal(loginKey('e\u0301ric'), loginKey('\u00e9ric'));
  });

  it('A12 user name and mail address lead to one user', () => {
    const keys = loginKeysOf('Bob', 'Bob@Example.org');
    assert.deepEqual(keys, ['bob', 'bob@example.org']);
    assert.ok(keys.includes(loginKey('BOB@example.ORG ') ?? ''));
    assert.deepEqual(loginKeysOf('bob@x', 'BOB@x'), ['bob@x']);
    assert.deepEqual(loginKeysOf('bob', undefined), ['bob']);
  });

  it('A12 control characters, halves of characters, nothing and too much are nobody', () => {
    for (const typed of [
      'bob\0',
      'bob\n',
      '\u007fbob',
      'bob\u0085',
      '\ud800bob',
      '',
      '  ',
      '\u200b',
    ]) {
      assert.equal(loginKey(typed), undefined);
    }
    assert.equal(loginKey('b'.repeat(254)), 'b'.repeat(254));
    assert.equal(loginKey('b'.repeat(255)), undefined);
    assert.equal(loginKey('\ufdfa'.repeat(254)), undefined);
    assert.equal(loginKeysOf('bob', 'bob\0@x'), undefined);
    // Nothing is decoded: these are four letters and a number sign, not an end of text.
    assert.notEqual(loginKey('bob%00'), 'bob');
  });

  it('A12 a key is its own key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (typed) => {
        const key = loginKey(typed);
        if (key !== undefined) assert.equal(loginKey(key), key);
      }),
      { numRuns: 3000 },
    );
  });

  it('A12 case changes nothing, for every letter there is', () => {
    for (let point = 0; point < 0x1_ff_ff; point += 1) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const letter = String.fromCodePoint(point);
      const key = loginKey(letter);
      if (key === undefined) continue;
      assert.equal(loginKey(letter.toUpperCase()), key);
      assert.equal(loginKey(letter.toLowerCase()), key);
      assert.equal(loginKey(key), key);
    }
  });
});
