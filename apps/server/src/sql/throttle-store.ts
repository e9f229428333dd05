import {
  EMPTY_LANE,
  endStreak,
  forgetAfterMs,
  forgive,
  type Lane,
  reserve,
  retryAfterMs,
  THROTTLE_RULES,
  type ThrottleKind,
  type ThrottleRule,
} from '#domain/throttle.ts';
import type {
  FullLane,
  HeldLanes,
  LaneKey,
  LaneReservation,
  ThrottleStore,
} from '#sign-in/ports.ts';
import type { Sql } from './connection.ts';
import { fromJson, toJson, toTime } from './convert.ts';
import type { ThrottleTable } from './schema.ts';
import { listStatement, locking } from './statement.ts';

type Row = Pick<ThrottleTable, 'lane' | 'hits' | 'streaks'>;

/**
 * PostgreSQL: makes absent rows, locks all of them in key order, and says what is in them. The
 * update changes nothing; it is how an INSERT both locks a row and returns it.
 */
const MAKE_AND_HOLD = listStatement((db, given: readonly ThrottleTable[]) =>
  db
    .insertInto('throttle')
    .values(given.map(({ lane, hits, streaks, forget_at }) => ({ lane, hits, streaks, forget_at })))
    .onConflict((conflict) =>
      conflict.column('lane').doUpdateSet((eb) => ({ hits: eb.ref('throttle.hits') })),
    )
    .returning(['lane', 'hits', 'streaks']),
);

const HOLD = listStatement((db, given: readonly Pick<Row, 'lane'>[], engine) =>
  db
    .selectFrom('throttle')
    .select(['lane', 'hits', 'streaks'])
    .where('lane', 'in', lanesOf(given))
    .orderBy('lane')
    .$call(locking(engine)),
);

const FIND = listStatement((db, given: readonly Pick<Row, 'lane'>[]) =>
  db.selectFrom('throttle').select(['lane', 'hits', 'streaks']).where('lane', 'in', lanesOf(given)),
);

const PUT = listStatement((db, given: readonly ThrottleTable[]) =>
  db
    .insertInto('throttle')
    .values(given.map(({ lane, hits, streaks, forget_at }) => ({ lane, hits, streaks, forget_at })))
    .onConflict((conflict) =>
      conflict.column('lane').doUpdateSet((eb) => ({
        hits: eb.ref('excluded.hits'),
        streaks: eb.ref('excluded.streaks'),
        forget_at: eb.ref('excluded.forget_at'),
      })),
    ),
);

const DELETE = listStatement((db, given: readonly Pick<Row, 'lane'>[]) =>
  db.deleteFrom('throttle').where('lane', 'in', lanesOf(given)),
);

const lanesOf = (given: readonly Pick<Row, 'lane'>[]) => given.map(({ lane }) => lane);

export function makeThrottleStore(sql: Sql): ThrottleStore {
  return {
    reserve: async (lanes, now) => {
      if (lanes.length === 0) return NOTHING;
      const held = await holdAll(sql, lanes, now);
      if (held.kind === 'throttled') return held;
      await held.take();
      return { kind: 'allowed', streaks: held.streaks };
    },
    hold: (lanes, now) => holdAll(sql, lanes, now),
    forgive: async (lanes) => {
      if (lanes.length > 0) await forgiveAll(sql, lanes);
    },
    retryAfterMs: async (lane, now) => {
      const [row] = await sql.all(FIND, [{ lane: rowKeyOf(lane) }]);
      return row === undefined ? 0 : retryAfterMs(ruleOf(lane), toLane(row), now);
    },
    clear: async (lanes) => {
      if (lanes.length > 0) sql.tell(DELETE, sortedKeys(lanes));
    },
  };
}

const NOTHING: LaneReservation = { kind: 'allowed', streaks: new Map() };

const ruleOf = ({ kind, rule }: Pick<LaneKey, 'kind' | 'rule'>): ThrottleRule =>
  rule ?? THROTTLE_RULES[kind];
const rowKeyOf = ({ kind, subject }: LaneKey): string => `${kind}:${subject}`;

const toLane = ({ hits, streaks }: Row): Lane => ({
  hits: fromJson(hits),
  streaks: fromJson(streaks),
});

/** One order for everybody, and each row once. */
const sortedKeys = (lanes: readonly LaneKey[]): readonly Pick<Row, 'lane'>[] =>
  [...new Set(lanes.map(rowKeyOf))].toSorted().map((lane) => ({ lane }));

const byKey = (rows: readonly Row[]): Map<string, Lane> =>
  new Map(rows.map((row) => [row.lane, toLane(row)]));

/** The rows as they are now, and nobody else's until the transaction ends. */
async function hold(sql: Sql, keys: readonly Pick<Row, 'lane'>[]): Promise<Map<string, Lane>> {
  return byKey(await sql.all(HOLD, keys));
}

/** The same for rows that there may be none of yet: with SQLite, nobody else can make them. */
async function makeAndHold(
  sql: Sql,
  keys: readonly Pick<Row, 'lane'>[],
  now: Date,
): Promise<Map<string, Lane>> {
  if (sql.engine === 'sqlite') return hold(sql, keys);
  return byKey(await sql.all(MAKE_AND_HOLD, keys.map(emptyRow(now))));
}

async function holdAll(sql: Sql, lanes: readonly LaneKey[], now: Date): Promise<HeldLanes> {
  const before = await makeAndHold(sql, sortedKeys(lanes), now);
  const held = new Map(before);
  const streaks = new Map<ThrottleKind, number>();
  let refused: FullLane | undefined;
  for (const lane of lanes) {
    const { kind, cause = '' } = lane;
    const key = rowKeyOf(lane);
    const decision = reserve(ruleOf(lane), held.get(key) ?? EMPTY_LANE, { now, cause });
    if (decision.kind === 'allowed') {
      held.set(key, decision.lane);
      streaks.set(kind, decision.lane.streaks[cause] ?? 0);
    } else if (refused === undefined || decision.retryAfterMs > refused.retryAfterMs) {
      refused = { kind: 'throttled', lane, retryAfterMs: decision.retryAfterMs };
    }
  }
  if (refused !== undefined) return refused;
  return {
    kind: 'allowed',
    streaks,
    take: async () => put(sql, lanes, held),
    forgive: async () => endStreaks(sql, lanes, before),
  };
}

/** Most that are right follow no wrong one: nothing is written for them. */
function endStreaks(sql: Sql, lanes: readonly LaneKey[], before: ReadonlyMap<string, Lane>): void {
  const after = new Map(before);
  const ended = lanes.filter(({ kind, subject, cause = '' }) => {
    const key = rowKeyOf({ kind, subject });
    const lane = after.get(key);
    if (lane?.streaks[cause] === undefined) return false;
    after.set(key, endStreak(lane, cause));
    return true;
  });
  if (ended.length > 0) put(sql, ended, after);
}

async function forgiveAll(sql: Sql, lanes: readonly LaneKey[]): Promise<void> {
  const held = await hold(sql, sortedKeys(lanes));
  const known = lanes.filter((lane) => held.has(rowKeyOf(lane)));
  for (const { kind, subject, cause = '' } of known) {
    const key = rowKeyOf({ kind, subject });
    held.set(key, forgive(held.get(key) ?? EMPTY_LANE, cause));
  }
  if (known.length > 0) put(sql, known, held);
}

function put(sql: Sql, lanes: readonly LaneKey[], held: ReadonlyMap<string, Lane>): void {
  const rows = new Map<string, ThrottleTable>();
  for (const lane of lanes) {
    const key = rowKeyOf(lane);
    const { hits, streaks } = held.get(key) ?? EMPTY_LANE;
    const forget_at = forgetAt(lane, { hits, streaks });
    rows.set(key, { lane: key, hits: toJson(hits), streaks: toJson(streaks), forget_at });
  }
  sql.tell(PUT, [...rows.values()]);
}

const emptyRow =
  (now: Date) =>
  ({ lane }: Pick<Row, 'lane'>): ThrottleTable => ({
    lane,
    hits: toJson(EMPTY_LANE.hits),
    streaks: toJson(EMPTY_LANE.streaks),
    forget_at: toTime(now),
  });

/** The index on `forget_at` is spared when the value stays: PostgreSQL then rewrites the row alone. */
const PRECISION_MS = 10 * 60_000;
/** How long wrong passwords in a row are remembered after the last one. */
const STREAK_MS = 24 * 60 * 60_000;

/**
 * Wrong outputs in a row of a second step are remembered until one is right: the limit on them is
 * for ever (SP 800-63B-4 section 3.2.2), and accounts are few. Lanes of strangers are not.
 */
function forgetAt(key: LaneKey, { hits, streaks }: Lane): number | null {
  const hasStreaks = Object.keys(streaks).length > 0;
  if (hasStreaks && key.kind === 'second-step') return null;
  const rule = ruleOf(key);
  const keepsStreaks = hasStreaks && rule.wait !== undefined && rule.wait.rowEndsMs === undefined;
  const end = (hits.at(-1) ?? 0) + forgetAfterMs(rule) + (keepsStreaks ? STREAK_MS : 0);
  return Math.ceil(end / PRECISION_MS) * PRECISION_MS;
}
