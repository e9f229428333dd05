import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import type { GroupView } from '@proofup/contract/schemas.ts';
import type { ChangeGroups, MembersOutcome } from '#administration/change-groups.ts';
import type { SetScope } from '#administration/set-scope.ts';
import type { Group, GroupStore, ScopeStore } from '#directory/ports.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import type { StaffCaller } from '../caller.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { type ActingDependencies, makeActOn, refuseTarget, signedInAs } from './admin-act.ts';

type Dependencies = ActingDependencies & {
  readonly groups: Pick<GroupStore, 'list' | 'find' | 'countMembers'>;
  readonly scopes: Pick<ScopeStore, 'groupsOf' | 'within'>;
  readonly changeGroups: ChangeGroups;
  readonly setScope: SetScope;
};

type GroupRoutes = Pick<
  Handlers,
  | 'listGroups'
  | 'createGroup'
  | 'changeGroup'
  | 'deleteGroup'
  | 'addGroupMembers'
  | 'removeGroupMembers'
  | 'setUserScope'
>;

/** Beyond this they are not counted: it costs the same however large a group is. */
const COUNTED = 10_000;

export function makeAdminGroupRoutes(dependencies: Dependencies): GroupRoutes {
  const { groups, scopes, changeGroups, setScope } = dependencies;
  const view = makeViewGroup(dependencies);
  const membersReply = async (outcome: MembersOutcome) =>
    outcome.kind === 'changed'
      ? ok({ group: await view(outcome.group), count: outcome.count })
      : problem(PROBLEMS[outcome.kind]);
  return {
    listGroups: async ({ caller }) => {
      // A key looks after everybody of its rank.
      const limits = caller.key === undefined ? await scopes.groupsOf(caller.user.id) : [];
      const seen = limits.length === 0 ? await groups.list() : limits;
      return ok({ groups: await Promise.all(seen.map(view)) });
    },
    createGroup: async ({ caller, body }) => {
      const outcome = await changeGroups.create(body, orderOf(caller, body));
      if (outcome.kind === 'created') return ok(await view(outcome.group));
      return problem(outcome.kind === 'name-taken' ? 'name_taken' : 'limit_reached');
    },
    changeGroup: async ({ caller, params, body }) => {
      const id = groupIdOf(params);
      const outcome = await changeGroups.rename(id, body, orderOf(caller, body));
      if (outcome === 'name-taken') return problem('name_taken');
      const group = await groups.find(id);
      return group === undefined ? problem('not_found') : ok(await view(group));
    },
    deleteGroup: async ({ caller, params, body }) => {
      const outcome = await changeGroups.remove(groupIdOf(params), orderOf(caller, body));
      if (outcome === 'removed') return ok(undefined);
      return problem(outcome === 'in-use' ? 'group_in_use' : 'not_found');
    },
    addGroupMembers: async ({ caller, params, body }) => {
      const members = membersOf(params, body);
      const refused = await refuseMembers(dependencies, caller, members.userIds);
      return refused ?? membersReply(await changeGroups.add(members, orderOf(caller, body)));
    },
    removeGroupMembers: async ({ caller, params, body }) => {
      const members = membersOf(params, body);
      const refused = await refuseMembers(dependencies, caller, members.userIds);
      return refused ?? membersReply(await changeGroups.takeOut(members, orderOf(caller, body)));
    },
    setUserScope: makeActOn(dependencies, { alsoForTwo: true })(
      'setUserScope',
      async ({ target, order, body, after }) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- unknown ones are refused
        const outcome = await setScope(target.id, body.groups as GroupId[], order);
        // Nobody who takes two persons can be limited at all.
        if (outcome === 'needs-approval') return problem('role_forbids');
        if (outcome === 'out-of-reach') return problem('out_of_reach');
        if (outcome === 'role-forbids') return problem('role_forbids');
        const user = await after();
        return outcome !== 'changed' || user === undefined ? problem('not_found') : ok({ user });
      },
    ),
  };
}

/** Groups decide what is asked of people: a key moves nobody whom it may not act on. */
async function refuseMembers(
  dependencies: Dependencies,
  caller: StaffCaller,
  userIds: readonly UserId[],
): Promise<ReturnType<typeof problem> | undefined> {
  if (caller.key === undefined) return undefined;
  for (const userId of userIds) {
    const target = await dependencies.users.find(userId);
    const judging = target && { name: 'groupMembers', caller, target };
    const refused = judging && (await refuseTarget(dependencies, judging));
    if (refused !== undefined) return refused;
  }
  return undefined;
}

const PROBLEMS = {
  'unknown-group': 'not_found',
  'unknown-user': 'not_found',
  'own-account': 'own_account',
  'out-of-reach': 'out_of_reach',
  'needs-approval': 'approval_required',
} as const satisfies Readonly<Record<Exclude<MembersOutcome['kind'], 'changed'>, ErrorCode>>;

const makeViewGroup =
  ({ groups }: Dependencies) =>
  async ({ id, name, description }: Group): Promise<GroupView> => {
    const counted = await groups.countMembers(id, COUNTED + 1);
    const members = Math.min(counted, COUNTED);
    return { id, name, description, members, more: counted > COUNTED };
  };

const orderOf = (caller: StaffCaller, { reason }: { readonly reason: string }) => ({
  ...signedInAs(caller),
  reason,
});

const groupIdOf = ({ groupId }: { readonly groupId: string }): GroupId =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
  groupId as GroupId;

const membersOf = (
  params: { readonly groupId: string },
  { userIds }: { readonly userIds: readonly string[] },
) => ({
  groupId: groupIdOf(params),
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown account joins no group
  userIds: userIds as readonly UserId[],
});
