import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AuthenticatorType, BoundAs } from './authenticator.ts';
import { type BoundAuthenticator, listStepUpOptions } from './bound-authenticator.ts';
import type { AuthenticatorId, UserId } from './ids.ts';
import { isFresh } from './session.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);

const sessionWith = (secondStep: AuthenticatorType | undefined, minutes = 0) => ({
  secondStep,
  authenticatedAt: ago(minutes),
});

const bound = (kind: BoundAs, usesLeft?: number): BoundAuthenticator => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ids of a test
  id: kind as string as AuthenticatorId,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ids of a test
  userId: 'somebody' as UserId,
  kind,
  slot: kind === 'phone' ? 'mobile' : undefined,
  name: undefined,
  state: 'active',
  boundAt: NOW,
  lastUsedAt: undefined,
  expiresAt: undefined,
  usesLeft,
  lastTwoDigits: undefined,
  hasExtension: false,
  passkey: undefined,
  boundIn: undefined,
});

describe('a fresh session', () => {
  it('is one whose proof is at most five minutes old', () => {
    assert.equal(isFresh(sessionWith('totp', 5), [bound('totp')], NOW), true);
    assert.equal(isFresh(sessionWith('totp', 5.1), [bound('totp')], NOW), false);
  });

  it('D02 a password alone opens no changes where anything more is bound', () => {
    assert.equal(isFresh(sessionWith(undefined), [bound('phone')], NOW), false);
    assert.equal(isFresh(sessionWith(undefined), [], NOW), true);
  });

  it('a code that was kept for getting back in opens changes, and does not raise what they ask', () => {
    const methods = [bound('totp'), bound('saved-recovery-codes', 3)];
    assert.equal(isFresh(sessionWith('saved-recovery-code'), methods, NOW), true);
    assert.equal(isFresh(sessionWith('totp'), methods, NOW), true);
    assert.deepEqual(
      listStepUpOptions(methods, NOW).map(({ type }) => type),
      ['totp', 'saved-recovery-code'],
    );
  });
});
