import type { AuditLog } from '#audit/ports.ts';
import { auditOfEndedTrust } from '#domain/audit-fields.ts';
import type { SessionId, UserId } from '#domain/ids.ts';
import type { SessionStore } from '#sessions/ports.ts';
import type { BypassStore, ChallengeStore, SignInStore } from '#sign-in/ports.ts';

export type EndingStores = {
  readonly sessions: Pick<SessionStore, 'endAllOf'>;
  readonly signIns: Pick<SignInStore, 'endAllOf'>;
  readonly challenges: Pick<ChallengeStore, 'supersedeAllOf'>;
  readonly bypasses: Pick<BypassStore, 'endAllOf'>;
  readonly audit: AuditLog;
};

type Ending = {
  readonly reason: string;
  readonly now: Date;
  readonly except?: SessionId | undefined;
  /** Whose doing it is. */
  readonly by: Parameters<typeof auditOfEndedTrust>[2];
};

/** Whatever an account is in the middle of, anywhere, and what skips its second step; how many sessions that ended. */
export async function endEverything(
  { sessions, signIns, challenges, bypasses, audit }: EndingStores,
  userId: UserId,
  { reason, now, except, by }: Ending,
): Promise<number> {
  // Challenges first: whoever proves one locks it before the sign-in.
  await challenges.supersedeAllOf(userId);
  await signIns.endAllOf(userId);
  await bypasses.endAllOf(userId);
  const ended = await sessions.endAllOf(userId, { reason, now, except });
  await audit.append(auditOfEndedTrust(ended.browsers, reason, by), now);
  return ended.sessions;
}
