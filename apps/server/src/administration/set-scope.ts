import type { GroupStore, ScopeStore } from '#directory/ports.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import { mayBeLimited } from '#domain/role.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { holdTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { auditOfOrder, type Order } from './order.ts';

type Stores = TargetStores & {
  readonly groups: Pick<GroupStore, 'find'>;
  readonly scopes: Pick<ScopeStore, 'replace'>;
};

type Dependencies = { readonly transact: Transact<Stores>; readonly clock: Clock };

export type SetScopeOutcome = 'changed' | 'unknown-group' | 'role-forbids' | Unreached['kind'];

/** Empty: everybody. */
export type SetScope = (
  userId: UserId,
  groups: readonly GroupId[],
  order: Order,
) => Promise<SetScopeOutcome>;

const EVERYBODY = 'everybody';
const namesOf = (groups: readonly { readonly name: string }[]): string =>
  groups.map(({ name }) => name).join(', ') || EVERYBODY;

/** Limits a help desk or an auditor to the people of groups, from their next request on. */
export const makeSetScope =
  ({ transact, clock }: Dependencies): SetScope =>
  (userId, ids, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const target = await holdTarget(tx, { userId, order, now });
      if (target.kind !== 'held') return target.kind;
      if (ids.length > 0 && !mayBeLimited(target.user.role)) return 'role-forbids';
      const groups = [];
      for (const id of new Set(ids)) groups.push(await tx.groups.find(id));
      const known = groups.filter((group) => group !== undefined);
      if (known.length < groups.length) return 'unknown-group';
      const before = namesOf(await tx.scopes.groupsOf(userId));
      await tx.scopes.replace(
        userId,
        known.map(({ id }) => id),
      );
      const detail = { action: 'scope', before, after: namesOf(known) };
      await tx.audit.append(
        [{ event: 'authz_change', ...auditOfOrder(order, userId, detail) }],
        now,
      );
      return 'changed';
    });
