import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { User } from '#domain/user.ts';
import { identityOf } from './identity.ts';

const read = (value: string): string => Buffer.from(value, 'latin1').toString('utf8');

it('K11 names that are not ASCII are sent as UTF-8, and line ends not at all', () => {
  const user: Pick<User, 'login' | 'email' | 'displayName' | 'role'> = {
    login: 'zoë',
    email: undefined,
    displayName: 'Zoë 山\r\nRemote-User: admin',
    role: 'help-desk',
  };
  const told = identityOf(user);
  assert.deepEqual(Object.values(told).map(read), [
    'zoë',
    '',
    'Zoë 山  Remote-User: admin',
    'help-desk',
  ]);
});
