import type { AuditRow } from '#audit/ports.ts';
import type { UserId } from '#domain/ids.ts';
import { limitsOf, type ScopeStores, staffIdOf } from './is-within-scope.ts';
import type { Order } from './order.ts';

/** Whose account a record is about: whom it was done to, else who did it. */
function accountOf({ target, actor }: AuditRow): UserId | undefined {
  const about = [target, actor].find((one) => one?.type === 'user');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of an account, by its type
  return about?.id as UserId | undefined;
}

/** Whoever is limited to groups reads what is about their people, and what they did themselves. */
export async function recordsWithinScope(
  stores: ScopeStores,
  by: Omit<Order, 'reason'>,
  records: readonly AuditRow[],
): Promise<readonly AuditRow[]> {
  const staffId = staffIdOf(by);
  if (staffId === undefined || (await limitsOf(stores, by)).length === 0) return records;
  const accounts = records.map(accountOf).filter((id) => id !== undefined);
  const seen = await stores.scopes.within(staffId, accounts);
  return records.filter((record) => {
    const account = accountOf(record);
    return account !== undefined && (account === staffId || seen.has(account));
  });
}
