import type { PushSubscription } from '#delivery/ports.ts';
import type { DeviceKey } from '#authenticators/device/key.ts';
import type { ChallengeId, AuthenticatorId, BindingId, UserId } from '#domain/ids.ts';
import type { Challenge } from '#domain/challenge.ts';

/** Purpose of the keyed hash of an activation code. */
export const ACTIVATION_PURPOSE = 'activation';

/** What the things that a device signs are held against. */
export type SignedSettings = {
  /** The authenticator's origin. */
  readonly audience: string;
  readonly registrationType: string;
  readonly requestType: string;
  readonly skewSeconds: number;
};

/** What a device is here: bound, or on its way. */
export type DeviceSubject =
  | { readonly kind: 'authenticator'; readonly id: AuthenticatorId }
  | { readonly kind: 'binding'; readonly id: BindingId }
  /** A new phone that waits to take the place of this one; it has no say in anything yet. */
  | { readonly kind: 'move'; readonly id: AuthenticatorId };

export type Device = {
  /** RFC 7638 thumbprint of its key. */
  readonly keyId: string;
  readonly key: DeviceKey;
  readonly subject: DeviceSubject;
  readonly userId: UserId;
  readonly name: string | undefined;
  /** `waiting`: nobody has said yet that it is theirs. `off`: disabled or frozen. */
  readonly state: 'waiting' | 'active' | 'off';
  readonly lastUsedAt: Date | undefined;
};

/** Where a request for proof came from, for the person who is asked. */
export type RequestOrigin = { readonly address: string; readonly userAgent: string };

export type NewRegistration = {
  readonly keyId: string;
  /** Sealed by the store (authenticators/device/binding-secret.ts). */
  readonly secret: Uint8Array;
  readonly name: string;
};

export interface DeviceStore {
  /** Keyed hashes of the codes of one addition: whichever is used first, all are dead. */
  addActivation(activation: {
    readonly codeHashes: readonly string[];
    readonly bindingId: BindingId;
    readonly expiresAt: Date;
  }): Promise<void>;
  /**
   * Gives the pending addition behind a code its device; to exactly one caller. Undefined: no such
   * code, or the key is known already.
   */
  register(
    codeHash: string,
    registration: NewRegistration,
    now: Date,
  ): Promise<{ readonly bindingId: BindingId; readonly userId: UserId } | undefined>;
  /** A code by which another phone may take the place of this device. */
  openMove(
    id: AuthenticatorId,
    move: { readonly codeHash: string; readonly expiresAt: Date },
  ): Promise<void>;
  /** The same as `register`, for such a code. */
  registerMove(
    codeHash: string,
    registration: NewRegistration,
    now: Date,
  ): Promise<{ readonly id: AuthenticatorId; readonly userId: UserId } | undefined>;
  /** What answered to the code of a move. */
  moveOf(
    id: AuthenticatorId,
    now: Date,
  ): Promise<{ readonly name: string; readonly secret: Uint8Array } | undefined>;
  /** The new key in place of the old one, notifications off; true for exactly one caller. */
  completeMove(id: AuthenticatorId, oldKeyId: string, now: Date): Promise<boolean>;
  dropMove(id: AuthenticatorId): Promise<void>;
  find(keyId: string, now: Date): Promise<Device | undefined>;
  /** The live request on a device, if there is one. */
  requestFor(subject: DeviceSubject, now: Date): Promise<Challenge | undefined>;
  /** Ends the live requests of an account on whatever device. */
  supersedeRequestsOf(userId: UserId): Promise<void>;
  /** In place of whatever device of the same person had this subscription before. */
  subscribe(
    id: AuthenticatorId,
    given: {
      readonly subscription: PushSubscription;
      readonly subscriptionHash: string;
      readonly now: Date;
    },
  ): Promise<void>;
  unsubscribe(id: AuthenticatorId): Promise<void>;
  /** `stale`: the push service said that it is gone. */
  subscriptionOf(
    id: AuthenticatorId,
  ): Promise<{ readonly subscription: PushSubscription; readonly stale: boolean } | undefined>;
  /** And so for whoever else shares it. */
  markStale(id: AuthenticatorId, now: Date): Promise<void>;
  recordOrigin(challengeId: ChallengeId, origin: RequestOrigin): Promise<void>;
  originOf(challengeId: ChallengeId): Promise<RequestOrigin | undefined>;
}
