import type { Preference } from '#domain/bound-authenticator.ts';
import type { Device } from '#domain/device.ts';
import type { UserId } from '#domain/ids.ts';
import type { Registration, User, UserState } from '#domain/user.ts';

export type NewUser = Omit<User, 'failedSteps' | 'preferences' | 'blockedUntil'> & {
  readonly createdAt: Date;
  /** Normalised keys (directory/login-key.ts) that all lead to this one user. */
  readonly loginKeys: readonly string[];
};

export type UserChange = {
  readonly state?: UserState;
  readonly active?: boolean;
  readonly registration?: Registration;
  /** Of the devices named here; null: none any more. */
  readonly preferences?: Readonly<Partial<Record<Device, Preference | null>>>;
  readonly blockedUntil?: Date | null;
  readonly blockedReason?: string | null;
  readonly passwordHash?: string;
};

export interface UserStore {
  /** By a normalised login key: user name and mail address lead to the same user. */
  findByLoginKey(key: string): Promise<User | undefined>;
  find(id: UserId): Promise<User | undefined>;
  /** False when a login key is taken; nothing is stored then. */
  insert(user: NewUser): Promise<boolean>;
  change(id: UserId, change: UserChange): Promise<void>;
  /** Adds one failed second step; the new total. */
  countFailedStep(id: UserId): Promise<number>;
  /** Back to none; the total before. */
  clearFailedSteps(id: UserId): Promise<number>;
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
