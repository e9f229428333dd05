import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgePassword } from './judge-password.ts';

const judge = (password: string, alone = false) =>
  judgePassword(password, { login: 'alexandra', alone });

describe('passwords', () => {
  it('are long where they stand alone, and never among the first guesses', () => {
    assert.equal(judge('k3q9-a1b2-c3d4-e5f6', true), undefined);
    assert.equal(judge('correct horse battery staple', true), undefined);
    assert.equal(judge('fourteen chars', true), 'too-short');
    assert.equal(judge('seven77'), 'too-short');
    assert.equal(judge('x'.repeat(257)), 'too-long');
    assert.equal(judge('Password2026'), 'too-common');
    assert.equal(judge('abababababab'), 'too-common');
    assert.equal(judge('12345678'), 'too-common');
    assert.equal(judge('Alexandra2026'), 'contains-the-login');
    assert.equal(judge('alexandra sails to the far islands'), undefined);
  });
});
