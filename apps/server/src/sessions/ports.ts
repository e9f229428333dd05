import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { SessionId, UserId } from '#domain/ids.ts';
import type { Session } from '#domain/session.ts';

export type NewSession = Session & {
  readonly tokenHash: string;
  readonly address: string;
  readonly userAgent: string;
};

export interface SessionStore {
  insert(session: NewSession): Promise<void>;
  /** Only sessions that were not ended; whether one is still alive is a rule of domain/session.ts. */
  findByTokenHash(tokenHash: string): Promise<Session | undefined>;
  /** One that has not been ended. */
  find(id: SessionId): Promise<Session | undefined>;
  /** A new token, a new proof: the old token is dead. False when the session was ended meanwhile. */
  renew(
    id: SessionId,
    renewal: { readonly tokenHash: string } & Pick<
      Session,
      'authenticatedAt' | 'assurance' | 'secondStep'
    >,
  ): Promise<boolean>;
  /** A session that had nothing to prove with has proved its first method. */
  markProved(id: SessionId, secondStep: AuthenticatorType): Promise<void>;
  touch(id: SessionId, lastSeenAt: Date): Promise<void>;
  end(id: SessionId, reason: string, now: Date): Promise<void>;
  /** Ends all of a user's sessions but one; how many. */
  endAllOf(
    userId: UserId,
    end: { readonly reason: string; readonly now: Date; readonly except?: SessionId | undefined },
  ): Promise<number>;
}

/** Browsers that completed a sign-in: strangers' failures never slow them down. They skip nothing. */
export interface KnownBrowserStore {
  remember(tokenHash: string, userId: UserId, now: Date): Promise<void>;
  isKnown(tokenHash: string, userId: UserId): Promise<boolean>;
}
