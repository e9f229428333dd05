import { isAlive, type SessionLimits } from '#domain/session.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { SessionStore, UseSession } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly sessions: SessionStore }>;
  readonly limits: SessionLimits;
  readonly clock: Clock;
};

/** A session is touched at most this often: a row a minute, not a row a request. */
const TOUCH_MS = 60_000;

export const makeUseSession =
  ({ transact, limits, clock }: Dependencies): UseSession =>
  async (found) => {
    const now = clock();
    if (found === undefined || !isAlive(found.session, now, limits)) return undefined;
    const { session, user } = found;
    if (!user.active || (user.blockedUntil !== undefined && user.blockedUntil > now))
      return undefined;
    if (now.getTime() - session.lastSeenAt.getTime() >= TOUCH_MS) {
      await transact('attempt', (tx) => tx.sessions.touch(session.id, now));
    }
    return found;
  };
