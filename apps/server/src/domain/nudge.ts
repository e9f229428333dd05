import { type AuthenticatorType, type BoundAs, propertiesOf } from './authenticator.ts';
import {
  type BoundAuthenticator,
  highestStrength,
  isLasting,
  isLastingFor,
} from './bound-authenticator.ts';
import {
  type Account,
  beginsAt,
  BETTER,
  type Better,
  decideDemand,
  isAbout,
  type Policy,
} from './policy.ts';
import { isInGrace } from './requirement.ts';
import { accepts, isHeld, type SignIn } from './sign-in.ts';
import type { User } from './user.ts';

const DAY_MS = 24 * 60 * 60_000;

/** From this long before a day on, people are told that some of their methods end with it. */
const SUNSET_NOTICE_MS = 30 * DAY_MS;

/** That somebody put a nudge off: how often so far, and until when. */
export type Postponement = {
  readonly about: string;
  readonly times: number;
  readonly until: Date;
};

/** What leads a person to a safer method, after all that was asked of them is proved. */
export type Nudge = {
  readonly cause: 'campaign' | 'sunset' | 'grace';
  /** What putting it off is counted under. */
  readonly about: string;
  /** What they may set up. */
  readonly methods: readonly Better[];
  /** How often it may still be put off; 0: it must be done; undefined: as often as they like. */
  readonly left: number | undefined;
  /** How often in all, where that is limited. */
  readonly most: number | undefined;
  /** For how long putting it off lasts. */
  readonly snoozeMs: number;
  /** From then on it cannot be put off. */
  readonly until: Date | undefined;
};

export type NudgeFacts = {
  readonly signIn: Pick<SignIn, 'id' | 'purpose' | 'accepts' | 'heldUntil'>;
  readonly user: Pick<User, 'role' | 'state' | 'graceUntil'>;
  /** Ids of the groups it is in. */
  readonly groups: readonly string[];
  readonly bound: readonly BoundAuthenticator[];
  readonly secondStep: AuthenticatorType | undefined;
  /** What this installation can bind at all. */
  readonly offered: readonly Better[];
  readonly now: Date;
};

/** Whether anything can come of it: else nothing has to be read. */
export const mayNudge = (policy: Policy, { user, now }: Pick<NudgeFacts, 'user' | 'now'>) =>
  policy.campaign.on || sunsetsAhead(policy, now).length > 0 || isInGrace(user, now);

/** Soonest first. */
export const sunsetsAhead = ({ sunset }: Policy, now: Date) =>
  sunset.rules
    .filter((rule) => {
      const ahead = beginsAt(rule).getTime() - now.getTime();
      return ahead > 0 && ahead <= SUNSET_NOTICE_MS;
    })
    .toSorted((one, other) => one.from.localeCompare(other.from));

/** The first that applies and is not put off. */
export function decideNudge(
  policy: Policy,
  facts: NudgeFacts,
  postponed: readonly Postponement[],
): Nudge | undefined {
  const { signIn, now } = facts;
  if (signIn.purpose !== 'sign-in') return undefined;
  const isPutOff = ({ about }: Nudge) =>
    postponed.some((one) => one.about === about && one.until > now);
  const timesOf = (about: string) => postponed.find((one) => one.about === about)?.times ?? 0;
  const all = [
    ...graceOf(facts),
    ...(opensChanges(facts)
      ? [...sunsetsOf(policy, facts), ...campaignOf(policy, facts, timesOf)]
      : []),
  ];
  return all.find((nudge) => !isPutOff(nudge));
}

const UNLIMITED = { left: undefined, most: undefined } as const;

function graceOf({ user, bound, secondStep, now }: NudgeFacts): readonly Nudge[] {
  if (secondStep !== undefined || bound.some(isLasting) || !isInGrace(user, now)) return [];
  const until = user.graceUntil;
  return [{ cause: 'grace', about: 'grace', methods: [], ...UNLIMITED, snoozeMs: 0, until }];
}

/**
 * A method is added in the same sign-in: so its proof has to be as strong as a change asks for, as in
 * `isFresh` (session.ts), and it comes from where changes are not held. Whoever has just set something
 * up is left in peace.
 */
function opensChanges({ signIn, secondStep, bound, now }: NudgeFacts): boolean {
  if (secondStep === undefined || isHeld(signIn, now)) return false;
  if (bound.some(({ boundIn }) => boundIn === signIn.id)) return false;
  return propertiesOf(secondStep).strength >= highestStrength(bound, now);
}

function sunsetsOf(policy: Policy, facts: NudgeFacts): readonly Nudge[] {
  const account: Account = { role: facts.user.role, groups: facts.groups };
  return sunsetsAhead(policy, facts.now).flatMap((rule): readonly Nudge[] => {
    const begins = beginsAt(rule);
    const then = decideDemand(policy, account, begins);
    if (!isAbout(rule.groups, account)) return [];
    if (facts.bound.some((one) => one.state !== 'frozen' && isLastingFor(one, then.accepts))) {
      return [];
    }
    const methods = facts.offered.filter((method) => accepts(then, typeOf(method)));
    if (methods.length === 0) return [];
    const about = `sunset:${rule.from}`;
    return [{ cause: 'sunset', about, methods, ...UNLIMITED, snoozeMs: DAY_MS, until: begins }];
  });
}

const typeOf = (method: Better): AuthenticatorType => method;

function campaignOf(
  { campaign }: Policy,
  facts: NudgeFacts,
  timesOf: (about: string) => number,
): readonly Nudge[] {
  const { target, snoozeDays, skips, limited } = campaign;
  const isTargeted =
    campaign.on &&
    isAbout(campaign.include, facts) &&
    !campaign.exclude.some((group) => facts.groups.includes(group));
  if (!isTargeted || !facts.offered.includes(target)) return [];
  if (!accepts(facts.signIn, typeOf(target)) || hasAsGood(facts.bound, target)) return [];
  const about = `campaign:${target}`;
  const left = limited ? Math.max(0, skips - timesOf(about)) : undefined;
  const snoozeMs = snoozeDays * DAY_MS;
  const most = limited ? skips : undefined;
  const asked = { methods: [target], left, most, snoozeMs, until: undefined };
  return [{ cause: 'campaign', about, ...asked }];
}

/** Whoever has something safer than the target is not asked for it. */
const hasAsGood = (bound: readonly BoundAuthenticator[], target: Better): boolean =>
  bound.some(({ state, kind }) => state !== 'frozen' && kindsAsGoodAs(target).includes(kind));

const KINDS: Readonly<Record<Better, readonly BoundAs[]>> = {
  passkey: ['passkey'],
  push: ['device'],
  totp: ['totp', 'hardware-token'],
};

/** The kinds of methods that are at least as safe as that. */
export const kindsAsGoodAs = (target: Better): readonly BoundAs[] =>
  BETTER.slice(0, BETTER.indexOf(target) + 1).flatMap((method) => KINDS[method]);

/** The order in which they are offered. */
export const betterOf = (has: Readonly<Record<Better, boolean>>): readonly Better[] =>
  BETTER.filter((method) => has[method]);
