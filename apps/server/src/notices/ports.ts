import type { UserId } from '#domain/ids.ts';

/** What people are told about their own account, at every address they have (SP 800-63B-4 section 4.6). */
export type NoticeId =
  | 'method-added'
  | 'method-replaced'
  | 'method-removed'
  | 'method-disabled'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'methods-cleared'
  | 'pass-issued'
  | 'failed-second-steps'
  | 'fraud-reported'
  | 'blocked'
  | 'unblocked'
  | 'sessions-revoked'
  | 'password-reset'
  | 'password-changed'
  | 'email-changed'
  | 'app-password-created'
  | 'app-password-deleted'
  | 'app-passwords-deleted';

export type Notice = {
  readonly userId: UserId;
  readonly id: NoticeId;
  readonly now: Date;
  /** Fill the text's placeholders; never a secret or a full number. */
  readonly values?: Readonly<Record<string, string>>;
  /** Mail addresses beside the account's own, as one that is about to be. */
  readonly alsoTo?: readonly string[];
};

export interface Notices<Tx> {
  /** Queues it to the mail address and every number bound at this moment, in the caller's transaction. */
  enqueue(tx: Tx, notice: Notice): Promise<void>;
}
