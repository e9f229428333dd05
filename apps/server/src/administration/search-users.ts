import type { AuditLog } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { fold } from '#domain/fold.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { Place, UserDirectory, UserFilter, UserPage } from './ports.ts';

type Dependencies = {
  readonly userDirectory: Pick<UserDirectory, 'search' | 'findByNumber'>;
  /** Of what was typed, where it is a whole phone number. */
  readonly numberHashOf: (typed: string) => string | undefined;
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly clock: Clock;
};

export type SearchRequest = {
  /** As typed: the beginning of a name, login or mail address, or a whole number. */
  readonly search: string | undefined;
  readonly filter: UserFilter;
  readonly after: Place | undefined;
};

export type SearchUsers = (request: SearchRequest, by: Omit<Order, 'reason'>) => Promise<UserPage>;

const PER_PAGE = 50;

/** Who searched, and how, stands in the audit log; for what does not, as that may be anything. */
export function makeSearchUsers(dependencies: Dependencies): SearchUsers {
  const { userDirectory, numberHashOf, transact, clock } = dependencies;
  return async ({ search, filter, after }, by) => {
    const prefix = search === undefined ? '' : fold(search);
    const numberHash = search === undefined ? undefined : numberHashOf(search);
    const { state = 'any', role = 'any', registered = 'any', method = 'any' } = filter;
    const kind = prefix === '' ? 'list' : 'prefix';
    const detail = {
      by: numberHash === undefined ? kind : 'number',
      state,
      role,
      registered,
      method,
    };
    await transact('attempt', ({ audit }) =>
      audit.append(
        [{ event: 'account.searched', outcome: 'success', detail, ...actorOfOrder(by) }],
        clock(),
      ),
    );
    if (numberHash !== undefined) {
      return { users: await userDirectory.findByNumber(numberHash, PER_PAGE), next: undefined };
    }
    const wanted = prefix === '' ? undefined : prefix;
    return userDirectory.search({ prefix: wanted, filter, after, limit: PER_PAGE });
  };
}
