import type { OutboxStore } from '#delivery/ports.ts';
import type { ApprovalId, UserId } from '#domain/ids.ts';
import { judgeTarget, type Role } from '#domain/role.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import { refuseTarget, type TargetStores, type Unreached } from './hold-target.ts';
import { looksAfter } from './is-within-scope.ts';
import { type Desk, mailToDesk } from './mail-to-desk.ts';
import { auditOfOrder, type Order } from './order.ts';
import type { ApprovalStore, CallerCheckStore } from './ports.ts';
import { type CallerProof, type NotVerified, proveCaller } from './prove-caller.ts';

type Stores = TargetStores & {
  readonly approvals: Pick<ApprovalStore, 'insert'>;
  readonly callerChecks: Pick<CallerCheckStore, 'use'>;
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
};

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly notices: Notices<Tx>;
  readonly desk: Desk;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type WantedAct = {
  /** The operation of the contract. */
  readonly act: string;
  /** What it is asked with; checked against the contract before. */
  readonly details: Readonly<Record<string, unknown>> & CallerProof;
  /** Whether the operation asks how the caller was verified. */
  readonly asksForCaller: boolean;
};

export type RequestOutcome =
  | { readonly kind: 'requested'; readonly id: ApprovalId; readonly expiresAt: Date }
  | Unreached
  | NotVerified;

export type RequestApproval = (
  request: WantedAct & { readonly userId: UserId },
  order: Order,
) => Promise<RequestOutcome>;

const DAY_MS = 24 * 60 * 60_000;

/**
 * Asks a second person for what takes two. Nothing is done yet; what the caller proved is used up now
 * and written down, as the call is over when somebody agrees.
 */
export function makeRequestApproval<Tx extends Stores>({
  transact,
  notices,
  desk,
  ids,
  clock,
}: Dependencies<Tx>): RequestApproval {
  return ({ userId, act, details, asksForCaller }, order) =>
    transact('fact', async (tx) => {
      const now = clock();
      const actor = await holdAsker(tx, userId, order);
      if ('kind' in actor) {
        return actor.kind === 'unknown-user'
          ? actor
          : refuseTarget(tx, { userId, order, now }, actor.kind);
      }
      const proof = await proveCaller(tx, { userId, order, proof: details, act, now });
      if (asksForCaller && proof.kind !== 'verified') return proof;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where its id is born
      const id = ids() as ApprovalId;
      const expiresAt = new Date(now.getTime() + DAY_MS);
      await tx.approvals.insert({
        id,
        act,
        userId,
        requestedBy: actor.id,
        reason: order.reason,
        details: detailsOf(details, asksForCaller ? proof : undefined),
        createdAt: now,
        expiresAt,
      });
      await notices.enqueue(tx, { userId, id: 'approval-requested', now, values: { act } });
      await mailToDesk(desk, tx, {
        subject: 'Something waits for a second person',
        text: `${order.operator} asks for something that takes two persons: ${act}. Somebody else of the staff agrees or refuses, on the page Approvals, within 24 hours.`,
        now,
      });
      const fields = auditOfOrder(order, userId, { act, approval: id });
      await tx.audit.append([{ event: 'approval.requested', ...fields }], now);
      return { kind: 'requested', id, expiresAt };
    });
}

/** Whoever asks, where the account is one that they reach, alone or with somebody else. */
async function holdAsker(
  { users, scopes }: Stores,
  userId: UserId,
  { signedIn }: Order,
): Promise<Asker | { readonly kind: 'unknown-user' | 'own-account' | 'out-of-reach' }> {
  const actor = signedIn && (await users.holdActor(signedIn.session.userId));
  const user = await users.hold(userId);
  if (user === undefined) return { kind: 'unknown-user' };
  if (actor?.active !== true || actor.role !== signedIn?.session.role) {
    return { kind: 'out-of-reach' };
  }
  if (!(await looksAfter({ scopes }, actor.id, userId))) return { kind: 'out-of-reach' };
  const reach = judgeTarget(actor, user);
  const isReached = reach === 'allowed' || reach === 'needs-approval';
  return isReached ? { id: actor.id, role: actor.role } : { kind: reach };
}

type Asker = { readonly id: UserId; readonly role: Role };

type Proof = Awaited<ReturnType<typeof proveCaller>>;

/** What the caller proved stands in words: the check itself is used up. */
function detailsOf(details: WantedAct['details'], proof: Proof | undefined): string {
  const { callerCheck: _, ...asked } = details;
  const by = proof?.kind === 'verified' ? { callerVerifiedBy: proof.by } : {};
  return JSON.stringify({ ...asked, ...by });
}
