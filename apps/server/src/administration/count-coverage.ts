import type { GroupStore } from '#directory/ports.ts';
import { addCoverage, type Coverage, NOBODY_COUNTED } from '#domain/coverage.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { CountedCoverage, RollOutStore } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly rollOut: Pick<RollOutStore, 'keep'> }>;
  readonly rollOut: Pick<RollOutStore, 'countSome'>;
  readonly groups: Pick<GroupStore, 'list'>;
  readonly clock: Clock;
};

/** One statement of this many people keeps nobody else waiting for long. */
const STRETCH = 2_000;

/** Members of these groups, each once; none: everybody. */
export type CountCoverage = (groups: readonly GroupId[]) => Promise<Coverage>;

export const makeCountCoverage =
  ({ rollOut }: Pick<Dependencies, 'rollOut'>): CountCoverage =>
  async (groups) => {
    let total = NOBODY_COUNTED;
    let after: UserId | undefined;
    do {
      const { coverage, next } = await rollOut.countSome(groups, { after, limit: STRETCH });
      total = addCoverage(total, coverage);
      after = next;
    } while (after !== undefined);
    return total;
  };

/** `2026-11-24`, UTC. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Everybody, then each group, kept as what this day was like. */
export function makeKeepCoverage(dependencies: Dependencies): () => Promise<void> {
  const { transact, groups, clock } = dependencies;
  const count = makeCountCoverage(dependencies);
  const keep = async (groupId: CountedCoverage['groupId']): Promise<void> => {
    const coverage = await count(groupId === undefined ? [] : [groupId]);
    const countedAt = clock();
    const counted = { day: dayOf(countedAt), groupId, coverage, countedAt };
    await transact('attempt', ({ rollOut }) => rollOut.keep(counted));
  };
  return async () => {
    await keep(undefined);
    for (const { id } of await groups.list()) await keep(id);
  };
}
