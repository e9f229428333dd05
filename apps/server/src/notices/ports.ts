import type { PhoneSlot } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId, UserId } from '#domain/ids.ts';

/** What people are told about their own account, at every address they have (SP 800-63B-4 section 4.6). */
export type NoticeId =
  | 'method-added'
  | 'method-replaced'
  | 'app-moved'
  | 'method-removed'
  | 'method-disabled'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'alternate-phone-used'
  | 'methods-cleared'
  | 'pass-issued'
  | 'failed-second-steps'
  | 'too-many-requests'
  | 'fraud-reported'
  | 'not-me'
  | 'frozen'
  | 'blocked'
  | 'unblocked'
  | 'role-changed'
  | 'new-place'
  | 'sessions-revoked'
  | 'password-reset'
  | 'password-changed'
  | 'email-changed'
  | 'app-password-created'
  | 'app-password-deleted'
  | 'app-passwords-deleted'
  | 'browsers-forgotten'
  | 'bypass-issued'
  | 'approval-requested'
  | 'approval-decided';

export type Notice = {
  readonly userId: UserId;
  readonly id: NoticeId;
  readonly now: Date;
  /** The browser that did it; absent: an operator, or somebody on the phone. */
  readonly context?: RequestContext;
  /** The method that it is about: what the freeze link freezes. */
  readonly about?: AuthenticatorId;
  /** Numbers (E.164) that were the person's until now: they are told as well. */
  readonly formerly?: readonly string[];
  /** Of the numbers, only those in these slots; mail is always sent. */
  readonly slots?: readonly PhoneSlot[];
  /** Fill the text's placeholders; never a secret or a full number. */
  readonly values?: Readonly<Record<string, string>>;
  /** Mail addresses beside the account's own, as one that is about to be. */
  readonly alsoTo?: readonly string[];
};

export interface Notices<Tx> {
  /** Queues it to the mail address and every number bound at this moment, in the caller's transaction. */
  enqueue(tx: Tx, notice: Notice): Promise<void>;
}
