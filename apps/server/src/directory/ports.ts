import type { RequestContext } from '#domain/context.ts';
import type { Preference } from '#domain/bound-authenticator.ts';
import type { Device } from '#domain/device.ts';
import type { GroupId, SessionId, SignInId, UserId } from '#domain/ids.ts';
import type { Role, StaffRole } from '#domain/role.ts';
import type { Registration, User, UserState } from '#domain/user.ts';
import type { Ended } from '#sessions/ports.ts';

export type NewUser = Omit<
  User,
  | 'failedSteps'
  | 'preferences'
  | 'blockedUntil'
  | 'mustChangePassword'
  | 'emailChangedAt'
  | 'graceUntil'
  | 'language'
> & {
  readonly language?: string | undefined;
  readonly graceUntil?: Date | undefined;
  readonly createdAt: Date;
  /** Normalised keys (directory/login-key.ts) that all lead to this one user. */
  readonly loginKeys: readonly string[];
};

export type UserChange = {
  readonly state?: UserState;
  readonly role?: Role;
  readonly active?: boolean;
  readonly registration?: Registration;
  /** Until when the set-up may be put off; every change of state, role or registration ends what there was. */
  readonly graceUntil?: Date | undefined;
  /** Of the devices named here; null: none any more. */
  readonly preferences?: Readonly<Partial<Record<Device, Preference | null>>>;
  readonly blockedUntil?: Date | null;
  readonly blockedReason?: string | null;
  /** Null: the organisation's. */
  readonly language?: string | null;
  /** Only ever asked for here: a new password takes it back. */
  readonly mustChangePassword?: true;
};

export type NewPassword = {
  readonly hash: string;
  readonly mustChange: boolean;
  /** The hash it takes the place of; another one meanwhile, and nothing is changed. */
  readonly expected?: string | undefined;
};

export type NewEmail = {
  readonly email: string;
  /** What it is looked up by, and what the one before was. */
  readonly loginKey: string;
  readonly oldLoginKey: string | undefined;
  readonly changedAt: Date;
};

export interface UserStore {
  /** By a normalised login key: user name and mail address lead to the same user. */
  findByLoginKey(key: string): Promise<User | undefined>;
  find(id: UserId): Promise<User | undefined>;
  /** False when a login key is taken; nothing is stored then. */
  insert(user: NewUser): Promise<boolean>;
  change(id: UserId, change: UserChange): Promise<void>;
  /** One conditional update; false when another password took its place meanwhile. */
  replacePassword(id: UserId, password: NewPassword): Promise<boolean>;
  /**
   * Whether this is still the account's password hash; where it is, no other takes its place before
   * the transaction ends.
   */
  holdsPassword(id: UserId, hash: string): Promise<boolean>;
  /** False when the address is another account's name to sign in with; nothing is changed then. */
  changeEmail(id: UserId, change: NewEmail): Promise<boolean>;
  /** Adds one failed second step; the new total. */
  countFailedStep(id: UserId): Promise<number>;
  /** Back to none; the total before. */
  clearFailedSteps(id: UserId): Promise<number>;
  /** As it is now, and nobody else's to change until the transaction ends. */
  hold(id: UserId): Promise<User | undefined>;
  /** As it is now until the transaction ends; others may hold it so, too. */
  holdActor(id: UserId): Promise<User | undefined>;
  /** The active owners; nobody becomes one or stops being one until the transaction ends. */
  holdOwners(): Promise<readonly UserId[]>;
  /** Active administrators and owners. */
  countAdministrators(): Promise<number>;
  list(after: string | undefined, limit: number): Promise<readonly User[]>;
}

/** One-use links for the first administrator; only keyed hashes are stored. */
export interface BootstrapStore {
  insert(tokenHash: string, expiresAt: Date): Promise<void>;
  /** True for exactly one caller. */
  spend(tokenHash: string, now: Date): Promise<boolean>;
}

/** Hashes and compares passwords in a bounded pool. */
export interface PasswordHasher {
  /** True while one more caller would be turned away: asked before anything is counted. */
  isFull(): boolean;
  hash(password: string): Promise<string>;
  /** With no hash (an unknown user) it costs the same and says false. `busy`: the queue is full. */
  verify(hash: string | undefined, password: string): Promise<boolean | 'busy'>;
}

/** Links for a forgotten password; only keyed hashes are stored. */
export interface ResetTokenStore {
  /** Every earlier one of the account is dead: the newest counts. */
  issue(token: {
    readonly tokenHash: string;
    readonly userId: UserId;
    readonly expiresAt: Date;
  }): Promise<void>;
  /** Whose it is, while it works. */
  find(tokenHash: string, now: Date): Promise<UserId | undefined>;
  /** True for exactly one caller. */
  spend(tokenHash: string, now: Date): Promise<boolean>;
  dropAllOf(userId: UserId): Promise<void>;
}

/** What a new password is kept out of the account's own doing with. */
export type Replacement = {
  readonly userId: UserId;
  readonly now: Date;
  /** Why sessions end: stands in their rows. */
  readonly reason: 'password_changed' | 'password_reset';
  /** The browser that did it; absent: an operator. */
  readonly context?: RequestContext;
  /** Who goes on: the session or the sign-in that changed it. */
  readonly keep?: { readonly sessionId?: SessionId; readonly signInId?: SignInId };
} & NewPassword;

/**
 * The one way in which a password changes. Inside the caller's transaction all that rested on the
 * old one ends: other sessions, remembered browsers, sign-ins under way, links. How many of the first
 * two; undefined when another password came in between.
 */
export type ReplacePassword<Tx> = (tx: Tx, replacement: Replacement) => Promise<Ended | undefined>;

/** Accounts that are looked after together; no group is in another. */
export type Group = {
  readonly id: GroupId;
  readonly name: string;
  readonly description: string;
  readonly createdAt: Date;
};

export interface GroupStore {
  /** In the order of their names. */
  list(): Promise<readonly Group[]>;
  find(id: GroupId): Promise<Group | undefined>;
  findByName(name: string): Promise<Group | undefined>;
  /** False when the name is taken, however it is written. */
  insert(group: Group): Promise<boolean>;
  /** False when the name is another group's; nothing is changed then. */
  change(id: GroupId, to: Pick<Group, 'name' | 'description'>): Promise<boolean>;
  /** With its memberships; false when there is no such group. */
  remove(id: GroupId): Promise<boolean>;
  /** Up to `most`: it costs the same however large the group is. */
  countMembers(id: GroupId, most: number): Promise<number>;
  /** How many of them were not in it; nobody else is added than accounts that there are. */
  addMembers(id: GroupId, userIds: readonly UserId[]): Promise<number>;
  removeMembers(id: GroupId, userIds: readonly UserId[]): Promise<number>;
  groupsOf(userId: UserId): Promise<readonly Group[]>;
}

/** Whom one of the staff looks after: the people of certain groups, or everybody. */
export interface ScopeStore {
  /** Empty: everybody. */
  groupsOf(staffId: UserId): Promise<readonly Group[]>;
  replace(staffId: UserId, groups: readonly GroupId[]): Promise<void>;
  /** Those of these accounts whom this one of the staff looks after. */
  within(staffId: UserId, userIds: readonly UserId[]): Promise<ReadonlySet<UserId>>;
  /** Mail addresses of active staff of these roles who look after this account. */
  staffOf(userId: UserId, roles: readonly StaffRole[], most: number): Promise<readonly string[]>;
  isUsed(group: GroupId): Promise<boolean>;
}
