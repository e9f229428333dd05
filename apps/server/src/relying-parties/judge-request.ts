import type { User } from '#domain/user.ts';
import type { ProofRequest } from './ports.ts';

export type Judged = 'proven' | 'failed' | 'too-late';

/** What becomes of a request whose sign-in is over. */
export function judgeRequest(
  request: Pick<ProofRequest, 'expiresAt' | 'method'>,
  user: User | undefined,
  now: Date,
): Judged {
  if (request.expiresAt <= now) return 'too-late';
  if (request.method === undefined || user?.active !== true) return 'failed';
  const isBlocked = user.blockedUntil !== undefined && user.blockedUntil > now;
  return isBlocked ? 'failed' : 'proven';
}
