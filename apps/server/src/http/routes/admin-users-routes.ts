import type { UserPage } from '#administration/ports.ts';
import type { SearchUsers } from '#administration/search-users.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import type { Clock } from '#domain/write.ts';
import type { DescribeActivity } from '#recovery/describe-activity.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { parsePlace, printPlace } from '../place.ts';
import { type ActingDependencies, actorIn, refuseLook, signedInAs } from './admin-act.ts';
import { viewDetails, viewListed } from './admin-views.ts';
import { viewLine } from './activity-routes.ts';

type Dependencies = ActingDependencies & {
  readonly searchUsers: SearchUsers;
  readonly describeActivity: DescribeActivity;
  readonly clock: Clock;
};

type UserRoutes = Pick<Handlers, 'searchUsers' | 'getUser' | 'getUserActivity'>;

export function makeAdminUserRoutes(dependencies: Dependencies): UserRoutes {
  const { searchUsers, readUser, describeActivity, placeOf } = dependencies;
  return {
    searchUsers: async ({ caller, body }) => {
      const { search, after, state, role, registered, method, blocked } = body;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown one has no members
      const group = body.group as GroupId | undefined;
      const place = after === undefined ? undefined : parsePlace(after);
      if (after !== undefined && place === undefined) return problem('invalid_request');
      const blockedAfter = blocked === true ? dependencies.clock() : undefined;
      const filter = { state, role, registered, method, blockedAfter, ...lateFilter(body) };
      const asked = { search, filter, group, after: place };
      const page = await searchUsers(asked, signedInAs(caller));
      return ok(viewPage(page));
    },
    getUser: async ({ caller, params }) => {
      const target = await dependencies.users.find(userIdOf(params));
      if (target === undefined) return problem('not_found');
      const refused = await refuseLook(dependencies, { name: 'getUser', caller, target });
      if (refused !== undefined) return refused;
      const details = await readUser.read(userIdOf(params), signedInAs(caller));
      if (details === undefined) return problem('not_found');
      return ok(viewDetails(details, { by: actorIn(caller), placeOf }));
    },
    getUserActivity: async ({ caller, params, query: { before } }) => {
      const userId = userIdOf(params);
      const target = await dependencies.users.find(userId);
      if (target === undefined) return problem('not_found');
      const refused = await refuseLook(dependencies, { name: 'getUserActivity', caller, target });
      if (refused !== undefined) return refused;
      const page = await describeActivity({ userId, before });
      if (page === undefined) return problem('not_found');
      await readUser.record(userId, 'activity', signedInAs(caller));
      const seen = { userId, sessionId: undefined };
      const lines = page.lines.flatMap((line) => viewLine(line, seen, placeOf));
      return ok({ lines, ...(page.next === undefined ? {} : { next: page.next }) });
    },
  };
}

const lateFilter = ({
  coveredBy,
  signedInSince,
  notSignedInSince,
}: Parameters<UserRoutes['searchUsers']>[0]['body']) => ({
  coveredBy,
  signedInSince: timeOf(signedInSince),
  notSignedInSince: timeOf(notSignedInSince),
});

const timeOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

const userIdOf = ({ userId }: { readonly userId: string }): UserId =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
  userId as UserId;

const viewPage = ({ users, next }: UserPage) => ({
  users: users.map(viewListed),
  ...(next === undefined ? {} : { next: printPlace(next) }),
});
