import type { NewApproval, NewCallerCheck } from '#administration/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { NewBypass } from '#sign-in/ports.ts';
import { later, MINUTE, newHash, newId, NOW } from './fixtures.ts';

const AT = { createdAt: NOW, expiresAt: later(MINUTE) };

export const newApproval = (userId: UserId, given: Partial<NewApproval> = {}): NewApproval => ({
  id: newId(),
  act: 'blockUser',
  userId,
  requestedBy: userId,
  reason: 'a test',
  details: '{"reason":"a test"}',
  ...AT,
  ...given,
});

export const newCallerCheck = (
  userId: UserId,
  given: Partial<NewCallerCheck> = {},
): NewCallerCheck => ({
  id: newId(),
  userId,
  staffId: userId,
  sentBy: 'mail',
  codeHash: newHash(),
  attempts: 3,
  ...AT,
  ...given,
});

export const newBypass = (userId: UserId, given: Partial<NewBypass> = {}): NewBypass => ({
  id: newId(),
  userId,
  ...AT,
  ...given,
});
