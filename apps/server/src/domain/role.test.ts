import assert from 'node:assert/strict';
import { it } from 'node:test';
import { judgeTarget, ROLES } from './role.ts';

it('lets nobody act on themselves, and the help desk on nobody of its own rank or above', () => {
  for (const role of ROLES) {
    const self = { id: 'one', role };
    assert.equal(judgeTarget(self, self), 'own-account');
    const other = { id: 'other', role };
    assert.equal(judgeTarget({ id: 'one', role: 'administrator' }, other), 'allowed');
    assert.equal(
      judgeTarget({ id: 'one', role: 'help-desk' }, other),
      role === 'user' ? 'allowed' : 'out-of-reach',
    );
  }
});
