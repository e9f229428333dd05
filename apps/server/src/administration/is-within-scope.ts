import type { ScopeStore } from '#directory/ports.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import type { Order } from './order.ts';

export type ScopeStores = { readonly scopes: Pick<ScopeStore, 'groupsOf' | 'within'> };

/** Who looks; nobody signed in is an operator of the server, who sees everybody. */
export const staffIdOf = ({ signedIn }: Omit<Order, 'reason'>) => signedIn?.session.userId;

/** The groups that whoever acts is limited to; empty: to none. */
export async function limitsOf(
  { scopes }: ScopeStores,
  by: Omit<Order, 'reason'>,
): Promise<readonly GroupId[]> {
  const staffId = staffIdOf(by);
  const groups = staffId === undefined ? [] : await scopes.groupsOf(staffId);
  return groups.map(({ id }) => id);
}

/**
 * Whether whoever acts looks after this account. What is about nobody (a request for help without an
 * account) is for those who look after everybody.
 */
export async function isWithinScope(
  stores: ScopeStores,
  by: Omit<Order, 'reason'>,
  userId: UserId | undefined,
): Promise<boolean> {
  const staffId = staffIdOf(by);
  if (staffId === undefined) return true;
  if (userId === undefined) return (await limitsOf(stores, by)).length === 0;
  return looksAfter(stores, staffId, userId);
}

/** Whether this one of the staff looks after this account; everybody does after their own. */
export const looksAfter = async (
  { scopes }: { readonly scopes: Pick<ScopeStore, 'within'> },
  staffId: UserId,
  userId: UserId,
): Promise<boolean> => staffId === userId || (await scopes.within(staffId, [userId])).has(userId);
