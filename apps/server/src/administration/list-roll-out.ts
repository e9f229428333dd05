import { bestOf, type CoveredBy } from '#domain/coverage.ts';
import type { GroupId } from '#domain/ids.ts';
import type { UserState } from '#domain/user.ts';
import { limitsOf, type ScopeStores } from './is-within-scope.ts';
import type { Order } from './order.ts';
import type { ListedUser, Place, RollOutFacts, RollOutStore, UserDirectory } from './ports.ts';

type Dependencies = {
  readonly userDirectory: Pick<UserDirectory, 'search'>;
  readonly rollOut: Pick<RollOutStore, 'factsOf'>;
  readonly scopes: ScopeStores['scopes'];
};

export type RollOutFilter = {
  readonly coveredBy?: CoveredBy | undefined;
  readonly state?: UserState | undefined;
  readonly group?: GroupId | undefined;
};

export type RollOutPerson = ListedUser & RollOutFacts & { readonly coveredBy: CoveredBy };

export type RollOutPage = {
  readonly people: readonly RollOutPerson[];
  readonly next: Place | undefined;
};

export type ListRollOut = (
  asked: {
    readonly filter: RollOutFilter;
    readonly after: Place | undefined;
    readonly limit: number;
  },
  by: Omit<Order, 'reason'>,
) => Promise<RollOutPage>;

/** A page looks at no more than so many windows of the list; it may have few people and yet go on. */
const WINDOWS = 8;

/** Who has what, in the order of their names, of those whom whoever asks looks after. */
export function makeListRollOut(dependencies: Dependencies): ListRollOut {
  return async ({ filter, after, limit }, by) => {
    const limits = await limitsOf(dependencies, by);
    const within = withinBoth(limits, filter.group);
    if (within === undefined) return { people: [], next: undefined };
    const people: RollOutPerson[] = [];
    let place = after;
    for (let window = 0; window < WINDOWS && people.length < limit; window += 1) {
      const page = await pageOf(dependencies, {
        filter,
        within,
        after: place,
        limit: limit - people.length,
      });
      people.push(...page.people);
      place = page.next;
      if (place === undefined) return { people, next: undefined };
    }
    return { people, next: place };
  };
}

type Asked = Parameters<ListRollOut>[0] & { readonly within: readonly GroupId[] };

async function pageOf(
  { userDirectory, rollOut }: Dependencies,
  { filter, within, after, limit }: Asked,
): Promise<RollOutPage> {
  const { coveredBy: wanted, state } = filter;
  // Whether there is any method is known to the list itself.
  const registered = wanted === undefined ? undefined : wanted !== 'none';
  const method = wanted === 'phone' || wanted === 'passkey' ? wanted : undefined;
  const users = await userDirectory.search({
    prefix: undefined,
    filter: { state, role: undefined, registered, method },
    within,
    after,
    limit,
  });
  const facts = await rollOut.factsOf(users.users.map(({ id }) => id));
  const people = users.users.flatMap((user): readonly RollOutPerson[] => {
    const found = facts.get(user.id);
    if (found === undefined) return [];
    const coveredBy = bestOf(found.kinds);
    const isWanted = wanted === undefined || coveredBy === wanted;
    return isWanted ? [{ ...user, ...found, coveredBy }] : [];
  });
  return { people, next: users.next };
}

/** Undefined: of a group that is not theirs, whoever is limited sees nobody. */
function withinBoth(
  limits: readonly GroupId[],
  group: GroupId | undefined,
): readonly GroupId[] | undefined {
  if (group === undefined) return limits;
  return limits.length === 0 || limits.includes(group) ? [group] : undefined;
}
