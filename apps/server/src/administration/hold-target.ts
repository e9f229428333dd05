import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { UserId } from '#domain/ids.ts';
import { judgeTarget, mayApprove, type Reach, type Role, type Somebody } from '#domain/role.ts';
import type { User } from '#domain/user.ts';
import { isWithinScope, looksAfter, type ScopeStores } from './is-within-scope.ts';
import { actorOfOrder, type Approval, type Order } from './order.ts';
import type { NotVerified } from './prove-caller.ts';

export type TargetStores = {
  readonly users: Pick<UserStore, 'hold' | 'holdActor'>;
  readonly scopes: ScopeStores['scopes'];
  readonly audit: AuditLog;
};

/** Why nothing is done to an account; it is recorded. */
export type Unreached = { readonly kind: 'unknown-user' | Exclude<Reach, 'allowed'> };

const UNREACHED: readonly string[] = [
  'unknown-user',
  'own-account',
  'out-of-reach',
  'needs-approval',
  'caller-not-verified',
];

export const isUnreached = <Outcome extends { readonly kind: string }>(
  outcome: Outcome,
): outcome is Extract<Outcome, Unreached | NotVerified> => UNREACHED.includes(outcome.kind);

/** `by`: the role of whoever wants it; undefined on the command line. */
export type Target =
  | { readonly kind: 'held'; readonly user: User; readonly by: Role | undefined }
  | Unreached;

type Asked = {
  readonly userId: UserId;
  readonly order: Order;
  readonly now: Date;
  /** What takes two persons beyond what is done to administrators and owners. */
  readonly takesTwo?: ((user: User) => boolean | Promise<boolean>) | undefined;
};

/**
 * The account that something is done to, nobody else's to change until the transaction ends, where
 * whoever does it may. Both are read here, in the transaction of the act: a role or a group that
 * was taken away a moment ago does nothing any more (K15).
 */
export async function holdTarget(tx: TargetStores, asked: Asked): Promise<Target> {
  const { userId, order } = asked;
  const actor = await holdOperator(tx, order);
  const user = await tx.users.hold(userId);
  if (user === undefined) return { kind: 'unknown-user' };
  if (actor === undefined) return { kind: 'held', user, by: undefined };
  const { reach, by } = await judge(tx, asked, { actor, user });
  if (reach === 'allowed') return { kind: 'held', user, by };
  return refuseTarget(tx, asked, reach);
}

/** Where nothing is done to an account: undefined where whoever does it is still who they were. */
export async function refuseOperator(
  tx: Pick<TargetStores, 'users' | 'audit'>,
  { order, now }: Pick<Asked, 'order' | 'now'>,
): Promise<Unreached | undefined> {
  if ((await holdOperator(tx, order)) !== 'not-any-more') return undefined;
  const failed = { event: 'authz_fail', outcome: 'failure', reason: 'out_of_reach' } as const;
  await tx.audit.append([{ ...failed, ...actorOfOrder(order) }], now);
  return { kind: 'out-of-reach' };
}

/** That it was tried, and why it was not done. */
export async function refuseTarget(
  { audit }: Pick<TargetStores, 'audit'>,
  { userId, order, now }: Pick<Asked, 'userId' | 'order' | 'now'>,
  kind: Exclude<Reach, 'allowed'>,
): Promise<Unreached> {
  const target = { type: 'user', id: userId };
  const reason = kind.replaceAll('-', '_');
  await audit.append(
    [{ event: 'authz_fail', outcome: 'failure', reason, target, ...actorOfOrder(order) }],
    now,
  );
  return { kind };
}

type Actor = Somebody | 'not-any-more';

/** Undefined on the command line: whoever has the server has the accounts. */
export async function holdOperator(
  { users }: { readonly users: Pick<UserStore, 'holdActor'> },
  { signedIn, byKey }: Order,
): Promise<Actor | undefined> {
  if (signedIn === undefined) return byKey?.rank;
  const actor = await users.holdActor(signedIn.session.userId);
  return actor?.active === true && actor.role === signedIn.session.role ? actor : 'not-any-more';
}

type Judged = { readonly reach: Reach; readonly by: Role | undefined };

const OUT_OF_REACH: Judged = { reach: 'out-of-reach', by: undefined };

async function judge(
  tx: TargetStores,
  { order, takesTwo }: Asked,
  { actor, user }: { readonly actor: Actor; readonly user: User },
): Promise<Judged> {
  const { approval } = order;
  if (actor === 'not-any-more' || !(await isWithinScope(tx, order, user.id))) return OUT_OF_REACH;
  if (approval !== undefined) return judgeApproved(tx, approval, { actor, user });
  const reach = judgeTarget(actor, user);
  const isTwo = reach === 'allowed' && (await takesTwo?.(user)) === true;
  return { reach: isTwo ? 'needs-approval' : reach, by: actor.role };
}

/** Both are judged: whoever asked for it, and whoever agrees now. */
async function judgeApproved(
  tx: TargetStores,
  approval: Approval,
  { actor, user }: { readonly actor: Somebody; readonly user: User },
): Promise<Judged> {
  const asking = await tx.users.holdActor(approval.requestedBy);
  if (asking?.active !== true || !approval.isFor(asking.role)) return OUT_OF_REACH;
  if (!(await looksAfter(tx, asking.id, user.id))) return OUT_OF_REACH;
  const reach = judgeTarget(asking, user);
  if (reach === 'own-account' || reach === 'out-of-reach') return { reach, by: asking.role };
  const isAgreed = mayApprove(actor, { requestedBy: asking.id, target: user });
  return isAgreed ? { reach: 'allowed', by: asking.role } : OUT_OF_REACH;
}
