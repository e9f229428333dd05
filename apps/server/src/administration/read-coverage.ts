import type { Group, GroupStore } from '#directory/ports.ts';
import { COVERED_BY, type Coverage } from '#domain/coverage.ts';
import type { Clock } from '#domain/write.ts';
import { type CountCoverage, dayOf } from './count-coverage.ts';
import { limitsOf, type ScopeStores } from './is-within-scope.ts';
import type { Order } from './order.ts';
import type { CountedCoverage, RollOutStore } from './ports.ts';

type Dependencies = {
  readonly rollOut: Pick<RollOutStore, 'latest' | 'trend'>;
  readonly groups: Pick<GroupStore, 'list'>;
  readonly scopes: ScopeStores['scopes'];
  readonly count: CountCoverage;
  readonly clock: Clock;
};

type Counted = { readonly coverage: Coverage; readonly countedAt: Date };

export type RollOutCoverage = Counted & {
  readonly groups: readonly (Counted & { readonly group: Group })[];
  /** A line for each day that was counted; empty where it is of several groups. */
  readonly trend: readonly { readonly day: string; readonly coverage: Coverage }[];
};

export type ReadCoverage = (by: Omit<Order, 'reason'>) => Promise<RollOutCoverage>;

/** Up to here everything is counted while one looks; above, what the job counted last is shown. */
const COUNTED_AT_ONCE = 5_000;
const DAY_MS = 24 * 60 * 60_000;
const TREND_DAYS = 90;

const totalOf = (coverage: Coverage): number =>
  COVERED_BY.reduce((sum, by) => sum + coverage[by], 0);

/** Who looks after some groups sees those, and nobody else is in any number. */
export function makeReadCoverage(dependencies: Dependencies): ReadCoverage {
  const { rollOut, groups, count, clock } = dependencies;
  return async (by) => {
    const now = clock();
    const limits = await limitsOf(dependencies, by);
    const kept = await rollOut.latest();
    const everybody = kept.find(({ groupId }) => groupId === undefined);
    const isSmall = everybody === undefined || totalOf(everybody.coverage) <= COUNTED_AT_ONCE;
    const of = async (found: CountedCoverage | undefined, ids: Group['id'][]): Promise<Counted> =>
      found === undefined || isSmall ? { coverage: await count(ids), countedAt: now } : found;

    const seen = (await groups.list()).filter(
      ({ id }) => limits.length === 0 || limits.includes(id),
    );
    const each = [];
    for (const group of seen) {
      const found = kept.find(({ groupId }) => groupId === group.id);
      each.push({ group, ...(await of(found, [group.id])) });
    }
    const from = dayOf(new Date(now.getTime() - TREND_DAYS * DAY_MS));
    const trend = limits.length > 1 ? [] : await rollOut.trend(from, limits[0]);
    const ofAll = limits.length === 1 ? each[0] : undefined;
    const { coverage, countedAt } =
      ofAll ?? (await of(limits.length === 0 ? everybody : undefined, [...limits]));
    return { coverage, countedAt, groups: each, trend };
  };
}
