import { auditOf, auditOfChallenge } from '#domain/audit-fields.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { OutboxId, UserId } from '#domain/ids.ts';
import { THROTTLE_RULES } from '#domain/throttle.ts';
import type { Notices } from '#notices/ports.ts';
import type { IssueStores, LaneKey } from './ports.ts';

export const pushLane = (userId: UserId): LaneKey => ({ kind: 'push-requests', subject: userId });

type Asking = {
  readonly userId: UserId;
  readonly now: Date;
  readonly context: RequestContext;
};

type Budget =
  | { readonly kind: 'allowed'; readonly resendAfterMs: number }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

/**
 * One more request on the devices of an account, if it may have one. Whoever has the password cannot
 * wear its owner down: other methods stay, and the owner is told, once an hour.
 */
export async function spendPushBudget(
  { notices }: { readonly notices: Notices<IssueStores> },
  tx: IssueStores,
  { userId, now, context }: Asking,
): Promise<Budget> {
  const reservation = await tx.throttles.reserve([pushLane(userId)], now);
  if (reservation.kind === 'allowed') return { kind: 'allowed', resendAfterMs: APART_MS };
  const { retryAfterMs } = reservation;
  const common = { method: 'push', ...auditOf(context, userId) };
  await tx.audit.append(
    [{ event: 'mfa.push.rate_limited', outcome: 'failure', reason: 'push-requests', ...common }],
    now,
  );
  if (retryAfterMs > APART_MS) await tell({ notices }, tx, { userId, now, context });
  return { kind: 'throttled', retryAfterMs };
}

/** The narrowest window is the pause between two requests. */
const APART_MS = Math.min(...THROTTLE_RULES['push-requests'].windows.map(({ perMs }) => perMs));

async function tell(
  { notices }: { readonly notices: Notices<IssueStores> },
  tx: IssueStores,
  { userId, now, context }: Asking,
): Promise<void> {
  const budget = await tx.throttles.reserve([{ kind: 'push-notices', subject: userId }], now);
  if (budget.kind === 'throttled') return;
  await notices.enqueue(tx, { userId, id: 'too-many-requests', now, context });
}

/** Puts a challenge to its device, with where it came from; an older one of the account is over. */
export async function askDevice(
  { ids }: { readonly ids: () => string },
  tx: IssueStores,
  { challenge, context }: { readonly challenge: Challenge; readonly context: RequestContext },
): Promise<void> {
  const { address, userAgent } = context;
  await notify({ ids }, tx, challenge);
  await tx.devices.recordOrigin(challenge.id, { address, userAgent });
  const common = { outcome: 'info', ...auditOfChallenge(context, challenge) } as const;
  await tx.audit.append([{ event: 'mfa.push.sent', ...common }], challenge.createdAt);
}

/** A device that can be notified is; every other one, and this one too, finds it by asking. */
async function notify(
  { ids }: { readonly ids: () => string },
  tx: IssueStores,
  { id: challengeId, userId, for: subject, createdAt, expiresAt }: Challenge,
): Promise<void> {
  if (subject.kind !== 'sign-in') return;
  const { authenticatorId: device } = subject;
  const found = await tx.devices.subscriptionOf(device);
  if (found === undefined || found.stale) return;
  await tx.outbox.enqueue({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
    id: ids() as OutboxId,
    userId,
    challengeId,
    message: { kind: 'push', to: found.subscription, device },
    createdAt,
    expiresAt,
  });
}
