import type { ApprovalId, AuthenticatorId, BypassId, CallerCheckId, UserId } from '#domain/ids.ts';
import type { Sealed, Time } from './columns.ts';

/** What somebody of the staff wants done, and somebody else has to agree to. */
export type ApprovalTable = {
  id: ApprovalId;
  act: string;
  user_id: UserId;
  requested_by: UserId;
  reason: string;
  /** The request of the act, as JSON. */
  payload: Sealed;
  state: 'pending' | 'approved' | 'refused';
  created_at: Time;
  expires_at: Time;
  decided_by: UserId | null;
  decided_at: Time | null;
};

/** A number that a caller reads out. */
export type CallerCheckTable = {
  id: CallerCheckId;
  user_id: UserId;
  /** Who sent it: it proves nothing to anybody else. */
  staff_id: UserId;
  /** How it was sent, in words for the audit log. */
  sent_by: string;
  code_hash: string;
  attempts_left: number;
  created_at: Time;
  expires_at: Time;
  verified_at: Time | null;
  /** The acts that it was good for, each once: `,clearMethods,issuePass`. */
  used_for: string;
  /** The phone whose authenticator shows the number; null: it was sent. */
  authenticator_id: AuthenticatorId | null;
};

/** One sign-in without a second step. */
export type BypassTable = {
  id: BypassId;
  user_id: UserId;
  created_at: Time;
  expires_at: Time;
  used_at: Time | null;
};
