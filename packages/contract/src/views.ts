import { z } from 'zod';
import { ACTIVITY_EVENTS, ACTIVITY_KINDS } from './activity.ts';
import { ROLES } from './roles.ts';

export const id = z.uuid();
export const timestamp = z.iso.datetime();
/** Where a list goes on: what a page answered as `next`, with the same question. */
export const cursor = z.string().max(2000);
/** NUL and halves of characters (Unicode Cs) are no text: one engine refuses them, another changes them. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    // oxlint-disable-next-line eslint/no-control-regex -- it is what is looked for
    .regex(/^[^\u0000\p{Cs}]*$/u);
/** A name people give: plain words, no control or direction-changing characters (Unicode Cc, Cf, Cs, Zl, Zp). */
export const label = z
  .string()
  .trim()
  .min(1)
  .max(64)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);

export const methodType = z.enum([
  'passkey',
  'push',
  'text',
  'call',
  'spoken-code',
  'totp',
  'hardware-token',
  'saved-recovery-code',
  'temporary-access-pass',
]);
export const phoneSlot = z.enum(['mobile', 'office', 'alternate']);

/** One way to prove the second step. Everything a claimant may see of it before proving anything. */
export const option = z.strictObject({
  /** Random towards the outside: stable within one sign-in only. */
  id: z.string(),
  type: methodType,
  /** Phones: which of the person's numbers. */
  slot: phoneSlot.optional(),
  /** Phones: `+X XXXXXXXX` and the last two digits. */
  masked: z.string().optional(),
  /** Apps: the name the person gave. Only after the first factor. */
  name: z.string().optional(),
});

const challengeState = z.enum([
  'live',
  'approved',
  'consumed',
  'superseded',
  'exhausted',
  'denied',
  'failed',
  'expired',
]);

const descriptor = z.strictObject({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()),
});
const userVerification = z.enum(['required', 'preferred']);

/** `PublicKeyCredentialRequestOptionsJSON` (W3C WebAuthn Level 3 section 5.1.10). */
export const requestOptions = z.strictObject({
  /** Base64url, like all bytes here. */
  challenge: z.string(),
  /** Milliseconds. */
  timeout: z.int(),
  rpId: z.string(),
  /** Empty: any passkey that the browser has for this site. */
  allowCredentials: z.array(descriptor),
  userVerification,
});

/** `PublicKeyCredentialCreationOptionsJSON` (W3C WebAuthn Level 3 section 5.1.9). */
export const creationOptions = z.strictObject({
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
  timeout: z.int(),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.strictObject({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification,
  }),
  attestation: z.enum(['none', 'direct']),
});

export const challenge = z.strictObject({
  id,
  option,
  state: challengeState,
  /** How far its message has come; absent where nothing is sent. */
  delivery: z.enum(['queued', 'sent', 'delivered', 'undelivered']).optional(),
  /** Calls that ended without an answer: what happened. */
  outcome: z
    .enum([
      'no-answer',
      'busy',
      'voicemail',
      'failed',
      'fraud-reported',
      'declined',
      'wrong-number',
    ])
    .optional(),
  /** A live request on a device: what is to be typed there. */
  number: z.string().optional(),
  /** Recovery codes: the number on the printed list that is asked for. */
  codeNumber: z.int().optional(),
  /** A live one of a passkey at a sign-in: what to ask the browser with. */
  publicKey: requestOptions.optional(),
  expiresAt: timestamp,
  /** When the same option may be sent again. */
  resendAt: timestamp.optional(),
});

export const signIn = z.strictObject({
  id,
  purpose: z.enum(['sign-in', 'step-up', 'relying-party']),
  /**
   * `second-step`: prove an option. `set-up`: nothing but the set-up is open.
   * `tasks`: everything is proved, and `tasks` are to be done before it is complete.
   * `needs-help`: the first factor is right and nothing is left to prove; the page says who helps.
   */
  state: z.enum(['second-step', 'set-up', 'needs-help', 'tasks', 'completed', 'ended']),
  options: z.array(option),
  challenge: challenge.optional(),
  /** In `tasks`: whose password is chosen, for what keeps passwords. */
  login: z.string().optional(),
  /** What is left to do, in this order. */
  tasks: z.array(z.enum(['change-password', 'new-recovery-codes', 'better-method'])),
  /** Of the task `better-method`: why, what may be set up, and whether it may wait. */
  nudge: z
    .strictObject({
      cause: z.enum(['campaign', 'sunset', 'grace']),
      /** Empty for `grace`: the set-up of everybody follows. */
      methods: z.array(z.enum(['passkey', 'push', 'totp'])),
      /** How often it may still be put off; absent: as often as one likes. */
      left: z.int().optional(),
      until: timestamp.optional(),
    })
    .optional(),
  /** Set-up only: what has been added in it so far. */
  /** What is bound so far, and the slots that a phone has taken. */
  setUp: z
    .strictObject({
      methods: z.int(),
      slots: z.array(phoneSlot),
      recoveryCodes: z.boolean(),
      /** Whether it may end with a password for programs. */
      appPasswords: z.boolean(),
    })
    .optional(),
  /** Purpose `relying-party`: who asks, in the operator's words. */
  relyingParty: z.string().optional(),
  /** Where this proof may be remembered in this browser: for how many days. */
  remember: z.strictObject({ days: z.int() }).optional(),
  csrfToken: z.string(),
  expiresAt: timestamp,
  /** Where to go when completed: a path of this site. */
  returnTo: z.string(),
});

export const methodKind = z.enum([
  'passkey',
  'device',
  'phone',
  'totp',
  'hardware-token',
  'saved-recovery-codes',
  'temporary-access-pass',
]);

export const method = z.strictObject({
  id,
  kind: methodKind,
  slot: phoneSlot.optional(),
  masked: z.string().optional(),
  extension: z.boolean().optional(),
  name: z.string().optional(),
  /** `frozen`: its owner said "this wasn't me"; only removing it, or adding it anew, changes that. */
  state: z.enum(['active', 'disabled', 'frozen']),
  addedAt: timestamp,
  lastUsedAt: timestamp.optional(),
  /** Recovery codes: how many are left of how many. */
  codesLeft: z.int().optional(),
  /** Passkeys: who keeps it, where that is known, and whether it is copied to other devices. */
  passkey: z.strictObject({ provider: z.string().optional(), synced: z.boolean() }).optional(),
  /** Devices: notifications do not reach it any more; it has to be opened. */
  stale: z.boolean().optional(),
  /** What it can be preferred for. */
  options: z.array(option),
});

export const device = z.enum(['computer', 'phone']);

export const securityInfo = z.strictObject({
  methods: z.array(method),
  /** What the person chose to be asked first, by the kind of device; absent: no choice. */
  preferred: z.strictObject({ computer: z.string().optional(), phone: z.string().optional() }),
  /** The option that is asked first where nobody chose. */
  automaticOptionId: z.string().optional(),
  /** The organisation decides what is asked first: `preferred` has no effect and cannot be changed. */
  systemPreferred: z.boolean(),
  /** What may be added. */
  mayAdd: z.strictObject({
    slots: z.array(phoneSlot),
    app: z.boolean(),
    passkey: z.boolean(),
    /** One waits to be activated. */
    hardwareToken: z.boolean(),
  }),
  /** What else the organisation lets this person have, or has let them. */
  has: z.strictObject({ rememberedBrowsers: z.boolean(), appPasswords: z.boolean() }),
  /** Failed second steps since the last sign-in but one, with the right password: shown as a warning. */
  failedAttempts: z.int(),
});

export const country = z.strictObject({
  /** ISO 3166-1 alpha-2. */
  code: z.string().length(2),
  callingCode: z.string(),
  texts: z.boolean(),
  calls: z.boolean(),
});

/** Where a request came from: the country where that is known, and a part of the address only. */
export const place = z.strictObject({
  /** ISO 3166-1 alpha-2. */
  country: z.string().length(2).optional(),
  address: z.string(),
});

export const binding = z.strictObject({
  id,
  kind: z.enum(['passkey', 'device', 'phone', 'totp', 'hardware-token']),
  /** What answered to the activation code: its owner says whether it is theirs. */
  device: z.strictObject({ name: z.string(), browser: z.string(), place }).optional(),
  slot: phoneSlot.optional(),
  masked: z.string().optional(),
  state: z.enum(['pending', 'confirmed', 'over']),
  challenge: challenge.optional(),
  /** Ways this number can be proved. */
  via: z.array(methodType),
  expiresAt: timestamp,
});

export const rememberedBrowsers = z.strictObject({
  /** For how many days; absent: the organisation does not have it. */
  days: z.int().optional(),
  browsers: z.array(
    z.strictObject({
      id,
      /** Browser and system, such as `Firefox on Windows`. */
      browser: z.string(),
      addedAt: timestamp,
      lastUsedAt: timestamp,
      until: timestamp,
      /** The one that asks. */
      thisOne: z.boolean(),
    }),
  ),
});

export const appPassword = z.strictObject({
  id,
  name: z.string(),
  addedAt: timestamp,
  lastUsedAt: timestamp.optional(),
});

export const appPasswords = z.strictObject({
  /** Whether the organisation has them: where it does not, those that are left are refused. */
  allowed: z.boolean(),
  /** How many there can be. */
  limit: z.int(),
  appPasswords: z.array(appPassword),
});

export const session = z.strictObject({
  user: z.strictObject({ id, login: z.string(), displayName: z.string() }),
  role: z.enum(ROLES),
  csrfToken: z.string(),
  authenticatedAt: timestamp,
  expiresAt: timestamp,
});

export const signedIn = z.strictObject({
  id,
  browser: z.string(),
  place,
  startedAt: timestamp,
  lastSeenAt: timestamp,
  current: z.boolean(),
});

export const activityLine = z.strictObject({
  id,
  at: timestamp,
  kind: z.enum(ACTIVITY_KINDS),
  event: z.enum(ACTIVITY_EVENTS),
  /** What an administrator did, where the event alone does not say it. */
  action: z.string().optional(),
  reason: z.string().optional(),
  method: methodType.optional(),
  outcome: z.enum(['success', 'failure', 'info']),
  by: z.enum(['person', 'administrator']),
  browser: z.string().optional(),
  place: place.optional(),
  /** Of the session at hand. */
  current: z.boolean(),
  /** What "This wasn't me" does. */
  reaction: z.enum(['end-sessions', 'freeze-method']),
  /** It has been said already. */
  disowned: z.boolean(),
});

/** `only-method`: nothing else would be left to sign in with, so it still works. */
export const stopped = z.strictObject({
  outcome: z.enum(['sessions-ended', 'frozen', 'only-method']),
});

/** What the authenticator on the phone is given: scanned, or typed. Ten minutes, one use. */
export const deviceActivation = z.strictObject({
  binding,
  /** SVG of `link`. */
  qr: z.string(),
  link: z.string(),
  /** Eight characters in two groups, for `url`. */
  code: z.string(),
  url: z.string(),
});

export type SignInView = z.infer<typeof signIn>;
export type OptionView = z.infer<typeof option>;
export type ChallengeView = z.infer<typeof challenge>;
export type BindingView = z.infer<typeof binding>;
export type MethodView = z.infer<typeof method>;
export type SecurityInfoView = z.infer<typeof securityInfo>;
export type RememberedBrowsersView = z.infer<typeof rememberedBrowsers>;
export type AppPasswordsView = z.infer<typeof appPasswords>;
export type AppPasswordView = z.infer<typeof appPassword>;
export type SessionView = z.infer<typeof session>;
export type PlaceView = z.infer<typeof place>;
export type SignedInView = z.infer<typeof signedIn>;
export type ActivityLineView = z.infer<typeof activityLine>;
export type RequestOptionsView = z.infer<typeof requestOptions>;
export type CreationOptionsView = z.infer<typeof creationOptions>;
export type CountryView = z.infer<typeof country>;

/** A tile of My Apps. */
export const app = z.strictObject({
  id,
  name: z.string(),
  url: z.string(),
  /** The heading that its tile stands under. */
  collection: z.string().optional(),
  /** When the person last went there. */
  usedAt: timestamp.optional(),
});
export type AppView = z.infer<typeof app>;
