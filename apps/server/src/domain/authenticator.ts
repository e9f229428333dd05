/** RFC 8176 authentication method reference values this service can assert. */
export type Amr = 'pwd' | 'otp' | 'sms' | 'tel' | 'pop' | 'swk' | 'user' | 'mfa';

/** How a claimant answers: what the output looks like and which rule parses it (domain/output.ts). */
export type OutputForm =
  | 'six-digits'
  | 'recovery-code'
  | 'access-pass'
  | 'key-press'
  | 'assertion'
  | 'signed-answer';

/** What is tied to an account; one binding can serve several types (a mobile: text and call). */
export type BoundAs =
  | 'passkey'
  | 'device'
  | 'phone'
  | 'totp'
  | 'hardware-token'
  | 'saved-recovery-codes'
  | 'temporary-access-pass';

export type AuthenticatorProperties = {
  readonly boundAs: BoundAs;
  /** What a relying party is told when this type was used. */
  readonly amr: readonly Amr[];
  readonly output: OutputForm;
  /** The message that must reach the person before an output can exist; null: nothing is sent. */
  readonly sends: 'text' | 'call' | 'push' | null;
  /** Needs a recorded acceptance of risk before it may be enabled: the phone network (SP 800-63B-4 section 3.2.9). */
  readonly restricted: boolean;
  /**
   * What a change to the account asks for is the highest of what is bound. 2: cannot be phished, or
   * was kept for getting back in (a code on paper, an administrator's pass).
   */
  readonly strength: 1 | 2;
  /** Asked first, lower first, where neither person nor policy chose. */
  readonly rank: number;
  /** May be the preferred option of a person. */
  readonly preferable: boolean;
  /** The budget of wrong outputs, one per account over all doors: nobody's wrong codes lock a passkey. */
  readonly lane: 'second-step' | 'passkey-proofs';
  /** Too many wrong outputs in a row switch it off (domain/lock-out.ts); false: there is nothing to guess. */
  readonly guessable: boolean;
  /** The first wrong output ends its challenge: a number has a thousand values, not a million. */
  readonly oneEntry: boolean;
  /** Seconds a challenge of this type stays open. */
  readonly lifeSeconds: number;
};

/**
 * Everything the service needs to know about an authenticator type, in one place. Code elsewhere
 * asks this table; it never compares type names to decide how strong something is.
 */
export const AUTHENTICATORS = {
  passkey: {
    boundAs: 'passkey',
    amr: ['pop', 'user'],
    output: 'assertion',
    sends: null,
    restricted: false,
    strength: 2,
    rank: 1,
    preferable: true,
    lane: 'passkey-proofs',
    guessable: false,
    oneEntry: false,
    lifeSeconds: 300,
  },
  push: {
    boundAs: 'device',
    amr: ['swk'],
    output: 'signed-answer',
    sends: 'push',
    restricted: false,
    strength: 1,
    rank: 2,
    preferable: true,
    lane: 'second-step',
    guessable: true,
    oneEntry: true,
    lifeSeconds: 60,
  },
  totp: {
    boundAs: 'totp',
    amr: ['otp'],
    output: 'six-digits',
    sends: null,
    restricted: false,
    strength: 1,
    rank: 3,
    preferable: true,
    lane: 'second-step',
    guessable: true,
    oneEntry: false,
    lifeSeconds: 600,
  },
  'hardware-token': {
    boundAs: 'hardware-token',
    amr: ['otp'],
    output: 'six-digits',
    sends: null,
    restricted: false,
    strength: 1,
    rank: 4,
    preferable: true,
    lane: 'second-step',
    guessable: true,
    oneEntry: false,
    lifeSeconds: 600,
  },
  text: {
    boundAs: 'phone',
    amr: ['sms'],
    output: 'six-digits',
    sends: 'text',
    restricted: true,
    strength: 1,
    rank: 5,
    preferable: true,
    lane: 'second-step',
    guessable: true,
    oneEntry: false,
    lifeSeconds: 300,
  },
  call: {
    boundAs: 'phone',
    amr: ['tel'],
    output: 'key-press',
    sends: 'call',
    restricted: true,
    strength: 1,
    rank: 6,
    preferable: true,
    lane: 'second-step',
    guessable: true,
    oneEntry: false,
    lifeSeconds: 180,
  },
  'spoken-code': {
    boundAs: 'phone',
    amr: ['tel'],
    output: 'six-digits',
    sends: 'call',
    restricted: true,
    strength: 1,
    rank: 7,
    preferable: false,
    lane: 'second-step',
    guessable: true,
    oneEntry: false,
    lifeSeconds: 300,
  },
  'saved-recovery-code': {
    boundAs: 'saved-recovery-codes',
    amr: ['otp'],
    output: 'recovery-code',
    sends: null,
    restricted: false,
    strength: 2,
    rank: 8,
    preferable: false,
    lane: 'second-step',
    guessable: true,
    oneEntry: false,
    lifeSeconds: 600,
  },
  'temporary-access-pass': {
    boundAs: 'temporary-access-pass',
    amr: ['otp'],
    output: 'access-pass',
    sends: null,
    restricted: false,
    strength: 2,
    rank: 0,
    preferable: false,
    lane: 'second-step',
    guessable: true,
    oneEntry: false,
    lifeSeconds: 600,
  },
} as const satisfies Readonly<Record<string, AuthenticatorProperties>>;

export type AuthenticatorType = keyof typeof AUTHENTICATORS;

export const AUTHENTICATOR_TYPES: readonly AuthenticatorType[] = [
  'temporary-access-pass',
  'passkey',
  'push',
  'totp',
  'hardware-token',
  'text',
  'call',
  'spoken-code',
  'saved-recovery-code',
];

type SlotProperties = {
  readonly types: readonly AuthenticatorType[];
  readonly extension: boolean;
  /** Of two numbers used alike, the lower is asked first, also when it was changed last. */
  readonly rank: number;
};

/** The places a person can have a number in, and what each place serves. */
export const PHONE_SLOTS = {
  mobile: { types: ['text', 'call', 'spoken-code'], extension: false, rank: 1 },
  office: { types: ['call', 'spoken-code'], extension: true, rank: 2 },
  alternate: { types: ['call', 'text', 'spoken-code'], extension: false, rank: 3 },
} as const satisfies Readonly<Record<string, SlotProperties>>;

export type PhoneSlot = keyof typeof PHONE_SLOTS;

export const propertiesOf = (type: AuthenticatorType): AuthenticatorProperties =>
  AUTHENTICATORS[type];
