import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { isWithinScope, type ScopeStores } from '#administration/is-within-scope.ts';
import type { Order } from '#administration/order.ts';
import type { ReadUser } from '#administration/read-user.ts';
import type { AuditRecord } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { UserId } from '#domain/ids.ts';
import type { PlaceOf } from '#domain/places.ts';
import { judgeTarget } from '#domain/role.ts';
import type { User } from '#domain/user.ts';
import type { Caller } from '../caller.ts';
import { problem, type Reply } from '../handler.ts';
import { viewDetails } from './admin-views.ts';

export type ActingDependencies = {
  readonly users: Pick<UserStore, 'find'>;
  readonly scopes: ScopeStores['scopes'];
  readonly readUser: ReadUser;
  readonly placeOf: PlaceOf;
  readonly recordRefusal: (record: AuditRecord, source: string) => Promise<void>;
};

/** Whoever is signed in, as an operator. */
export const signedInAs = ({ user, session, context }: Caller<'administration'>) => ({
  operator: user.login,
  signedIn: { session, context },
});

type Asked<Body> = {
  readonly caller: Caller<'administration'>;
  readonly params: { readonly userId: string };
  readonly body: Body;
};

type Acting<Body> = {
  readonly target: User;
  readonly order: Order;
  readonly body: Body;
  /** The account as it is afterwards. */
  readonly after: () => Promise<UserDetailsView | undefined>;
};

type Problem = ReturnType<typeof problem>;

/** The frame of everything that is done to an account: whose it is comes before what is done. */
export const makeActOn =
  (dependencies: ActingDependencies) =>
  <Body extends { readonly reason: string }, Value>(
    name: string,
    work: (acting: Acting<Body>) => Promise<Reply<Value>>,
  ) =>
  async ({ caller, params, body }: Asked<Body>): Promise<Reply<Value>> => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
    const userId = params.userId as UserId;
    const target = await dependencies.users.find(userId);
    if (target === undefined) return problem('not_found');
    const refused = await refuse(dependencies, { name, caller, target });
    if (refused !== undefined) return refused;
    const order = { ...signedInAs(caller), reason: body.reason };
    const after = async () => {
      const details = await dependencies.readUser.again(userId);
      return details && viewDetails(details, { by: caller.user, placeOf: dependencies.placeOf });
    };
    return work({ target, order, body, after });
  };

type Touching = {
  readonly name: string;
  readonly caller: Caller<'administration'>;
  readonly target: User;
};

async function refuse(
  dependencies: ActingDependencies,
  touching: Touching,
): Promise<Problem | undefined> {
  const { caller, target } = touching;
  const isWithin = await isWithinScope(dependencies, signedInAs(caller), target.id);
  const judged = judgeTarget(caller.user, target, isWithin);
  if (judged === 'allowed') return undefined;
  return refuseTarget(dependencies, touching, judged);
}

/** Looking at somebody asks less than acting on them: only that one looks after their group. */
export async function refuseLook(
  dependencies: ActingDependencies,
  touching: Touching,
): Promise<Problem | undefined> {
  const { caller, target } = touching;
  const isWithin = await isWithinScope(dependencies, signedInAs(caller), target.id);
  return isWithin ? undefined : refuseTarget(dependencies, touching, 'out-of-reach');
}

async function refuseTarget(
  { recordRefusal }: ActingDependencies,
  { name, caller, target }: Touching,
  judged: 'own-account' | 'out-of-reach',
): Promise<Problem> {
  const code = judged === 'own-account' ? 'own_account' : 'out_of_reach';
  await recordRefusal(
    {
      event: 'authz_fail',
      outcome: 'failure',
      reason: `${name}:${code}`,
      target: { type: 'user', id: target.id },
      ...auditOf(caller.context, caller.user.id),
    },
    caller.context.source,
  );
  return problem(code);
}
