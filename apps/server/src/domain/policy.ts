import { AUTHENTICATOR_TYPES, type AuthenticatorType } from './authenticator.ts';
import { isWithin } from './network.ts';
import type { LockOut } from './lock-out.ts';
import type { Role, StaffRole } from './role.ts';
import { type Strength, strongerOf, typesFor } from './strength.ts';
import type { User } from './user.ts';

/** What people can have as a second step, in the words of the administration. */
export const METHODS = ['passkey', 'push', 'totp', 'text', 'call'] as const;
export type Method = (typeof METHODS)[number];

/** What a person without anything safer is led to, safest first. */
export const BETTER = ['passkey', 'push', 'totp'] as const satisfies readonly Method[];
export type Better = (typeof BETTER)[number];

/** From that day on (`2027-02-01`, UTC) these methods are no longer taken. */
export type SunsetRule = {
  readonly from: string;
  readonly methods: readonly Method[];
  /** Ids; none: everybody. */
  readonly groups: readonly string[];
};

/** What an organisation decides, one part for each question; the settings give the defaults. */
export type Policy = {
  readonly methods: {
    readonly everybody: readonly Method[];
    /** Whoever is in any of these has the methods of theirs, in place of everybody's. */
    readonly groups: readonly { readonly group: string; readonly methods: readonly Method[] }[];
  };
  /** ISO 3166-1 alpha-2 codes that texts and calls may reach. */
  readonly countries: { readonly texts: readonly string[]; readonly calls: readonly string[] };
  readonly strength: {
    /** Not named: as the account's own state says. */
    readonly roles: Readonly<Partial<Record<Role, Strength>>>;
    readonly groups: readonly { readonly group: string; readonly strength: Strength }[];
  };
  readonly order: { readonly systemPreferred: boolean };
  readonly sunset: { readonly rules: readonly SunsetRule[] };
  readonly campaign: {
    readonly on: boolean;
    readonly target: Better;
    /** Ids of groups; none: everybody. */
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    readonly snoozeDays: number;
    /** How often it may be put off, where that is limited. */
    readonly skips: number;
    readonly limited: boolean;
  };
  readonly grace: { readonly days: number };
  readonly reminders: {
    readonly on: boolean;
    /** `weak`: nothing better than a phone number. */
    readonly to: 'none' | 'weak';
    readonly everyDays: number;
    readonly most: number;
  };
  readonly rememberedBrowsers: { readonly allowed: boolean; readonly days: number };
  readonly appPasswords: { readonly allowed: boolean };
  readonly networks: {
    /** From here the second step is left out. */
    readonly skip: boolean;
    /** Addresses or CIDR ranges. */
    readonly ranges: readonly string[];
  };
  readonly spending: {
    /** Money, in the currency of the prices (domain/message-price.ts); 0: no limit. */
    readonly perDay: number;
  };
  readonly fraud: {
    readonly reporting: boolean;
    readonly block: boolean;
    /** Who is told by mail: of these roles whoever looks after the account, and these addresses. */
    readonly tellRoles: readonly StaffRole[];
    readonly tellAddresses: readonly string[];
  };
  readonly lockOut: LockOut;
  readonly notices: {
    readonly optional: Readonly<Record<OptionalNotice, WayToTell>>;
  };
  readonly sessions: {
    readonly userIdleMinutes: number;
    readonly userOverallMinutes: number;
    readonly staffIdleMinutes: number;
    readonly staffOverallMinutes: number;
  };
};

export type Question = keyof Policy;

/** Notices that no bind, removal, recovery or lock is told by. */
export type OptionalNotice =
  | 'sessions-revoked'
  | 'browsers-forgotten'
  | 'role-changed'
  | 'approval-requested'
  | 'approval-decided';

/** `mail`: to the mail address; to the numbers only where there is none. */
export type WayToTell = 'everywhere' | 'mail' | 'nobody';

/** How a notice is told; what is not optional goes to every address (SP 800-63B-4 section 4.6). */
export const wayToTell = ({ notices: { optional } }: Policy, notice: string): WayToTell =>
  Object.entries(optional).find(([id]) => id === notice)?.[1] ?? 'everywhere';

/** What the policy asks of one account. */
export type Demand = {
  /** The only types that prove a sign-in of it; undefined: any does. */
  readonly accepts: readonly AuthenticatorType[] | undefined;
  readonly strength: Strength;
};

/** The method that a type is to the administration; `back-in`: no policy about methods closes it. */
export const METHOD_OF: Readonly<Record<AuthenticatorType, Method | 'back-in'>> = {
  passkey: 'passkey',
  push: 'push',
  totp: 'totp',
  'hardware-token': 'totp',
  text: 'text',
  call: 'call',
  'spoken-code': 'call',
  'saved-recovery-code': 'back-in',
  'temporary-access-pass': 'back-in',
};

export type Account = {
  readonly role: Role;
  /** Ids of the groups it is in. */
  readonly groups: readonly string[];
};

/** Whether the groups of an account have to be known to decide about it. */
export const asksForGroups = ({ methods, strength, sunset }: Policy): boolean =>
  methods.groups.length > 0 ||
  strength.groups.length > 0 ||
  sunset.rules.some(({ groups }) => groups.length > 0);

/** Whether a rule that names these groups is about this account; none: about everybody. */
export const isAbout = (named: readonly string[], { groups }: Pick<Account, 'groups'>): boolean =>
  named.length === 0 || named.some((group) => groups.includes(group));

export const beginsAt = ({ from }: Pick<SunsetRule, 'from'>): Date =>
  new Date(`${from}T00:00:00.000Z`);

/** By the calendar alone: no job has to run at midnight. */
function methodsFor(policy: Policy, account: Account, at: Date): readonly Method[] {
  const over = policy.sunset.rules.filter(
    (rule) => beginsAt(rule) <= at && isAbout(rule.groups, account),
  );
  const left = methodsBefore(policy, account).filter(
    (method) => !over.some(({ methods }) => methods.includes(method)),
  );
  // A date locks nobody out for good: there is always something to set up.
  return left.length > 0 ? left : ['passkey'];
}

function methodsBefore({ methods }: Policy, { groups }: Account): readonly Method[] {
  const own = methods.groups.filter(({ group }) => groups.includes(group));
  if (own.length === 0) return methods.everybody;
  return METHODS.filter((method) => own.some((rule) => rule.methods.includes(method)));
}

const strengthFor = ({ strength }: Policy, { role, groups }: Account): Strength =>
  strength.groups
    .filter(({ group }) => groups.includes(group))
    .map((rule) => rule.strength)
    .reduce(strongerOf, strength.roles[role] ?? 'one-step');

/** The effective policy of an account about how it signs in. */
export function decideDemand(policy: Policy, account: Account, at: Date): Demand {
  const methods = methodsFor(policy, account, at);
  const strength = strengthFor(policy, account);
  const strongTypes = typesFor(strength);
  if (methods.length === METHODS.length && strongTypes === undefined) {
    return { accepts: undefined, strength };
  }
  const allowed = AUTHENTICATOR_TYPES.filter((type) => {
    const method = METHOD_OF[type];
    return method === 'back-in' || methods.includes(method);
  });
  if (strongTypes === undefined) return { accepts: allowed, strength };
  const strong = allowed.filter((type) => strongTypes.includes(type));
  // Whoever must be that strong may have what is: no two answers lock everybody out.
  return { accepts: strong.length > 0 ? strong : strongTypes, strength };
}

/** What both sides take; undefined: anything. */
export function acceptedByBoth(
  one: readonly AuthenticatorType[] | undefined,
  other: readonly AuthenticatorType[] | undefined,
): readonly AuthenticatorType[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.filter((type) => other.includes(type));
}

/** Whether a remembered browser, or a trusted network, may stand for the second step. */
export const mayLeaveOut = ({ strength }: Demand, role: Role): boolean =>
  role === 'user' && strength !== 'phishing-resistant';

/** Whether what comes from this address comes from a network whose people are not asked again. */
export const isTrusted = ({ networks: { skip, ranges } }: Policy, address: string): boolean =>
  skip && isWithin(address, ranges);

/** An account that must have two steps is no longer one of which none is asked. */
export const underDemand = <Person extends Pick<User, 'state'>>(
  person: Person,
  { strength }: Pick<Demand, 'strength'>,
): Person =>
  strength !== 'one-step' && person.state === 'disabled' ? { ...person, state: 'enabled' } : person;

const DAY_MS = 24 * 60 * 60_000;

/** Until the next day begins (UTC), and with it another limit. */
export const untilNextDayMs = (now: Date): number => DAY_MS - (now.getTime() % DAY_MS);
