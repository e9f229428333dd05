import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isManager, judgeTarget, mayApprove, mayGive, ROLES } from './role.ts';

it('lets nobody act on themselves, and the help desk on nobody of its own rank or above', () => {
  for (const role of ROLES) {
    const self = { id: 'one', role };
    assert.equal(judgeTarget(self, self), 'own-account');
    const other = { id: 'other', role };
    const byAdministrator = judgeTarget({ id: 'one', role: 'administrator' }, other);
    const never = role === 'owner' ? 'out-of-reach' : 'needs-approval';
    assert.equal(byAdministrator, isManager(role) ? never : 'allowed');
    const byOwner = judgeTarget({ id: 'one', role: 'owner' }, other);
    assert.equal(byOwner, isManager(role) ? 'needs-approval' : 'allowed');
    assert.equal(
      judgeTarget({ id: 'one', role: 'help-desk' }, other),
      role === 'user' ? 'allowed' : 'out-of-reach',
    );
  }
});

it('K15 nobody agrees to what they asked for or what is done to them; owners make administrators', () => {
  const target = { id: 'target', role: 'administrator' } as const;
  const asked = { requestedBy: 'asking', target };
  for (const role of ROLES) {
    assert.equal(mayApprove({ id: 'asking', role }, asked), false);
    assert.equal(mayApprove({ id: 'target', role }, asked), false);
    assert.equal(mayApprove({ id: 'third', role }, asked), isManager(role));
    assert.equal(mayGive(role, 'administrator'), role === 'owner');
    assert.equal(mayGive(role, 'help-desk'), true);
  }
});
