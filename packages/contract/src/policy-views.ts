import { z } from 'zod';
import { reason } from './group-views.ts';
import { OPTIONAL_NOTICES, WAYS_TO_TELL } from './optional-notices.ts';
import { ROLES, STAFF_ROLES } from './roles.ts';
import { cursor, id, timestamp } from './views.ts';

const methods = z
  .array(z.enum(['passkey', 'push', 'totp', 'text', 'call']))
  .min(1)
  .max(5);
const weaker = z.enum(['push', 'totp', 'text', 'call']);
const strength = z.enum(['one-step', 'two-step', 'phishing-resistant']);
const countryCodes = z.array(z.string().regex(/^[A-Z]{2}$/)).max(250);
const minutes = (most: number) => z.int().min(1).max(most);

/** An address or a CIDR range; the server reads it. */
const network = z.string().regex(/^[0-9a-fA-F.:]{2,45}(\/[0-9]{1,3})?$/);
const MOST_NETWORKS = 50;

const mailAddress = z
  .string()
  .max(254)
  .regex(/^[^\s@,;<>"]+@[^\s@,;<>"]+$/);
const groupIds = z.array(id).max(50);
/** What a campaign and a sunset lead people to. */
const better = z.enum(['passkey', 'push', 'totp']);

/** Every question of the policy and what an answer to it looks like. Closed: there are no others. */
export const POLICY_ANSWERS = {
  methods: z.strictObject({
    everybody: methods,
    /** Whoever is in one of these has its methods in place of everybody's. */
    groups: z.array(z.strictObject({ group: id, methods })).max(50),
  }),
  countries: z.strictObject({ texts: countryCodes, calls: countryCodes }),
  strength: z.strictObject({
    roles: z.partialRecord(z.enum(ROLES), strength),
    groups: z.array(z.strictObject({ group: id, strength })).max(50),
  }),
  order: z.strictObject({ systemPreferred: z.boolean() }),
  /** Methods that are no longer taken from a day on (UTC). */
  sunset: z.strictObject({
    rules: z
      .array(
        z.strictObject({
          from: z.iso.date(),
          /** Never passkeys: something has to be left. */
          methods: z.array(weaker).min(1).max(4),
          /** None: everybody. */
          groups: groupIds,
        }),
      )
      .max(10),
  }),
  campaign: z.strictObject({
    on: z.boolean(),
    target: better,
    /** None: everybody. */
    include: groupIds,
    /** Of those, not these. */
    exclude: groupIds,
    snoozeDays: z.int().min(0).max(14),
    /** How often it may be put off, where that is limited; 0: not at all. */
    skips: z.int().min(0).max(10),
    limited: z.boolean(),
  }),
  /** How long whoever is newly asked for two steps may put the set-up off; 0: not at all. */
  grace: z.strictObject({ days: z.int().min(0).max(60) }),
  reminders: z.strictObject({
    on: z.boolean(),
    /** To whoever has nothing, or to whoever has nothing better than a phone number too. */
    to: z.enum(['none', 'weak']),
    everyDays: z.int().min(1).max(90),
    most: z.int().min(1).max(20),
  }),
  rememberedBrowsers: z.strictObject({ allowed: z.boolean(), days: z.int().min(1).max(30) }),
  appPasswords: z.strictObject({ allowed: z.boolean() }),
  networks: z.strictObject({ skip: z.boolean(), ranges: z.array(network).max(MOST_NETWORKS) }),
  spending: z.strictObject({
    /** Money, in the currency of the prices, to the cent; 0: no limit. */
    perDay: z.number().min(0).max(10_000_000).multipleOf(0.01),
  }),
  fraud: z.strictObject({
    reporting: z.boolean(),
    block: z.boolean(),
    /** Whoever has one of these roles and looks after the account is told by mail. */
    tellRoles: z.array(z.enum(STAFF_ROLES)).max(STAFF_ROLES.length),
    /** Mail addresses that are told as well. */
    tellAddresses: z.array(mailAddress).max(20),
  }),
  /** Of each number the loose end is what the standards allow (SP 800-63B-4 section 3.2.2; ASVS 6.6.3). */
  lockOut: z.strictObject({
    /** Wrong outputs of one sign-in. */
    tries: z.int().min(3).max(5),
    /** Wrong outputs of one account before it has to wait. */
    failuresBeforeWait: z.int().min(3).max(5),
    /** Doubled with each further one, up to an hour. */
    firstWaitSeconds: z.int().min(30).max(900),
    /** Wrong outputs of one account in 15 minutes. */
    perQuarterHour: z.int().min(5).max(10),
    /** Wrong outputs in a row that switch a method off; the standard allows 100. */
    disabledAfter: z.int().min(10).max(100),
  }),
  /** Of the notices that nothing demands; all others always go to every address. */
  notices: z.strictObject({ optional: z.record(z.enum(OPTIONAL_NOTICES), z.enum(WAYS_TO_TELL)) }),
  sessions: z.strictObject({
    userIdleMinutes: minutes(60),
    userOverallMinutes: minutes(1440),
    staffIdleMinutes: minutes(60),
    staffOverallMinutes: minutes(720),
  }),
} as const;

export const QUESTIONS = [
  'methods',
  'countries',
  'strength',
  'order',
  'sunset',
  'campaign',
  'grace',
  'reminders',
  'rememberedBrowsers',
  'appPasswords',
  'networks',
  'spending',
  'fraud',
  'lockOut',
  'notices',
  'sessions',
] as const satisfies readonly (keyof typeof POLICY_ANSWERS)[];

type Answers = typeof POLICY_ANSWERS;
export type PolicyQuestion = keyof Answers;
export type PolicyAnswer<Asked extends PolicyQuestion = PolicyQuestion> = z.infer<Answers[Asked]>;

const answerOf = <Asked extends PolicyQuestion>(question: Asked) =>
  z.strictObject({ question: z.literal(question), value: POLICY_ANSWERS[question] });

/** A question with an answer to it. */
const answer = z.discriminatedUnion('question', [
  answerOf('methods'),
  answerOf('countries'),
  answerOf('strength'),
  answerOf('order'),
  answerOf('sunset'),
  answerOf('campaign'),
  answerOf('grace'),
  answerOf('reminders'),
  answerOf('rememberedBrowsers'),
  answerOf('appPasswords'),
  answerOf('networks'),
  answerOf('spending'),
  answerOf('fraud'),
  answerOf('lockOut'),
  answerOf('notices'),
  answerOf('sessions'),
]);

/** Who changed it last, and why; absent where the settings are in force. */
const changed = z.strictObject({ at: timestamp, by: z.string(), reason: z.string() });

const inForce = z.strictObject({
  answer,
  /** 0: the settings. */
  version: z.int(),
  changed: changed.optional(),
});

const priceList = z.record(z.string(), z.number());

/** What one message costs by country (`*`: every other), as the configuration has it. */
const prices = z.strictObject({ currency: z.string(), texts: priceList, calls: priceList });

const policyView = z.strictObject({ answers: z.array(inForce), prices });

const person = z.strictObject({ id, login: z.string(), displayName: z.string() });

export const POLICY_SCHEMAS = {
  getPolicy: { response: policyView },
  previewPolicy: {
    body: z.strictObject({ answer }),
    response: z.strictObject({
      /** How many people the answer is about, and the first of them. */
      touched: z.int(),
      first: z.array(person),
      /** Of whom every method that they have would no longer do. */
      lockedOut: z.int(),
      /** Counting would have taken too long: there are at least so many. */
      more: z.boolean(),
    }),
  },
  setPolicy: {
    body: z.strictObject({ reason, answer, basedOn: z.int().min(0) }),
    response: policyView,
  },
  listLockedOut: {
    body: z.strictObject({ answer, after: cursor.optional() }),
    response: z.strictObject({ people: z.array(person), next: z.string().optional() }),
  },
} as const;

export type PolicyAnswerView = z.infer<typeof answer>;
export type PolicyInForce = z.infer<typeof inForce>;
export type PricesView = z.infer<typeof prices>;
