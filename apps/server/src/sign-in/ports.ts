import type { AuditLog } from '#audit/ports.ts';
import type { RequestOptions } from '#authenticators/passkey/options.ts';
import type { DeviceStore } from '#devices/ports.ts';
import type { DeliveryStatus, OutboxStore } from '#delivery/ports.ts';
import type { GroupStore, UserStore } from '#directory/ports.ts';
import type { PhoneSlot } from '#domain/authenticator.ts';
import type { BoundAuthenticator } from '#domain/bound-authenticator.ts';
import type {
  CallOutcome,
  Challenge,
  ChallengeState,
  NewCredential,
  Spend,
} from '#domain/challenge.ts';
import type {
  AuthenticatorId,
  BindingId,
  BypassId,
  ChallengeId,
  SignInId,
  UserId,
} from '#domain/ids.ts';
import type { Postponement } from '#domain/nudge.ts';
import type { SignIn, SignInState } from '#domain/sign-in.ts';
import type { ThrottleKind, ThrottleRule } from '#domain/throttle.ts';
import type { RequestContext } from '#domain/context.ts';
import type { FreezeTokenStore } from '#recovery/ports.ts';
import type { ProofRequestStore } from '#relying-parties/ports.ts';
import type {
  KnownBrowserStore,
  KnownNetworkStore,
  RememberedBrowserStore,
  SessionStore,
} from '#sessions/ports.ts';

export type NewSignIn = SignIn & { readonly tokenHash: string };

export interface SignInStore {
  insert(signIn: NewSignIn): Promise<void>;
  find(id: SignInId): Promise<SignIn | undefined>;
  findByTokenHash(tokenHash: string): Promise<SignIn | undefined>;
  /** One conditional update; true for exactly one caller. */
  replaceToken(id: SignInId, fromHash: string, toHash: string): Promise<boolean>;
  /** One conditional update; true for exactly one caller. Only edges of SIGN_IN_TRANSITIONS. */
  advance(id: SignInId, from: SignInState, to: SignInState): Promise<boolean>;
  /** To `tasks`, with what was proved; true for exactly one caller. */
  openTasks(
    id: SignInId,
    from: SignInState,
    proven: Pick<SignIn, 'secondStep' | 'heldUntil'> & { readonly remember: boolean },
  ): Promise<boolean>;
  /** Ends every open sign-in of a user but one; how many. */
  endAllOf(userId: UserId, except?: SignInId): Promise<number>;
}

export type Reservation =
  | { readonly kind: 'reserved'; readonly challenge: Challenge }
  | { readonly kind: 'unknown' | 'expired' | 'over' | 'exhausted' };

export type NewChallenge = Omit<Challenge, 'state' | 'outcome'>;

export interface ChallengeStore {
  /** Supersedes whatever was live for the same sign-in or binding, then inserts. */
  insert(challenge: NewChallenge): Promise<void>;
  /** For a sign-in or binding that this transaction has made: there is nothing to supersede. */
  insertFirst(challenge: NewChallenge): Promise<void>;
  find(id: ChallengeId): Promise<Challenge | undefined>;
  /** As it is now, and nobody else's to change until the transaction ends. */
  hold(id: ChallengeId): Promise<Challenge | undefined>;
  /** The newest challenge of a sign-in or binding, in whatever state. */
  latestFor(subject: SignInId | BindingId): Promise<Challenge | undefined>;
  /** The types by which new methods were proved in a set-up. */
  listProvedIn(setUp: SignInId): Promise<readonly Challenge['type'][]>;
  /**
   * Spends one attempt of a live challenge in one conditional update, before its output is looked
   * at; concurrent calls never share an attempt. The last one leaves it live with none left.
   */
  reserveAttempt(id: ChallengeId, now: Date): Promise<Reservation>;
  /** One conditional update; true for exactly one caller. Only edges of CHALLENGE_TRANSITIONS; expired ones move to nothing but superseded. */
  advance(
    id: ChallengeId,
    from: ChallengeState,
    to: { readonly state: ChallengeState; readonly now: Date; readonly outcome?: CallOutcome },
  ): Promise<boolean>;
  supersedeAllOf(userId: UserId): Promise<number>;
}

/** A passkey that works: whose it is, and what its signatures are checked with. */
export type BoundPasskey = Omit<NewCredential, 'backedUp'> & {
  readonly id: AuthenticatorId;
  readonly userId: UserId;
};

/** What is bound to an account, and what a genuine output uses up. */
export interface AuthenticatorReader {
  list(userId: UserId): Promise<readonly BoundAuthenticator[]>;
  find(id: AuthenticatorId): Promise<BoundAuthenticator | undefined>;
  /** The opened secret: a TOTP secret, or a number as JSON `{ e164, extension }`. */
  secretOf(id: AuthenticatorId): Promise<Uint8Array | undefined>;
  /** The time step that was spent last, and when. */
  lastStepOf(
    id: AuthenticatorId,
  ): Promise<{ readonly step: number; readonly at: Date } | undefined>;
  /** Passkeys that work, oldest first. */
  passkeysOf(userId: UserId): Promise<readonly BoundPasskey[]>;
  /** Credential IDs are unique over all accounts. */
  findPasskey(credentialId: string): Promise<BoundPasskey | undefined>;
  /** The slow hash of the code with this printed number (passes: number 1), unless it is spent. */
  codeOf(
    id: AuthenticatorId,
    number: number,
  ): Promise<{ readonly id: string; readonly hash: string } | undefined>;
  /** The lowest printed number that is not spent. */
  nextCodeNumber(id: AuthenticatorId): Promise<number | undefined>;
  /** Uses up what an output was made of; one conditional update each; true for exactly one caller. */
  spend(spend: Spend, now: Date): Promise<boolean>;
  markUsed(id: AuthenticatorId, now: Date): Promise<void>;
  disable(id: AuthenticatorId): Promise<boolean>;
  /** Opened numbers of a user's phones that are not frozen, for notices. */
  numbersOf(
    userId: UserId,
  ): Promise<readonly { readonly slot: PhoneSlot; readonly e164: string }[]>;
}

export interface AuthenticatorRestorer {
  /** Every disabled one of a user works again; how many. */
  restoreAllOf(userId: UserId): Promise<number>;
}

/** A lane and the cause that its streak is counted for. */
export type LaneKey = {
  readonly kind: ThrottleKind;
  readonly subject: string;
  readonly cause?: string;
  /** In place of the table's, where the policy decides it. */
  readonly rule?: ThrottleRule;
};

/** A lane that is full, of those asked for the one that stays so for longest. */
export type FullLane = {
  readonly kind: 'throttled';
  readonly lane: LaneKey;
  readonly retryAfterMs: number;
};

/** `streaks`: per lane kind, the streak of the given cause after this hit. */
type Allowed = {
  readonly kind: 'allowed';
  readonly streaks: ReadonlyMap<ThrottleKind, number>;
};

export type LaneReservation = Allowed | FullLane;

/** Lanes that let one more through and that nobody else gets past until the transaction ends. */
export type HeldLanes =
  | (Allowed & {
      /** Takes the hit in every lane. */
      readonly take: () => Promise<void>;
      /** Takes none, and ends the streak of each given cause. */
      readonly forgive: () => Promise<void>;
    })
  | FullLane;

export interface ThrottleStore {
  /**
   * Takes one hit in every lane, or in none when one of them is full. Rows are locked in one order,
   * so two callers never wait for each other; an absent row counts as empty.
   */
  reserve(lanes: readonly LaneKey[], now: Date): Promise<LaneReservation>;
  /** The same up to taking the hit, for what is decided before the transaction ends. */
  hold(lanes: readonly LaneKey[], now: Date): Promise<HeldLanes>;
  /** Takes back the hits of a reservation that proved right. */
  forgive(lanes: readonly LaneKey[]): Promise<void>;
  /** Milliseconds until the lane lets one more through, without taking it; 0: now. */
  retryAfterMs(lane: LaneKey, now: Date): Promise<number>;
  /** Empties lanes: an administrator's decision. */
  clear(lanes: readonly LaneKey[]): Promise<void>;
}

export type NewBypass = {
  readonly id: BypassId;
  readonly userId: UserId;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** One sign-in without a second step, which an operator allowed. */
export interface BypassStore {
  /** Takes the place of an open one of the same account. */
  insert(bypass: NewBypass): Promise<void>;
  findOpen(userId: UserId, now: Date): Promise<BypassId | undefined>;
  /** One conditional update; true for exactly one caller. */
  use(id: BypassId, userId: UserId, now: Date): Promise<boolean>;
  endAllOf(userId: UserId): Promise<number>;
}

/** Ceremonies that were begun for nobody in particular: nothing is stored of them before they are used. */
export interface CeremonyStore {
  /** True for exactly one caller. `expiresAt`: when it could not be used any more anyway. */
  spend(tokenHash: string, expiresAt: Date): Promise<boolean>;
}
/** What was put off: `about` names it, per account. */
export interface PostponementStore {
  listOf(userId: UserId): Promise<readonly Postponement[]>;
  /**
   * One conditional update: once more, and until then. False where it is put off already, or was as
   * often as it may be.
   */
  add(given: {
    readonly userId: UserId;
    readonly about: string;
    readonly until: Date;
    /** Undefined: as often as one likes. */
    readonly most: number | undefined;
    readonly now: Date;
  }): Promise<boolean>;
}

/**
 * The budgets that a password is compared within, at every door: the source, and the account's pool
 * for this browser. `name`: what was typed, where there is no such account.
 */
export type PasswordLanes = (attempt: {
  readonly userId: UserId | undefined;
  readonly name: string;
  readonly context: RequestContext;
}) => Promise<readonly LaneKey[]>;

/** Makes and checks keyed hashes and random values (crypto/). */
export interface Tokens {
  /** 256 random bits, base64url. */
  random(): string;
  /** Keyed hash (HMAC-SHA-256) of a value under a purpose; base64url, compared by the store's equality. */
  hash(purpose: string, value: string): string;
  /** Constant-time check of a value against such a hash. */
  matches(purpose: string, value: string, hash: string): boolean;
  /** Six digits, uniform over 000000 to 999999. */
  sixDigits(): string;
}

/** What texts and calls have cost on a day (UTC). */
export interface SpendingStore {
  /** False, and nothing is counted, where the day would then have cost more than `most`. */
  spend(cost: {
    readonly units: number;
    readonly most: number;
    readonly now: Date;
  }): Promise<boolean>;
}

/** Tells pages that wait, on every node, that something moved. Carries no data. */
export interface Signals {
  changed(subject: SignalSubject): void;
  /** The returned function stops listening. */
  listen(subject: SignalSubject, heard: () => void): () => void;
}

/** A page waits for its sign-in or addition, a device for what it is asked, a node for the policy. */
export type SignalSubject = SignInId | BindingId | AuthenticatorId | 'policy';

/** Where a text or call goes, and what the sending limits count. */
export type PhoneTarget = {
  readonly e164: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly extension: string | undefined;
};

/** What the proof is asked of: something bound, or something on its way to the account. */
export type ChallengeTarget = {
  readonly userId: UserId;
  readonly for: Challenge['for'];
  readonly type: Challenge['type'];
  readonly slot: Challenge['slot'];
  /** Where `type` sends something. */
  readonly phone: PhoneTarget | undefined;
  /** This transaction made the sign-in or binding: nothing was asked of it before. */
  readonly isFirst?: boolean;
};

export type IssueOutcome =
  | { readonly kind: 'issued'; readonly challenge: Challenge }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  | { readonly kind: 'number-unavailable' }
  /** The attempts of this sign-in or binding are used up. */
  | { readonly kind: 'exhausted' };

/** A genuine output that has just been used up, and its challenge with it. */
export type Proven = {
  readonly challenge: Challenge;
  readonly spend: Spend;
  readonly now: Date;
};

export type ProveRefusal =
  | { readonly kind: 'rejected' }
  /** Genuine once; its time step, code or pass is used up. */
  | { readonly kind: 'replayed' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  | { readonly kind: 'over'; readonly reason: Exclude<Reservation['kind'], 'reserved'> };

/** The stores that the engine's transactions touch; each operation picks what it uses. */
export type EngineStores = {
  readonly users: UserStore;
  readonly signIns: SignInStore;
  readonly challenges: ChallengeStore;
  readonly authenticators: AuthenticatorReader & AuthenticatorRestorer;
  readonly throttles: ThrottleStore;
  readonly spending: SpendingStore;
  readonly sessions: SessionStore;
  readonly knownBrowsers: KnownBrowserStore;
  readonly knownNetworks: KnownNetworkStore;
  readonly proofRequests: ProofRequestStore;
  readonly rememberedBrowsers: RememberedBrowserStore;
  readonly ceremonies: CeremonyStore;
  readonly bypasses: BypassStore;
  readonly groups: Pick<GroupStore, 'groupsOf'>;
  readonly postponements: PostponementStore;
  readonly devices: DeviceStore;
  readonly outbox: OutboxStore;
  readonly freezeTokens: Pick<FreezeTokenStore, 'insert'>;
  readonly audit: AuditLog;
};

export type IssueStores = Pick<
  EngineStores,
  | 'challenges'
  | 'throttles'
  | 'spending'
  | 'outbox'
  | 'audit'
  | 'authenticators'
  | 'users'
  | 'freezeTokens'
  | 'devices'
>;

export type ProveRequest<Stores, Outcome> = {
  readonly challengeId: ChallengeId;
  /** The sign-in or binding that the asker holds: a challenge of another one is unknown to it. */
  readonly subject: SignInId | BindingId;
  readonly userId: UserId;
  /** As it came from outside: anything at all. */
  readonly output: unknown;
  readonly context: RequestContext;
  /** What a genuine output is for: runs in the transaction that has used it up. */
  readonly act: (tx: Stores, proven: Proven) => Promise<Outcome>;
};

export type DescribedChallenge = {
  readonly challenge: Challenge;
  /** `expired` where time ran out on it. */
  readonly state: ChallengeState | 'expired';
  readonly delivery: DeliveryStatus | undefined;
  /** A live one of a passkey at a sign-in: what the browser is asked with. */
  readonly publicKey: RequestOptions | undefined;
  /** A live one on a device: what is typed there. */
  readonly number: string | undefined;
};

export type IssueChallenge = (
  tx: IssueStores,
  target: ChallengeTarget,
  at: { readonly now: Date; readonly context: RequestContext },
) => Promise<IssueOutcome>;
export type Prove<Stores> = <Outcome>(
  request: ProveRequest<Stores, Outcome>,
) => Promise<Outcome | ProveRefusal>;
export type DescribeChallenge = (challenge: Challenge) => Promise<DescribedChallenge>;

/** The one way in which anything is proved, for every door and for a new binding alike. */
export type ChallengeEngine<Stores = EngineStores> = {
  readonly issue: IssueChallenge;
  readonly prove: Prove<Stores>;
  readonly describe: DescribeChallenge;
};
