import {
  AUTHENTICATOR_TYPES,
  type AuthenticatorType,
  type BoundAs,
  PHONE_SLOTS,
  type PhoneSlot,
  propertiesOf,
} from './authenticator.ts';
import type { Device } from './device.ts';
import type { AuthenticatorId, SignInId, UserId } from './ids.ts';

/** An authenticator tied to an account (SP 800-63B-4 section 4.1). Its secrets stay in the store. */
export type BoundAuthenticator = {
  readonly id: AuthenticatorId;
  readonly userId: UserId;
  readonly kind: BoundAs;
  readonly slot: PhoneSlot | undefined;
  readonly name: string | undefined;
  /**
   * `disabled`: too many wrong outputs in a row; another method, or an administrator, restores it.
   * `frozen`: its owner said of a change "this wasn't me"; nothing but a new binding brings it back.
   */
  readonly state: 'active' | 'disabled' | 'frozen';
  readonly boundAt: Date;
  readonly lastUsedAt: Date | undefined;
  /** Temporary access passes end by themselves. */
  readonly expiresAt: Date | undefined;
  /** Lists of codes and passes: what is left to spend. */
  readonly usesLeft: number | undefined;
  /** Phones: the last two digits, all that is ever shown. */
  readonly lastTwoDigits: string | undefined;
  readonly hasExtension: boolean;
  /** Passkeys: the model of the authenticator (AAGUID), and whether it is copied to other devices. */
  readonly passkey: { readonly aaguid: string; readonly backedUp: boolean } | undefined;
  /** Devices: the push service knows it no more, so nothing notifies it. */
  readonly device?: { readonly isStale: boolean };
  /** The sign-in whose set-up bound it, if one did. */
  readonly boundIn: SignInId | undefined;
};

/** One way to prove the second step: a bound authenticator used as one of its types. */
export type Option = {
  readonly authenticator: BoundAuthenticator;
  readonly type: AuthenticatorType;
};

export type Preference = { readonly authenticatorId: string; readonly type: AuthenticatorType };

export type Preferences = Readonly<Record<Device, Preference | undefined>>;

/** What a person chose for this kind of device, where the organisation leaves it to people. */
export type PreferenceOf = (
  person: { readonly preferences: Preferences } | undefined,
  device: Device,
) => Preference | undefined;

/** `systemPreferred`: the order of the table wins, whatever anybody chose. */
export const makePreferenceOf =
  (systemPreferred: () => boolean): PreferenceOf =>
  (person, device) =>
    systemPreferred() ? undefined : person?.preferences[device];

const isUsable = (authenticator: BoundAuthenticator, now: Date): boolean =>
  authenticator.state === 'active' &&
  (authenticator.expiresAt === undefined || authenticator.expiresAt > now) &&
  (authenticator.usesLeft === undefined || authenticator.usesLeft > 0);

export const typesOf = (
  authenticator: Pick<BoundAuthenticator, 'kind' | 'slot'>,
): readonly AuthenticatorType[] =>
  authenticator.slot === undefined
    ? AUTHENTICATOR_TYPES.filter((type) => propertiesOf(type).boundAs === authenticator.kind)
    : PHONE_SLOTS[authenticator.slot].types;

const placeOf = ({ authenticator: { slot } }: Option): number =>
  slot === undefined ? 0 : PHONE_SLOTS[slot].rank;

/**
 * Every option the account has now, the one asked first in front. Passkeys are one option together:
 * the browser knows which of them it can use.
 */
export function listOptions(
  authenticators: readonly BoundAuthenticator[],
  now: Date,
  preference?: Preference,
): readonly Option[] {
  const isPreferred = ({ authenticator, type }: Option) =>
    authenticator.id === preference?.authenticatorId && type === preference.type;
  return authenticators
    .filter((authenticator) => isUsable(authenticator, now))
    .flatMap((authenticator) => typesOf(authenticator).map((type) => ({ authenticator, type })))
    .toSorted(
      (a, b) =>
        Number(isPreferred(b)) - Number(isPreferred(a)) ||
        propertiesOf(a.type).rank - propertiesOf(b.type).rank ||
        placeOf(a) - placeOf(b) ||
        a.authenticator.boundAt.getTime() - b.authenticator.boundAt.getTime(),
    )
    .filter(
      ({ type }, index, all) =>
        type !== 'passkey' || all.findIndex((other) => other.type === type) === index,
    );
}

/**
 * The kinds that make an account "registered". Recovery codes and passes get a person back in; they
 * are not a second step to live on, so they alone leave the account to be set up.
 */
export const LASTING: readonly BoundAs[] = ['passkey', 'device', 'phone', 'totp', 'hardware-token'];

export const isLasting = (authenticator: { readonly kind: BoundAs }): boolean =>
  LASTING.includes(authenticator.kind);

/** How many of a kind one account can have; a list of codes and a pass take the place of another. */
export const LIMITS = {
  passkey: 10,
  /** As the successor of the 2016 system has it. */
  device: 5,
  phone: Object.keys(PHONE_SLOTS).length,
  totp: 5,
  'hardware-token': 5,
} as const satisfies Partial<Record<BoundAs, number>>;

/** The same number on this many accounts at most: a shared family phone is fine, a phone farm is not. */
export const ACCOUNTS_PER_NUMBER = 5;

type Bound = Pick<BoundAuthenticator, 'kind' | 'boundIn' | 'slot'>;

/** A method to live on that proves what takes only these types; undefined: any type. */
export const isLastingFor = (
  one: Pick<BoundAuthenticator, 'kind' | 'slot'>,
  types: readonly AuthenticatorType[] | undefined,
): boolean =>
  isLasting(one) && (types === undefined || typesOf(one).some((type) => types.includes(type)));

/**
 * Whether a set-up may go on: while every lasting method of the account (of the types that are still
 * taken) was bound in it. Whoever else has the password cannot add to an account that has a second
 * step by now.
 */
export const isOwnSetUp = (
  bound: readonly Bound[],
  signInId: SignInId,
  types?: readonly AuthenticatorType[],
): boolean => bound.every((one) => !isLastingFor(one, types) || one.boundIn === signInId);

/** Whether a set-up has brought what it is for. */
export const hasBoundIn = (bound: readonly Bound[], signInId: SignInId): boolean =>
  bound.some((one) => isLasting(one) && one.boundIn === signInId);

/** 0: the account has no method to live on that works now. */
export const highestStrength = (bound: readonly BoundAuthenticator[], now: Date): number =>
  Math.max(
    0,
    ...listOptions(bound.filter(isLasting), now).map(({ type }) => propertiesOf(type).strength),
  );

/** The options whose proof opens changes to the account. */
export function listStepUpOptions(
  bound: readonly BoundAuthenticator[],
  now: Date,
  preference?: Preference,
): readonly Option[] {
  const asked = highestStrength(bound, now);
  return listOptions(bound, now, preference).filter(
    ({ type }) => propertiesOf(type).strength >= asked,
  );
}
