import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { isWithinScope, type ScopeStores } from '#administration/is-within-scope.ts';
import { actorOfOrder, type Order } from '#administration/order.ts';
import type { ReadUser } from '#administration/read-user.ts';
import type { AuditRecord } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import type { PlaceOf } from '#domain/places.ts';
import { rankOf } from '#domain/api-key.ts';
import { judgeTarget } from '#domain/role.ts';
import type { User } from '#domain/user.ts';
import type { Callers, StaffCaller } from '../caller.ts';
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
export const personIn = ({ user, session, context }: Callers['administration']) => ({
  operator: user.login,
  signedIn: { session, context },
});

/** Whoever is signed in, or the key that calls, as an operator. */
export const signedInAs = (caller: StaffCaller): Omit<Order, 'reason'> =>
  caller.key === undefined
    ? personIn(caller)
    : { operator: caller.key.name, byKey: { context: caller.context, rank: rankOf(caller.key) } };

/** Whose rank it is that meets an account. */
export const actorIn = (caller: StaffCaller) =>
  caller.key === undefined ? caller.user : rankOf(caller.key);

type Asked<Body> = {
  readonly caller: StaffCaller;
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
  (dependencies: ActingDependencies, { alsoForTwo = false } = {}) =>
  <Body extends { readonly reason: string }, Value>(
    name: string,
    work: (acting: Acting<Body>) => Promise<Reply<Value>>,
  ) =>
  async ({ caller, params, body }: Asked<Body>): Promise<Reply<Value>> => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
    const userId = params.userId as UserId;
    const target = await dependencies.users.find(userId);
    if (target === undefined) return problem('not_found');
    const refused = await refuseTarget(dependencies, { name, caller, target, alsoForTwo });
    if (refused !== undefined) return refused;
    const order = { ...signedInAs(caller), reason: body.reason };
    const after = async () => {
      const details = await dependencies.readUser.again(userId);
      return (
        details && viewDetails(details, { by: actorIn(caller), placeOf: dependencies.placeOf })
      );
    };
    return work({ target, order, body, after });
  };

type Judging = {
  readonly name: string;
  readonly caller: StaffCaller;
  readonly target: User;
  /** What is done only when a second person agrees. */
  readonly alsoForTwo?: boolean;
};

const CODES = {
  'own-account': 'own_account',
  'out-of-reach': 'out_of_reach',
  'needs-approval': 'approval_required',
} as const;

type Refusing = Pick<ActingDependencies, 'recordRefusal' | 'scopes'>;

/**
 * Nobody acts on themselves, on somebody above their rank or on somebody outside their groups; whoever
 * tries is in the audit log. Told early; whether it is so is judged again in the transaction of the
 * act (hold-target.ts).
 */
export async function refuseTarget(
  dependencies: Refusing,
  judging: Judging,
): Promise<Problem | undefined> {
  const { caller, target, alsoForTwo = false } = judging;
  const judged = judgeTarget(actorIn(caller), target);
  if (judged !== 'own-account' && judged !== 'out-of-reach') {
    const refused = await refuseLook(dependencies, judging);
    if (refused !== undefined) return refused;
  }
  if (judged === 'allowed' || (judged === 'needs-approval' && alsoForTwo)) return undefined;
  return record(dependencies, judging, judged);
}

/** Looking at somebody asks less than acting on them: only that one looks after their group. */
export async function refuseLook(
  dependencies: Refusing,
  judging: Judging,
): Promise<Problem | undefined> {
  const { caller, target } = judging;
  const isWithin = await isWithinScope(dependencies, signedInAs(caller), target.id);
  return isWithin ? undefined : record(dependencies, judging, 'out-of-reach');
}

async function record(
  { recordRefusal }: Refusing,
  { name, caller, target }: Judging,
  judged: keyof typeof CODES,
): Promise<Problem> {
  const code = CODES[judged];
  await recordRefusal(
    {
      event: 'authz_fail',
      outcome: 'failure',
      reason: `${name}:${code}`,
      target: { type: 'user', id: target.id },
      ...actorOfOrder(signedInAs(caller)),
    },
    caller.context.source,
  );
  return problem(code);
}
