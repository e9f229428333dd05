import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { ApprovalId, UserId } from '#domain/ids.ts';
import { mayApprove, type Role } from '#domain/role.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { refuseTarget } from './hold-target.ts';
import { looksAfter, type ScopeStores } from './is-within-scope.ts';
import { auditOfOrder, type Order } from './order.ts';
import type { ApprovalStore, StoredApproval } from './ports.ts';

type Stores = {
  readonly approvals: Pick<ApprovalStore, 'decide'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly audit: AuditLog;
};

/** The operation that was asked for, within the transaction that it is given. */
export type Perform<Tx, Outcome> = (
  transact: Transact<Tx>,
  wanted: { readonly act: string; readonly userId: UserId; readonly details: string },
  order: Order,
) => Promise<Outcome>;

type Dependencies<Tx extends Stores, Outcome> = {
  readonly approvals: Pick<ApprovalStore, 'find'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly scopes: Pick<ScopeStores['scopes'], 'within'>;
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly perform: Perform<Tx, Outcome>;
  /** Whether an operation's own outcome says that nothing was done. */
  readonly isRefusal: (outcome: unknown) => boolean;
  /** Whether this role does this operation (the contract's table). */
  readonly mayDo: (role: Role, act: string) => boolean;
  readonly clock: Clock;
};

export type DecideOutcome<Outcome> =
  | { readonly kind: 'approved'; readonly userId: UserId; readonly outcome: Outcome }
  /** The act itself said no, by what is there now: the request still waits. */
  | { readonly kind: 'not-done'; readonly outcome: Outcome }
  | { readonly kind: 'refused' }
  /** Decided, expired or unknown. */
  | { readonly kind: 'over' }
  | { readonly kind: 'own-request' | 'out-of-reach' };

export type Decide<Outcome> = {
  readonly approve: (id: ApprovalId, by: Omit<Order, 'reason'>) => Promise<DecideOutcome<Outcome>>;
  readonly refuse: (id: ApprovalId, by: Order) => Promise<DecideOutcome<Outcome>>;
};

class RolledBack extends Error {
  override readonly name = 'RolledBack';
}

/**
 * A second person agrees, and the act is done in the transaction that takes the request off the list:
 * once, by whatever the accounts are at that moment. Of two who decide, one does.
 */
export function makeDecideApproval<Tx extends Stores, Outcome>(
  dependencies: Dependencies<Tx, Outcome>,
): Decide<Outcome> {
  return {
    approve: async (id, by) => {
      const found = await judge(dependencies, id, by);
      if (found.kind !== 'pending') return found;
      if (!found.mayApprove) return recordRefusal(dependencies, { ...found, by });
      return approve(dependencies, { ...found, by });
    },
    refuse: async (id, by) => {
      const found = await judge(dependencies, id, by);
      if (found.kind !== 'pending') return found;
      const isOwn = found.approval.requestedBy === found.actor;
      if (!found.mayApprove && !isOwn) return recordRefusal(dependencies, { ...found, by });
      return refuse(dependencies, { ...found, by });
    },
  };
}

type Found = {
  readonly kind: 'pending';
  readonly approval: StoredApproval;
  readonly actor: UserId;
  readonly mayApprove: boolean;
};

async function judge<Tx extends Stores, Outcome>(
  { approvals, users, scopes, mayDo }: Dependencies<Tx, Outcome>,
  id: ApprovalId,
  { signedIn }: Omit<Order, 'reason'>,
): Promise<Found | { readonly kind: 'over' }> {
  const approval = await approvals.find(id);
  if (approval?.state !== 'pending' || signedIn === undefined) return { kind: 'over' };
  const actor = await users.find(signedIn.session.userId);
  const target = await users.find(approval.userId);
  if (actor === undefined || target === undefined) return { kind: 'over' };
  const may =
    mayApprove(actor, { requestedBy: approval.requestedBy, target }) &&
    (await looksAfter({ scopes }, actor.id, target.id));
  return {
    kind: 'pending',
    approval,
    actor: actor.id,
    mayApprove: may && mayDo(actor.role, approval.act),
  };
}

type Deciding = Omit<Found, 'kind'> & { readonly by: Omit<Order, 'reason'> };

const recordRefusal = async <Tx extends Stores, Outcome>(
  { transact, clock }: Dependencies<Tx, Outcome>,
  { approval, actor, by }: Deciding,
): Promise<DecideOutcome<Outcome>> => {
  const order = { ...by, reason: approval.reason };
  await transact('attempt', (tx) =>
    refuseTarget(tx, { userId: approval.userId, order, now: clock() }, 'out-of-reach'),
  );
  return { kind: approval.requestedBy === actor ? 'own-request' : 'out-of-reach' };
};

async function approve<Tx extends Stores, Outcome>(
  dependencies: Dependencies<Tx, Outcome>,
  { approval, actor, by }: Deciding,
): Promise<DecideOutcome<Outcome>> {
  const { transact, perform, isRefusal, mayDo, clock } = dependencies;
  const { id, act, userId, details, requestedBy, reason } = approval;
  const isFor = (role: Role) => mayDo(role, act);
  const order = { ...by, reason, approval: { requestedBy, isFor } };
  let said: 'over' | 'no' | undefined;
  const claiming: Transact<Tx> = (kind, work) =>
    transact(kind, async (tx) => {
      said = undefined;
      const now = clock();
      if (!(await tx.approvals.decide(id, { state: 'approved', by: actor, now }))) {
        said = 'over';
        throw new RolledBack();
      }
      const result = await work(tx);
      if (isRefusal(result)) {
        said = 'no';
        refused = result;
        throw new RolledBack();
      }
      await record(dependencies, tx, { approval, order, now, decision: 'approved' });
      return result;
    });
  let refused: unknown;
  try {
    const outcome = await perform(claiming, { act, userId, details }, order);
    return { kind: 'approved', userId, outcome };
  } catch (error) {
    if (!(error instanceof RolledBack)) throw error;
    if (said === 'over') return { kind: 'over' };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the operation itself returned
    return { kind: 'not-done', outcome: refused as Outcome };
  }
}

const refuse = <Tx extends Stores, Outcome>(
  dependencies: Dependencies<Tx, Outcome>,
  { approval, actor, by }: Omit<Deciding, 'by'> & { readonly by: Order },
): Promise<DecideOutcome<Outcome>> =>
  dependencies.transact('fact', async (tx) => {
    const now = dependencies.clock();
    if (!(await tx.approvals.decide(approval.id, { state: 'refused', by: actor, now }))) {
      return { kind: 'over' };
    }
    await record(dependencies, tx, { approval, order: by, now, decision: 'refused' });
    return { kind: 'refused' };
  });

type Decision = {
  readonly approval: StoredApproval;
  readonly order: Order;
  readonly now: Date;
  readonly decision: 'approved' | 'refused';
};

/** Whoever asked is told; whom it is about is told by the act itself, or that nothing came of it. */
async function record<Tx extends Stores, Outcome>(
  { notices }: Dependencies<Tx, Outcome>,
  tx: Tx,
  { approval: { id, act, userId, requestedBy }, order, now, decision }: Decision,
): Promise<void> {
  const account = (await tx.users.find(userId))?.login ?? userId;
  const values = { act, account, decision };
  await notices.enqueue(tx, { userId: requestedBy, id: 'approval-decided', now, values });
  if (decision === 'refused') {
    await notices.enqueue(tx, { userId, id: 'approval-decided', now, values });
  }
  const fields = auditOfOrder(order, userId, { act, approval: id });
  await tx.audit.append([{ event: `approval.${decision}`, ...fields }], now);
}
