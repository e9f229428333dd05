import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entriesOf, wrongFields } from './entries.ts';
import { tokenOf } from './token.ts';

const GOOD = {
  login: 'root',
  displayName: 'Root',
  email: 'root@example.org',
  password: 'four words of no use',
};

describe('wrongFields', () => {
  it('finds nothing wrong with what is right', () => assert.deepEqual(wrongFields(GOOD), []));
  it('lists what is wrong in the order of the page', () => {
    const bad = { login: '', displayName: '', email: 'root', password: 'x'.repeat(14) };
    assert.deepEqual(wrongFields(bad), ['login', 'displayName', 'email', 'password']);
  });
});

describe('entriesOf', () => {
  it('trims all but the password', () => {
    const data = new FormData();
    for (const [name, value] of Object.entries(GOOD)) data.set(name, ` ${value} `);
    assert.deepEqual(entriesOf(data), { ...GOOD, password: ` ${GOOD.password} ` });
  });
});

describe('tokenOf', () => {
  it('reads the fragment', () => assert.equal(tokenOf('#abc'), 'abc'));
});
