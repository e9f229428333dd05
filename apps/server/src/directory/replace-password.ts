import type { Notices } from '#notices/ports.ts';
import type { SessionStore } from '#sessions/ports.ts';
import type { ChallengeStore, SignInStore } from '#sign-in/ports.ts';
import type { ReplacePassword, ResetTokenStore, UserStore } from './ports.ts';

export type ReplacingStores = {
  readonly users: Pick<UserStore, 'replacePassword'>;
  readonly resetTokens: Pick<ResetTokenStore, 'dropAllOf'>;
  readonly signIns: Pick<SignInStore, 'endAllOf'>;
  readonly challenges: Pick<ChallengeStore, 'supersedeAllOf'>;
  readonly sessions: Pick<SessionStore, 'endAllOf'>;
};

type Dependencies<Tx> = { readonly notices: Notices<Tx> };

/**
 * The account's row first: a sign-in that began with the old password either is there to be ended,
 * or finds the password replaced. Sessions last, as a sign-in turns into one.
 */
export const makeReplacePassword =
  <Tx extends ReplacingStores>({ notices }: Dependencies<Tx>): ReplacePassword<Tx> =>
  async (tx, { userId, now, reason, context, keep = {}, ...password }) => {
    if (!(await tx.users.replacePassword(userId, password))) return undefined;
    await tx.resetTokens.dropAllOf(userId);
    await tx.signIns.endAllOf(userId, keep.signInId);
    await tx.challenges.supersedeAllOf(userId);
    const ended = await tx.sessions.endAllOf(userId, { reason, now, except: keep.sessionId });
    await notices.enqueue(tx, { userId, id: NOTICES[reason], now, ...(context && { context }) });
    return ended;
  };

const NOTICES = {
  password_changed: 'password-changed',
  password_reset: 'password-reset',
} as const;
