import type { AuditLog } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { fold } from '#domain/fold.ts';
import type { ScopeStore } from '#directory/ports.ts';
import type { GroupId } from '#domain/ids.ts';
import { limitsOf, type ScopeStores, staffIdOf } from './is-within-scope.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { ListedUser, Place, UserDirectory, UserFilter, UserPage } from './ports.ts';

type Dependencies = {
  readonly userDirectory: Pick<UserDirectory, 'search' | 'findByNumber'>;
  readonly scopes: Pick<ScopeStore, 'groupsOf' | 'within'>;
  /** Of what was typed, where it is a whole phone number. */
  readonly numberHashOf: (typed: string) => string | undefined;
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly clock: Clock;
};

export type SearchRequest = {
  /** As typed: the beginning of a name, login or mail address, or a whole number. */
  readonly search: string | undefined;
  readonly filter: UserFilter;
  /** Only members of this group. */
  readonly group: GroupId | undefined;
  readonly after: Place | undefined;
};

export type SearchUsers = (request: SearchRequest, by: Omit<Order, 'reason'>) => Promise<UserPage>;

const PER_PAGE = 50;
const NOBODY: UserPage = { users: [], next: undefined };

/** Who searched, and how, stands in the audit log; for what does not, as that may be anything. */
export function makeSearchUsers(dependencies: Dependencies): SearchUsers {
  const { userDirectory, numberHashOf, transact, clock } = dependencies;
  return async ({ search, filter, group, after }, by) => {
    const prefix = search === undefined ? '' : fold(search);
    const numberHash = search === undefined ? undefined : numberHashOf(search);
    const how = prefix === '' ? 'list' : 'prefix';
    const detail = { by: numberHash === undefined ? how : 'number', ...detailOf(filter) };
    await transact('attempt', ({ audit }) =>
      audit.append(
        [{ event: 'account.searched', outcome: 'success', detail, ...actorOfOrder(by) }],
        clock(),
      ),
    );
    const limits = await limitsOf(dependencies, by);
    if (numberHash !== undefined) {
      const found = await userDirectory.findByNumber(numberHash, PER_PAGE);
      return { users: await seenBy(dependencies, by, found), next: undefined };
    }
    const within = withinBoth(limits, group);
    if (within === undefined) return NOBODY;
    const wanted = prefix === '' ? undefined : prefix;
    return userDirectory.search({ prefix: wanted, filter, within, after, limit: PER_PAGE });
  };
}

const detailOf = (filter: UserFilter) => {
  const { state = 'any', role = 'any', registered = 'any' } = filter;
  const { method = 'any', coveredBy = 'any' } = filter;
  return { state, role, registered, method, coveredBy, lastSignIn: lastSignInOf(filter) };
};

function lastSignInOf({ signedInSince, notSignedInSince }: UserFilter): string {
  if (signedInSince !== undefined) return `since ${signedInSince.toISOString()}`;
  if (notSignedInSince !== undefined) return `not since ${notSignedInSince.toISOString()}`;
  return 'any';
}

async function seenBy(
  { scopes }: ScopeStores,
  by: Omit<Order, 'reason'>,
  users: readonly ListedUser[],
): Promise<readonly ListedUser[]> {
  const staffId = staffIdOf(by);
  if (staffId === undefined) return users;
  const seen = await scopes.within(
    staffId,
    users.map(({ id }) => id),
  );
  return users.filter(({ id }) => seen.has(id));
}

/** Undefined: of a group that is not theirs, whoever is limited sees nobody. */
function withinBoth(
  limits: readonly GroupId[],
  group: GroupId | undefined,
): readonly GroupId[] | undefined {
  if (group === undefined) return limits;
  return limits.length === 0 || limits.includes(group) ? [group] : undefined;
}
