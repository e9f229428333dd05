import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { identityOf } from './identity.ts';

const read = (value: string): string => Buffer.from(value, 'latin1').toString('utf8');
const ZOE = { login: 'zoë', email: undefined, displayName: 'Zoë 山\r\nRemote-User: admin' };
const groupsOf = (...names: readonly string[]) => read(identityOf(ZOE, names)['remote-groups']);

describe('what a site hears', () => {
  it('K11 names that are not ASCII are sent as UTF-8, and line ends not at all', () => {
    const told = identityOf(ZOE, ['Étage 3', 'Ops\r\nRemote-User: admin']);
    assert.deepEqual(Object.values(told).map(read), [
      'zoë',
      '',
      'Zoë 山  Remote-User: admin',
      'Étage 3,Ops  Remote-User: admin',
    ]);
  });

  it('K11 no name of a group can pass for two, or for another', () => {
    assert.equal(groupsOf('Sales, administrators'), 'Sales%2C administrators');
    assert.equal(groupsOf('Sales%2C administrators'), 'Sales%252C administrators');
    assert.equal(groupsOf('A', 'B'), 'A,B');
    assert.equal(groupsOf(), '');
  });

  it('whole names as far as they fit, and no part of one', () => {
    const names = Array.from({ length: 500 }, (_, n) => `Group ${n} ${'x'.repeat(50)}`);
    const told = groupsOf(...names).split(',');
    assert.ok(told.length > 25 && told.join(',').length <= 2000);
    assert.deepEqual(told, names.slice(0, told.length));
  });
});
