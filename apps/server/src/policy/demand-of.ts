import type { GroupStore } from '#directory/ports.ts';
import { asksForGroups, decideDemand } from '#domain/policy.ts';
import type { Clock } from '#domain/write.ts';
import type { DemandOf, LivePolicy } from './ports.ts';

type Dependencies = {
  readonly policy: Pick<LivePolicy, 'current'>;
  readonly groups: Pick<GroupStore, 'groupsOf'>;
  readonly clock: Clock;
};

/** Groups are read only where a rule is about one. */
export const makeDemandOf =
  ({ policy, groups, clock }: Dependencies): DemandOf =>
  async ({ id, role }) => {
    const current = policy.current();
    const own = asksForGroups(current) ? await groups.groupsOf(id) : [];
    return decideDemand(current, { role, groups: own.map((group) => group.id) }, clock());
  };
