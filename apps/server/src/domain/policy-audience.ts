import type { BoundAs } from './authenticator.ts';
import { LASTING } from './bound-authenticator.ts';
import { kindsAsGoodAs } from './nudge.ts';
import type { Policy, Question } from './policy.ts';
import { ROLES, type Role } from './role.ts';

/** Whom an answer is about, where it takes the place of the one in force. */
export type Audience =
  | { readonly kind: 'everybody' }
  /** Of any of these roles, or in any of these groups. */
  | { readonly kind: 'some'; readonly roles: readonly Role[]; readonly groups: readonly string[] }
  /** Who has nothing of these kinds, in any of these groups (none: everybody), and in none of those. */
  | {
      readonly kind: 'without';
      readonly kinds: readonly BoundAs[];
      readonly include: readonly string[];
      readonly exclude: readonly string[];
    }
  | { readonly kind: 'with'; readonly what: 'phone' | 'app-password' | 'remembered-browser' };

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

type GroupRule = { readonly group: string };

/** The groups for which two lists of rules say something else. */
function groupsThatDiffer(
  before: readonly GroupRule[],
  after: readonly GroupRule[],
): readonly string[] {
  const ruleIn = (rules: readonly GroupRule[], group: string) =>
    rules.filter((rule) => rule.group === group);
  const groups = [...new Set([...before, ...after].map(({ group }) => group))];
  return groups.filter((group) => !isSame(ruleIn(before, group), ruleIn(after, group)));
}

const EVERYBODY: Audience = { kind: 'everybody' };
const NOBODY: Audience = { kind: 'some', roles: [], groups: [] };

function sunsetAudience(rules: Policy['sunset']['rules']): Audience {
  if (rules.length === 0) return NOBODY;
  if (rules.every(({ groups }) => groups.length > 0)) {
    return { kind: 'some', roles: [], groups: rules.flatMap(({ groups }) => groups) };
  }
  const isOfNumbers = rules.every(({ methods }) =>
    methods.every((method) => method === 'text' || method === 'call'),
  );
  return isOfNumbers ? { kind: 'with', what: 'phone' } : EVERYBODY;
}

type Change = { readonly before: Policy; readonly after: Policy };

const AUDIENCES: Readonly<Record<Question, (change: Change) => Audience>> = {
  methods: ({ before, after }) =>
    isSame(before.methods.everybody, after.methods.everybody)
      ? {
          kind: 'some',
          roles: [],
          groups: groupsThatDiffer(before.methods.groups, after.methods.groups),
        }
      : EVERYBODY,
  countries: () => ({ kind: 'with', what: 'phone' }),
  strength: ({ before, after }) => ({
    kind: 'some',
    roles: ROLES.filter((role) => before.strength.roles[role] !== after.strength.roles[role]),
    groups: groupsThatDiffer(before.strength.groups, after.strength.groups),
  }),
  order: () => EVERYBODY,
  sunset: ({ after }) => sunsetAudience(after.sunset.rules),
  campaign: ({ after: { campaign } }) =>
    campaign.on ? { kind: 'without', kinds: kindsAsGoodAs(campaign.target), ...campaign } : NOBODY,
  // It is for whoever is asked for two steps from now on.
  grace: () => NOBODY,
  reminders: ({ after: { reminders } }) =>
    reminders.on
      ? {
          kind: 'without',
          kinds: reminders.to === 'none' ? LASTING : kindsAsGoodAs('totp'),
          include: [],
          exclude: [],
        }
      : NOBODY,
  rememberedBrowsers: () => ({ kind: 'with', what: 'remembered-browser' }),
  appPasswords: () => ({ kind: 'with', what: 'app-password' }),
  networks: () => EVERYBODY,
  spending: () => ({ kind: 'with', what: 'phone' }),
  fraud: () => ({ kind: 'with', what: 'phone' }),
  lockOut: () => EVERYBODY,
  notices: () => EVERYBODY,
  sessions: () => EVERYBODY,
};

export const audienceOf = (question: Question, change: Change): Audience =>
  AUDIENCES[question](change);
