import type { AuditLog, AuditRecord } from '#audit/ports.ts';
import type { Group, GroupStore, ScopeStore } from '#directory/ports.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { PolicyStore } from '#policy/ports.ts';
import { holdTarget, refuseOperator, type TargetStores, type Unreached } from './hold-target.ts';
import { actorOfOrder, type Order } from './order.ts';

type Stores = TargetStores & {
  readonly groups: GroupStore;
  readonly scopes: Pick<ScopeStore, 'isUsed' | 'groupsOf' | 'within'>;
  readonly policies: Pick<PolicyStore, 'latest'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type GroupNaming = Pick<Group, 'name' | 'description'>;

export type CreateGroupOutcome =
  | { readonly kind: 'created'; readonly group: Group }
  | { readonly kind: 'name-taken' | 'too-many' };

export type MembersOutcome =
  | { readonly kind: 'changed'; readonly group: Group; readonly count: number }
  | { readonly kind: 'unknown-group' }
  | Unreached;

type Members = { readonly groupId: GroupId; readonly userIds: readonly UserId[] };

export type ChangeGroups = {
  create(naming: GroupNaming, order: Order): Promise<CreateGroupOutcome>;
  rename(
    id: GroupId,
    naming: GroupNaming,
    order: Order,
  ): Promise<'changed' | 'unknown-group' | 'name-taken'>;
  /** `in-use`: it limits somebody of the staff, who would see everybody without it, or a policy is for it. */
  remove(id: GroupId, order: Order): Promise<'removed' | 'unknown-group' | 'in-use'>;
  add(members: Members, order: Order): Promise<MembersOutcome>;
  takeOut(members: Members, order: Order): Promise<MembersOutcome>;
};

/** As many as a list shows without pages. */
const MOST_GROUPS = 500;

export function makeChangeGroups({ transact, ids, clock }: Dependencies): ChangeGroups {
  return {
    create: (naming, order) =>
      transact('fact', async (tx) => {
        if ((await tx.groups.list()).length >= MOST_GROUPS) return { kind: 'too-many' };
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where their ids are born
        const group = { ...naming, id: ids() as GroupId, createdAt: clock() };
        if (!(await tx.groups.insert(group))) return { kind: 'name-taken' };
        await tx.audit.append([recordOf(group, order, { action: 'created' })], clock());
        return { kind: 'created', group };
      }),
    rename: (id, naming, order) =>
      transact('fact', async (tx) => {
        const before = await tx.groups.find(id);
        if (before === undefined) return 'unknown-group';
        if (!(await tx.groups.change(id, naming))) return 'name-taken';
        const detail = { action: 'renamed', before: before.name };
        await tx.audit.append([recordOf({ id, ...naming }, order, detail)], clock());
        return 'changed';
      }),
    remove: (id, order) =>
      transact('fact', async (tx) => {
        const group = await tx.groups.find(id);
        if (group === undefined) return 'unknown-group';
        if ((await tx.scopes.isUsed(id)) || (await isInPolicy(tx, id))) return 'in-use';
        await tx.groups.remove(id);
        await tx.audit.append([recordOf(group, order, { action: 'removed' })], clock());
        return 'removed';
      }),
    add: (members, order) =>
      transact('fact', (tx) =>
        changeMembers(tx, { ...members, action: 'members_added', order, now: clock() }),
      ),
    takeOut: (members, order) =>
      transact('fact', (tx) =>
        changeMembers(tx, { ...members, action: 'members_removed', order, now: clock() }),
      ),
  };
}

/** Answers name groups by their ids, which nothing else in them looks like. */
const isInPolicy = async ({ policies }: Stores, id: GroupId): Promise<boolean> =>
  JSON.stringify(await policies.latest()).includes(id);

type MembersChange = Members & {
  readonly action: 'members_added' | 'members_removed';
  readonly order: Order;
  readonly now: Date;
};

/** One record for each person: it stands in the story of their account, too. */
async function changeMembers(tx: Stores, change: MembersChange): Promise<MembersOutcome> {
  const { groupId, action, order, now } = change;
  const group = await tx.groups.find(groupId);
  if (group === undefined) return { kind: 'unknown-group' };
  const refused = await refuseMembers(tx, change);
  if (refused !== undefined) return refused;
  let count = 0;
  for (const userId of new Set(change.userIds)) {
    const moved =
      action === 'members_added'
        ? await tx.groups.addMembers(groupId, [userId])
        : await tx.groups.removeMembers(groupId, [userId]);
    if (moved === 0) continue;
    count += moved;
    const target = { type: 'user', id: userId } as const;
    const detail = { action, group: group.id, name: group.name };
    await tx.audit.append([{ ...recordOf(group, order, detail), target }], now);
  }
  return { kind: 'changed', group, count };
}

/**
 * Groups decide what is asked of people: a key moves nobody whom it may not act on, which is judged
 * here, where nobody's role changes any more, and of all before any is moved. They are held in one
 * order.
 */
async function refuseMembers(tx: Stores, change: MembersChange): Promise<Unreached | undefined> {
  const { order, now } = change;
  if (order.byKey === undefined) return refuseOperator(tx, { order, now });
  for (const userId of [...new Set(change.userIds)].toSorted()) {
    const target = await holdTarget(tx, { userId, order, now });
    if (target.kind !== 'held' && target.kind !== 'unknown-user') return target;
  }
  return undefined;
}

const recordOf = (
  { id, name }: Pick<Group, 'id' | 'name'>,
  order: Order,
  detail: Readonly<Record<string, string>>,
): AuditRecord => ({
  event: 'group.changed',
  outcome: 'success',
  ...actorOfOrder(order),
  target: { type: 'group', id },
  detail: { name, ...detail, why: order.reason },
});
