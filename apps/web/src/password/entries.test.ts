import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resetLinkIn } from '#password/reset-token.ts';
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

describe('a link for a new password', () => {
  it('is what the fragment holds, and no other fragment is one', () => {
    const token = 'Ab_-'.repeat(10) + 'xyz';
    for (const login of ['kim', 'zoë@example.com', '\u{1f41d}?>']) {
      const named = `#${token}.${Buffer.from(login).toString('base64url')}`;
      assert.deepEqual(resetLinkIn(named), { token, login });
    }
    assert.deepEqual(resetLinkIn(`#${token}._`), { token, login: '' });
    assert.deepEqual(resetLinkIn(`#${token}`), { token, login: '' });
    for (const fragment of ['', '#', '#main', `#${token}x`, `#${token.slice(1)}`, `#${token}.`]) {
      assert.equal(resetLinkIn(fragment), undefined);
    }
  });
});
