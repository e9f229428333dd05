const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Window = { readonly limit: number; readonly perMs: number };

export type ThrottleRule = {
  /** At most `limit` hits in any stretch of `perMs`: a sliding log, so no boundary doubles it. */
  readonly windows: readonly Window[];
  /** Waits after hits in a row: none for `free`, then `firstMs` doubled up to `capMs`. */
  readonly wait?: {
    readonly free: number;
    readonly firstMs: number;
    readonly capMs: number;
    /** A pause this long ends the row; absent: only a success does. */
    readonly rowEndsMs?: number;
  };
};

const GUESSES: ThrottleRule = {
  windows: [{ limit: 10, perMs: 15 * MINUTE }],
  wait: { free: 5, firstMs: 30 * SECOND, capMs: HOUR },
};

/** Every budget there is (docs/configuration.md prints this table). A lane is one row: kind and whom it counts. */
export const THROTTLE_RULES = {
  /** Wrong second-step outputs of one account, over all sessions, doors, nodes and methods. */
  'second-step': GUESSES,
  /**
   * Refused passkeys of one account as a second step. Nobody guesses a signature: this bounds the work
   * that somebody with the password can cause, and the password door stays open beside it.
   */
  'passkey-proofs': { windows: [{ limit: 20, perMs: 10 * MINUTE }] },
  /**
   * Requests on the devices of one account; what was approved is taken back. Three that were not, with
   * less than an hour between them, and there are none for an hour.
   */
  'push-requests': {
    windows: [
      { limit: 1, perMs: 30 * SECOND },
      { limit: 3, perMs: 10 * MINUTE },
      { limit: 5, perMs: HOUR },
    ],
    wait: { free: 3, firstMs: HOUR, capMs: HOUR, rowEndsMs: HOUR },
  },
  /** Telling a person that requests keep coming. */
  'push-notices': { windows: [{ limit: 1, perMs: HOUR }] },
  /** Wrong passwords for one account from browsers that never signed in to it. */
  'password-strangers': GUESSES,
  /** The same from one browser that has: strangers cannot fill this pool. */
  'password-known': GUESSES,
  /**
   * Wrong app passwords for one account. A lane of its own: a forgotten program that goes on trying
   * must not keep its owner out of the pages.
   */
  'app-password': GUESSES,
  /** Records of refused keys of services from one source: a flood of them must not fill the log. */
  /** Telling a person that second steps failed after the right password. */
  'failure-notices': { windows: [{ limit: 1, perMs: HOUR }] },
  /** Wrong codes of devices from one source: they are short, and whoever has one acts in a name. */
  'user-codes': { windows: [{ limit: 5, perMs: 10 * MINUTE }] },
  /** Failures of any kind from one source, over all accounts. */
  'source-failures': { windows: [{ limit: 20, perMs: 10 * MINUTE }] },
  /** Messages to one number, over all accounts; the waits are those of "send again". */
  'sends-number': {
    windows: [
      { limit: 3, perMs: 10 * MINUTE },
      { limit: 5, perMs: HOUR },
      { limit: 10, perMs: DAY },
    ],
    wait: { free: 1, firstMs: 30 * SECOND, capMs: 120 * SECOND, rowEndsMs: 10 * MINUTE },
  },
  'sends-account': {
    windows: [
      { limit: 5, perMs: HOUR },
      { limit: 10, perMs: DAY },
    ],
  },
  'sends-source': { windows: [{ limit: 20, perMs: HOUR }] },
  /** A number without its last four digits: neighbours are how traffic is pumped. */
  'sends-block': { windows: [{ limit: 5, perMs: HOUR }] },
  'sends-country': { windows: [{ limit: 100, perMs: HOUR }] },
  /** Problems reported by one source, and by everybody: each is read by a person. */
  'reports-source': { windows: [{ limit: 5, perMs: HOUR }] },
  reports: { windows: [{ limit: 60, perMs: HOUR }] },
  /** Links for a forgotten password, to one account. */
  'resets-account': { windows: [{ limit: 3, perMs: HOUR }] },
  /** Such links that one source asks for, over all accounts. */
  'resets-source': { windows: [{ limit: 20, perMs: HOUR }] },
  /** Numbers an account tries to add that it never had. */
  'new-numbers': { windows: [{ limit: 3, perMs: DAY }] },
  /** Audit rows of refusals that one source causes, without a password or a code (audit/refusals.ts). */
  'refusals-source': { windows: [{ limit: 200, perMs: 10 * MINUTE }] },
  /** The same over all sources of one node. */
  'refusals-node': { windows: [{ limit: 2000, perMs: 10 * MINUTE }] },
} as const satisfies Readonly<Record<string, ThrottleRule>>;

export type ThrottleKind = keyof typeof THROTTLE_RULES;

/** What a lane remembers. `streaks` counts hits in a row per cause (for guesses: per authenticator). */
export type Lane = {
  /** Milliseconds since the epoch, ascending. */
  readonly hits: readonly number[];
  readonly streaks: Readonly<Record<string, number>>;
};

export const EMPTY_LANE: Lane = { hits: [], streaks: {} };

export type ThrottleDecision =
  | { readonly kind: 'allowed'; readonly lane: Lane }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

const sum = (streaks: Readonly<Record<string, number>>): number =>
  Object.values(streaks).reduce((total, n) => total + n, 0);

const longest = (rule: ThrottleRule): number =>
  Math.max(...rule.windows.map(({ perMs }) => perMs), rule.wait?.capMs ?? 0);

/** Milliseconds from `now` until the rule lets one more hit through; 0 or less: now. */
function waitFor(rule: ThrottleRule, lane: Lane, now: number): number {
  const last = lane.hits.at(-1);
  const waits = rule.windows.map(({ limit, perMs }) => {
    const oldest = lane.hits.at(-limit);
    return oldest === undefined ? 0 : oldest + perMs - now;
  });
  if (last !== undefined) waits.push(last + waitAfter(rule, sum(lane.streaks)) - now);
  return Math.max(0, ...waits);
}

/**
 * Reserves one hit before anything is compared: the hit is counted now, and taken back by
 * `forgive` if it proves right. A clock that was set back cannot empty a lane: hits from the future
 * still count, and only for as long as a real one would.
 */
export function reserve(
  rule: ThrottleRule,
  lane: Lane,
  at: { readonly now: Date; readonly cause: string },
): ThrottleDecision {
  const now = at.now.getTime();
  const hits = lane.hits
    .map((hit) => Math.min(hit, now))
    .filter((hit) => hit > now - longest(rule));
  const streaks = rowEnded(rule, hits, now) ? {} : lane.streaks;
  const wait = waitFor(rule, { hits, streaks }, now);
  if (wait > 0) return { kind: 'throttled', retryAfterMs: wait };
  const streak = (streaks[at.cause] ?? 0) + 1;
  return {
    kind: 'allowed',
    lane: {
      hits: [...hits, now],
      streaks: rule.wait === undefined ? {} : { ...streaks, [at.cause]: streak },
    },
  };
}

const rowEnded = ({ wait }: ThrottleRule, hits: readonly number[], now: number): boolean =>
  wait?.rowEndsMs !== undefined && now - (hits.at(-1) ?? 0) > wait.rowEndsMs;

/** Takes back the last reserved hit, and the streak of its own cause. */
export const forgive = (lane: Lane, cause: string): Lane => ({
  ...endStreak(lane, cause),
  hits: lane.hits.slice(0, -1),
});

/** The streak of its own cause only: one method's success never launders another's failures. */
export function endStreak({ hits, streaks }: Lane, cause: string): Lane {
  const { [cause]: _, ...others } = streaks;
  return { hits, streaks: others };
}

/** When one more hit would be let through, without taking it. */
export const retryAfterMs = (rule: ThrottleRule, lane: Lane, now: Date): number =>
  waitFor(rule, lane, now.getTime());

/** The wait that a row of `streak` hits brings, counted from the last one. */
export function waitAfter(rule: ThrottleRule, streak: number): number {
  if (rule.wait === undefined || streak < rule.wait.free) return 0;
  const { free, firstMs, capMs } = rule.wait;
  return Math.min(firstMs * 2 ** Math.min(streak - free, 20), capMs);
}

/** When a lane has nothing left to remember but its streaks. */
export const forgetAfterMs = (rule: ThrottleRule): number => longest(rule);
