import assert from 'node:assert/strict';
import { it } from 'node:test';
import { riskSignals } from './account-risk.ts';
import type { BoundAuthenticator } from './bound-authenticator.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const fine = { state: 'enforced', blockedUntil: undefined, failedSteps: 0 } as const;

const method = (given: Partial<BoundAuthenticator>) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fields that are looked at
  ({ kind: 'totp', slot: undefined, state: 'active', ...given }) as BoundAuthenticator;

it('says of an account what stands out, the most urgent first', () => {
  const methods = [method({}), method({ kind: 'saved-recovery-codes' })];
  const account = { user: fine, methods, isReported: false, now: NOW };
  assert.deepEqual(riskSignals(account), []);
  assert.deepEqual(riskSignals({ ...account, methods: [] }), ['no-method']);
  const off = { ...fine, state: 'disabled' } as const;
  assert.deepEqual(riskSignals({ ...account, user: off, methods: [] }), []);
  const phone = method({ kind: 'phone', slot: 'mobile' });
  assert.deepEqual(riskSignals({ ...account, methods: [phone] }), ['phone-only', 'one-method']);
  const bad = {
    user: { ...fine, blockedUntil: new Date(NOW.getTime() + 1), failedSteps: 50 },
    methods: [method({ state: 'frozen' }), method({ state: 'disabled' }), ...methods],
    isReported: true,
    now: NOW,
  };
  assert.deepEqual(riskSignals(bad), [
    'reported',
    'blocked',
    'wrong-steps',
    'method-frozen',
    'method-off',
  ]);
  const over = { ...fine, blockedUntil: new Date(NOW.getTime() - 1) };
  assert.deepEqual(riskSignals({ ...account, user: over }), []);
});
