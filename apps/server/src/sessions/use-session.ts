import type { UserStore } from '#directory/ports.ts';
import { isAlive, type SessionLimits } from '#domain/session.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { SessionStore, UseSession } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly sessions: SessionStore }>;
  readonly users: Pick<UserStore, 'find'>;
  readonly limits: SessionLimits;
  readonly clock: Clock;
};

/** A session is touched at most this often: a row a minute, not a row a request. */
const TOUCH_MS = 60_000;

export const makeUseSession =
  ({ transact, users, limits, clock }: Dependencies): UseSession =>
  async (session) => {
    const now = clock();
    if (session === undefined || !isAlive(session, now, limits)) return undefined;
    const user = await users.find(session.userId);
    if (!user?.active || (user.blockedUntil !== undefined && user.blockedUntil > now))
      return undefined;
    if (now.getTime() - session.lastSeenAt.getTime() >= TOUCH_MS) {
      await transact('attempt', (tx) => tx.sessions.touch(session.id, now));
    }
    return { session, user };
  };
