import type { UserDetailsView } from '@proofup/contract/schemas.ts';
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
    const refused = await refuse(dependencies, { name, caller, target, alsoForTwo });
    if (refused !== undefined) return refused;
    const order = { ...signedInAs(caller), reason: body.reason };
    const after = async () => {
      const details = await dependencies.readUser.again(userId);
      return details && viewDetails(details, { by: caller.user, placeOf: dependencies.placeOf });
    };
    return work({ target, order, body, after });
  };

type Judging = {
  readonly name: string;
  readonly caller: Caller<'administration'>;
  readonly target: User;
  /** What is done only when a second person agrees. */
  readonly alsoForTwo: boolean;
};

const CODES = {
  'own-account': 'own_account',
  'out-of-reach': 'out_of_reach',
  'needs-approval': 'approval_required',
} as const;

/** Told early; whether it is so is judged again in the transaction of the act (hold-target.ts). */
async function refuse(
  { recordRefusal }: ActingDependencies,
  { name, caller, target, alsoForTwo }: Judging,
): Promise<Problem | undefined> {
  const judged = judgeTarget(caller.user, target);
  if (judged === 'allowed') return undefined;
  if (judged === 'needs-approval' && alsoForTwo) return undefined;
  const code = CODES[judged];
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
