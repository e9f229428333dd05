import assert from 'node:assert/strict';
import { it } from 'node:test';
import { judgeTarget, ROLES } from './role.ts';

it('lets nobody act on themselves, and the help desk on nobody of its own rank or above', () => {
  for (const role of ROLES) {
    const self = { id: 'one', role };
    assert.equal(judgeTarget(self, self, true), 'own-account');
    const other = { id: 'other', role };
    assert.equal(judgeTarget({ id: 'one', role: 'administrator' }, other, true), 'allowed');
    assert.equal(
      judgeTarget({ id: 'one', role: 'help-desk' }, other, true),
      role === 'user' ? 'allowed' : 'out-of-reach',
    );
    assert.equal(judgeTarget({ id: 'one', role: 'help-desk' }, other, false), 'out-of-reach');
  }
});
