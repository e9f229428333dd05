import type { SessionId, UserId } from '#domain/ids.ts';
import type { SessionStore } from '#sessions/ports.ts';
import type { ChallengeStore, SignInStore } from '#sign-in/ports.ts';

export type EndingStores = {
  readonly sessions: Pick<SessionStore, 'endAllOf'>;
  readonly signIns: Pick<SignInStore, 'endAllOf'>;
  readonly challenges: Pick<ChallengeStore, 'supersedeAllOf'>;
};

/** Whatever an account is in the middle of, anywhere; how many sessions that ended. */
export async function endEverything(
  { sessions, signIns, challenges }: EndingStores,
  userId: UserId,
  end: { readonly reason: string; readonly now: Date; readonly except?: SessionId | undefined },
): Promise<number> {
  // Challenges first: whoever proves one locks it before the sign-in.
  await challenges.supersedeAllOf(userId);
  await signIns.endAllOf(userId);
  return sessions.endAllOf(userId, end);
}
