import type { UserId } from '#domain/ids.ts';
import { isAlive, type SessionLimits } from '#domain/session.ts';
import type { Clock } from '#domain/write.ts';
import type { PlacedSession, SessionStore } from './ports.ts';

type Dependencies = {
  readonly sessions: Pick<SessionStore, 'listOf'>;
  readonly limits: SessionLimits;
  readonly clock: Clock;
};

export type ListSessions = (userId: UserId) => Promise<readonly PlacedSession[]>;

/** Where a person is signed in now, newest first. */
export const makeListSessions =
  ({ sessions, limits, clock }: Dependencies): ListSessions =>
  async (userId) => {
    const all = await sessions.listOf(userId);
    return all.filter((session) => isAlive(session, clock(), limits));
  };
