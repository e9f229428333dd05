import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AUTHENTICATOR_TYPES } from './authenticator.ts';
import { expiryOf, isRemembered, mayBeRemembered, rememberedUntil } from './remembered-browser.ts';

const DAY = 24 * 60 * 60_000;
const createdAt = new Date('2026-11-24T12:00:00Z');
const after = (days: number): Date => new Date(createdAt.getTime() + days * DAY);
const policy = (days: number, enabled = true) => ({ enabled, days });

describe('C14 how long a browser is remembered', () => {
  const browser = { createdAt, expiresAt: expiryOf(policy(14), createdAt) };

  it('until the last millisecond of the last day', () => {
    assert.ok(isRemembered(browser, policy(14), new Date(after(14).getTime() - 1)));
    assert.ok(!isRemembered(browser, policy(14), after(14)));
  });
  it('as the policy is now, and never longer than was said', () => {
    assert.deepEqual(rememberedUntil(browser, policy(3)), after(3));
    assert.deepEqual(rememberedUntil(browser, policy(30)), after(14));
  });
  it('not at all where the policy is off', () => {
    assert.ok(!isRemembered(browser, policy(14, false), createdAt));
  });
});

describe('C14 whose proof may be remembered', () => {
  const proof = { role: 'user', purpose: 'sign-in', type: 'totp' } as const;

  it('of a user, at a sign-in, where the policy has it', () => {
    assert.ok(mayBeRemembered(policy(14), proof));
    assert.ok(!mayBeRemembered(policy(14, false), proof));
    assert.ok(!mayBeRemembered(policy(14), { ...proof, role: 'administrator' }));
    assert.ok(!mayBeRemembered(policy(14), { ...proof, purpose: 'step-up' }));
    assert.ok(!mayBeRemembered(policy(14), { ...proof, type: undefined }));
  });
  it('not by what was kept for getting back in', () => {
    const refused = AUTHENTICATOR_TYPES.filter(
      (type) => !mayBeRemembered(policy(14), { ...proof, type }),
    );
    assert.deepEqual(refused, ['temporary-access-pass', 'saved-recovery-code']);
  });
});
