import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resetTokenIn } from '#password/reset-token.ts';
import { entriesOf, wrongIn } from './entries.ts';

describe('a new password', () => {
  it('is taken as it was typed', () => {
    const data = new FormData();
    data.set('next', ' a b ');
    assert.deepEqual(entriesOf(data), { current: '', next: ' a b ' });
  });

  it('needs eight characters, however many units each is stored in', () => {
    assert.deepEqual(wrongIn({ current: '', next: '1234567' }, false), ['next']);
    assert.deepEqual(wrongIn({ current: '', next: '\u{1f41d}'.repeat(7) }, true), [
      'current',
      'next',
    ]);
    assert.deepEqual(wrongIn({ current: 'x', next: '12345678' }, true), []);
  });
});

describe('the token of a link', () => {
  it('is what the fragment holds, and no other fragment is one', () => {
    const token = 'Ab_-'.repeat(10) + 'xyz';
    assert.equal(resetTokenIn(`#${token}`), token);
    for (const fragment of ['', '#', '#main', `#${token}x`, `#${token.slice(1)}`]) {
      assert.equal(resetTokenIn(fragment), undefined);
    }
  });
});
