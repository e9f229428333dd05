import type { BoundAs, PhoneSlot, AuthenticatorType } from '#domain/authenticator.ts';
import type { BoundAuthenticator } from '#domain/bound-authenticator.ts';
import type { EngineStores } from '#sign-in/ports.ts';
import type { AppPassword } from '#domain/app-password.ts';
import type {
  AppPasswordId,
  AuthenticatorId,
  BindingId,
  HardwareTokenId,
  SessionId,
  SignInId,
  UserId,
} from '#domain/ids.ts';
import type { Role } from '#domain/role.ts';

/** Who adds or changes: a fresh session, a sign-in in its set-up, one whose task it is, or somebody of the staff. */
export type Actor = { readonly userId: UserId } & (
  | { readonly kind: 'session'; readonly sessionId: SessionId }
  | {
      readonly kind: 'set-up';
      readonly signInId: SignInId;
      /** The only types that its sign-in takes: methods of others may be there already. */
      readonly taken?: readonly AuthenticatorType[];
    }
  | { readonly kind: 'task'; readonly signInId: SignInId }
  | {
      readonly kind: 'operator';
      readonly sessionId: SessionId;
      readonly operatorId: UserId;
      /** With which they came: one that was taken away meanwhile adds nothing. */
      readonly role: Role;
      readonly why: string;
    }
);

/** An authenticator on its way to the account: it proves nothing and counts for nothing yet. */
export type Binding = {
  readonly id: BindingId;
  readonly userId: UserId;
  /** The session or sign-in that started it; nobody else may go on with it. */
  readonly startedBy: SessionId | SignInId;
  readonly kind: Extract<BoundAs, 'passkey' | 'device' | 'phone' | 'totp' | 'hardware-token'>;
  readonly slot: PhoneSlot | undefined;
  readonly name: string | undefined;
  readonly lastTwoDigits: string | undefined;
  readonly hasExtension: boolean;
  /** Phones: keyed hash of the E.164 form, for counting accounts that share it. */
  readonly numberHash: string | undefined;
  /** The app that dies when this one is proved: a move to a new phone. */
  readonly replaces?: AuthenticatorId | undefined;
  readonly state: 'pending' | 'confirmed' | 'cancelled';
  readonly expiresAt: Date;
};

export type NewBinding = Omit<Binding, 'state'> & {
  /** Hardware tokens: the one that it is; passkeys and devices bring theirs with the proof. */
  readonly credentialId?: string;
  /** Sealed by the store: a TOTP secret, or a number as JSON `{ e164, extension }`. Passkeys bring theirs with the proof, devices when they answer. */
  readonly secret: Uint8Array | undefined;
  readonly createdAt: Date;
};

export interface BindingStore {
  /** Cancels every pending one of the same user, kind and slot (or token), then inserts. */
  insert(binding: NewBinding): Promise<void>;
  find(id: BindingId): Promise<Binding | undefined>;
  secretOf(id: BindingId): Promise<Uint8Array | undefined>;
  /** One conditional update from `pending`, not expired; true for exactly one caller. */
  advance(id: BindingId, to: 'confirmed' | 'cancelled', now: Date): Promise<boolean>;
  cancelAllOf(userId: UserId): Promise<void>;
}

export type NewAuthenticator = {
  readonly id: AuthenticatorId;
  readonly userId: UserId;
  readonly kind: BoundAs;
  readonly name: string | undefined;
  readonly boundAt: Date;
  readonly boundIn: SignInId | undefined;
  readonly expiresAt?: Date | undefined;
  /** Slow hashes of codes, in printed order from number 1 (recovery codes, passes). */
  readonly codeHashes?: readonly string[];
  /** Its one code is good again and again, as long as it lives. */
  readonly reusable?: boolean;
};

export type BindOutcome =
  | { readonly kind: 'bound'; readonly replaced: BoundAuthenticator | undefined }
  /** A passkey that is bound already, to whatever account: nothing is stored. */
  | { readonly kind: 'taken' }
  /** What it was to replace is not there any more: nothing is stored. */
  | { readonly kind: 'replaced-is-gone' };

export interface AuthenticatorStore {
  list(userId: UserId): Promise<readonly BoundAuthenticator[]>;
  /**
   * Makes a confirmed binding an authenticator (its secret, slot, number and last counter move over).
   * A phone takes the place of the one in its slot, and whatever replaces another that of the other.
   */
  bind(binding: BindingId, authenticator: NewAuthenticator): Promise<BindOutcome>;
  /** Lists of codes and passes; takes the place of an older set of the same kind. */
  insertCodes(authenticator: NewAuthenticator): Promise<void>;
  rename(id: AuthenticatorId, userId: UserId, name: string): Promise<boolean>;
  /** False when it is not this user's, or the only lasting one and `keepOne` is set: one conditional delete. */
  remove(id: AuthenticatorId, userId: UserId, keepOne: boolean): Promise<boolean>;
  /**
   * From now on it proves nothing, unless nothing that works would be left to live on
   * (`only-method`): one conditional update. `not-bound`: this user has no such one.
   */
  freeze(
    id: AuthenticatorId,
    userId: UserId,
    now: Date,
  ): Promise<'frozen' | 'only-method' | 'not-bound'>;
  /** Kinds named here only; how many went. */
  removeAllOf(userId: UserId, kinds: readonly BoundAs[]): Promise<number>;
  restoreAllOf(userId: UserId): Promise<number>;
  /** Accounts that have this number. */
  countAccountsWith(numberHash: string): Promise<number>;
}

/** A token that an organisation bought; activated where an authenticator came of it. */
export type HardwareToken = {
  readonly id: HardwareTokenId;
  readonly serial: string;
  readonly manufacturer: string;
  readonly model: string;
  readonly periodSeconds: number;
  /** Whose it is. */
  readonly userId: UserId | undefined;
  readonly authenticatorId: AuthenticatorId | undefined;
  readonly importedAt: Date;
};

export type NewHardwareToken = Omit<HardwareToken, 'authenticatorId'> & {
  /** Sealed by the store, and never shown again. */
  readonly secret: Uint8Array;
};

export interface HardwareTokenStore {
  /** False where there is one with this serial number. */
  insert(token: NewHardwareToken): Promise<boolean>;
  find(id: HardwareTokenId): Promise<HardwareToken | undefined>;
  /** Folded (domain/fold.ts). */
  findBySerial(serialKey: string): Promise<HardwareToken | undefined>;
  secretOf(id: HardwareTokenId): Promise<Uint8Array | undefined>;
  /** One conditional update: false where it is gone, or activated. */
  assign(id: HardwareTokenId, userId: UserId | undefined): Promise<boolean>;
  /** One conditional delete: false where it is gone, or activated. */
  remove(id: HardwareTokenId): Promise<boolean>;
  listOf(userId: UserId, limit: number): Promise<readonly HardwareToken[]>;
  /** In the order of their serial numbers; `prefix` and `after` are folded. */
  list(asked: {
    readonly prefix: string;
    readonly after: string | undefined;
    readonly limit: number;
  }): Promise<readonly HardwareToken[]>;
}

export type NewAppPassword = Omit<AppPassword, 'lastUsedAt'> & { readonly hash: string };

/** Passwords for programs: 120 random bits each, kept as a keyed hash. */
export interface AppPasswordStore {
  /** False, and nothing stored, where the user has `most` of them: also for calls in parallel. */
  insert(password: NewAppPassword, most: number): Promise<boolean>;
  /** Oldest first. */
  list(userId: UserId): Promise<readonly AppPassword[]>;
  findByHash(hash: string): Promise<AppPassword | undefined>;
  markUsed(id: AppPasswordId, now: Date): Promise<void>;
  /** False when it is not this user's. */
  remove(id: AppPasswordId, userId: UserId): Promise<boolean>;
  /** How many. */
  removeAllOf(userId: UserId): Promise<number>;
}

/** The stores that changes of a person's own methods touch. */
export type SecurityInfoStores = Omit<EngineStores, 'authenticators'> & {
  readonly authenticators: EngineStores['authenticators'] & AuthenticatorStore;
  readonly bindings: BindingStore;
  readonly appPasswords: AppPasswordStore;
};
