import type { AuditLog } from '#audit/ports.ts';
import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { UserId } from '#domain/ids.ts';
import type { SessionStore } from '#sessions/ports.ts';
import type { ChallengeStore, SignInStore } from '#sign-in/ports.ts';
import { auditOfOrder, type Order } from './order.ts';

export type EndingStores = {
  readonly sessions: Pick<SessionStore, 'endAllOf'>;
  readonly signIns: Pick<SignInStore, 'endAllOf'>;
  readonly challenges: Pick<ChallengeStore, 'supersedeAllOf'>;
  readonly audit: AuditLog;
};

/** Whatever an account is in the middle of, anywhere; how many sessions that ended. */
export async function endEverything(
  { sessions, signIns, challenges, audit }: EndingStores,
  userId: UserId,
  end: { readonly reason: string; readonly now: Date; readonly order: Order },
): Promise<number> {
  const { reason, now, order } = end;
  await signIns.endAllOf(userId);
  await challenges.supersedeAllOf(userId);
  const ended = await sessions.endAllOf(userId, { reason, now });
  const fields = auditOfOrder(order, userId, {});
  await audit.append(auditOfEndedTrust(ended.browsers, reason, fields), now);
  return ended.sessions;
}
