import type { UserId } from '#domain/ids.ts';
import { type ScopeStores, staffIdOf } from './is-within-scope.ts';
import type { Order } from './order.ts';
import type { Place, Reminder, RollOutStore, UserDirectory } from './ports.ts';

type Dependencies = {
  readonly rollOut: Pick<RollOutStore, 'listReminders'>;
  readonly userDirectory: Pick<UserDirectory, 'loginsOf'>;
  readonly scopes: ScopeStores['scopes'];
};

export type ListReminders = (
  before: Place | undefined,
  by: Omit<Order, 'reason'>,
) => Promise<{
  readonly reminders: readonly (Reminder & { readonly login: string })[];
  readonly next: Place | undefined;
}>;

const PER_PAGE = 100;

/** Of those whom whoever asks looks after; a page may have fewer than others and yet go on. */
export function makeListReminders(dependencies: Dependencies): ListReminders {
  const { rollOut, userDirectory, scopes } = dependencies;
  return async (before, by) => {
    const found = await rollOut.listReminders(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a place in the order, not an account
      before && { at: new Date(Number(before.key)), userId: before.id as UserId },
      PER_PAGE,
    );
    const ids = found.map(({ userId }) => userId);
    const staffId = staffIdOf(by);
    const seen = staffId === undefined ? undefined : await scopes.within(staffId, ids);
    const logins = await userDirectory.loginsOf(ids);
    const last = found.at(-1);
    return {
      reminders: found
        .filter(({ userId }) => seen?.has(userId) !== false)
        .map((one) => ({ ...one, login: logins.get(one.userId) ?? '' })),
      next:
        found.length < PER_PAGE || last === undefined
          ? undefined
          : { key: String(last.at.getTime()), id: last.userId },
    };
  };
}
