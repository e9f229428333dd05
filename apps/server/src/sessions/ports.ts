import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { RememberedBrowserId, SessionId, UserId } from '#domain/ids.ts';
import type { RememberedBrowser } from '#domain/remembered-browser.ts';
import type { Session } from '#domain/session.ts';
import type { User } from '#domain/user.ts';

export type NewSession = Session & {
  readonly tokenHash: string;
  readonly address: string;
  readonly userAgent: string;
};

/** A session as it is shown to whom it belongs to. */
export type PlacedSession = Session & { readonly address: string; readonly userAgent: string };

export interface SessionStore {
  insert(session: NewSession): Promise<void>;
  /** One that has not been ended; whether it is still alive is a rule of domain/session.ts. */
  find(id: SessionId): Promise<Session | undefined>;
  /** The same with its account as it is now: one read. */
  findInUse(
    by: { readonly tokenHash: string } | { readonly id: SessionId },
  ): Promise<SessionInUse | undefined>;
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
  /** Not ended; newest first. */
  listOf(userId: UserId): Promise<readonly PlacedSession[]>;
  touch(id: SessionId, lastSeenAt: Date): Promise<void>;
  end(id: SessionId, reason: string, now: Date): Promise<void>;
  /** The same for one of this user's; false when there is no such one any more. */
  endOneOf(
    userId: UserId,
    id: SessionId,
    end: { readonly reason: string; readonly now: Date },
  ): Promise<boolean>;
  /** Ends the oldest of a user's sessions until so many are left. */
  keepNewest(userId: UserId, most: number, now: Date): Promise<void>;
  /**
   * Ends all of a user's sessions but one, and every browser that is remembered for that user:
   * whoever is in by what has changed is out, and does not come back by the password alone.
   */
  endAllOf(
    userId: UserId,
    end: { readonly reason: string; readonly now: Date; readonly except?: SessionId | undefined },
  ): Promise<Ended>;
}

export type SessionInUse = { readonly session: Session; readonly user: User };

/** What was just read, noted as used; undefined: it lets nobody in any more. */
export type UseSession = (found: SessionInUse | undefined) => Promise<SessionInUse | undefined>;

export type Ended = { readonly sessions: number; readonly browsers: number };

export type Seen = {
  readonly now: Date;
  /** Kept from the first time. */
  readonly vouchesFrom: Date;
};

/** Browsers that completed a sign-in: strangers' failures never slow them down. They skip nothing. */
export interface KnownBrowserStore {
  remember(tokenHash: string, userId: UserId, seen: Seen): Promise<void>;
  /** Undefined: it is not known. */
  vouchesFrom(tokenHash: string, userId: UserId): Promise<Date | undefined>;
  isKnown(tokenHash: string, userId: UserId): Promise<boolean>;
}

/** Networks that somebody completed a sign-in from, by keyed hashes that are of one account each. */
export interface KnownNetworkStore {
  remember(networkHash: string, userId: UserId, seen: Seen): Promise<void>;
  /** Undefined: it is not known. */
  vouchesFrom(networkHash: string, userId: UserId): Promise<Date | undefined>;
  hasAny(userId: UserId): Promise<boolean>;
}

export type NewRememberedBrowser = RememberedBrowser & { readonly tokenHash: string };

/** Browsers in which their person is not asked for the second step. */
export interface RememberedBrowserStore {
  /**
   * Takes the place of the one that this browser had for the same user (`replaces`), and of the
   * oldest beyond `keep`; how many of those went. Parallel calls never leave more than `keep`.
   */
  insert(
    browser: NewRememberedBrowser,
    room: { readonly keep: number; readonly replaces: string | undefined },
  ): Promise<number>;
  findByTokenHash(tokenHash: string): Promise<RememberedBrowser | undefined>;
  /** Newest first, expired ones too. */
  list(userId: UserId): Promise<readonly RememberedBrowser[]>;
  /**
   * Marks a use, in one conditional update: false when it was revoked or has expired meanwhile, and
   * for an administrator or a person whose password must be changed, whoever it was made for.
   */
  use(id: RememberedBrowserId, now: Date): Promise<boolean>;
  /** False when it is not this user's. */
  remove(id: RememberedBrowserId, userId: UserId): Promise<boolean>;
  /** How many. */
  removeAllOf(userId: UserId): Promise<number>;
}
