import type { ActivityReader, AuditLog, AuditRecord } from '#audit/ports.ts';
import type { OutboxStore } from '#delivery/ports.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId, CaseId, SessionId, UserId } from '#domain/ids.ts';
import type { SecurityInfoStores } from '#security-info/ports.ts';

/** Purpose of the keyed hash of a link's token. */
export const FREEZE_PURPOSE = 'freeze';

/** The one-use link of a notice; only a keyed hash of it is stored. */
export type FreezeToken = {
  readonly userId: UserId;
  /** The method that the notice is about, if it is about one. */
  readonly authenticatorId: AuthenticatorId | undefined;
  /** The notice. */
  readonly about: string;
};

export interface FreezeTokenStore {
  insert(
    token: FreezeToken & { readonly tokenHash: string; readonly expiresAt: Date },
  ): Promise<void>;
  /** What it was for, to exactly one caller; undefined: unknown, spent or expired. */
  spend(tokenHash: string, now: Date): Promise<FreezeToken | undefined>;
}

/** `not-me`: of a line of activity. `frozen`: by a link. `fraud`: on the phone. `help`: the form. */
export type CaseKind = 'not-me' | 'frozen' | 'fraud' | 'help';

/** `attack`: somebody else was at it. `not-reached`: the person did not answer. */
export type CaseOutcome = 'solved' | 'attack' | 'false-alarm' | 'not-reached';

export type NewCase = {
  readonly id: CaseId;
  readonly kind: CaseKind;
  readonly userId: UserId | undefined;
  /** The audit event, notice or correlation ID that it is about. */
  readonly about: string | undefined;
  /** What a person typed; sealed by the store. */
  readonly note: string | undefined;
  readonly createdAt: Date;
};

export type SupportCase = NewCase & {
  readonly state: 'open' | 'taken' | 'closed';
  /** A user, or an operator of the server by name. */
  readonly takenBy: string | undefined;
  readonly outcome: CaseOutcome | undefined;
  /** As `takenBy`. */
  readonly closedBy: string | undefined;
  /** In the words of whoever closed it. */
  readonly closedReason: string | undefined;
  readonly closedAt: Date | undefined;
};

/** Without what was written. */
export type ListedCase = Omit<SupportCase, 'note'>;

export interface CaseStore {
  /** False when there is a case with this id. */
  open(supportCase: NewCase): Promise<boolean>;
  find(id: CaseId): Promise<SupportCase | undefined>;
  /**
   * Not closed; oldest first, without their notes. `seenBy`: only those about people whom this one of
   * the staff looks after.
   */
  listOpen(limit: number, seenBy?: UserId): Promise<readonly ListedCase[]>;
  /** Closed, the last first; the rest as above. */
  listClosed(limit: number, seenBy?: UserId): Promise<readonly ListedCase[]>;
  /** Whether fraud, or "this wasn't me", was said of this account and is not closed. */
  isReported(userId: UserId): Promise<boolean>;
  /** True for exactly one caller, of an open one. */
  take(id: CaseId, by: string): Promise<boolean>;
  /** True for exactly one caller. */
  close(
    id: CaseId,
    how: { readonly outcome: CaseOutcome; readonly by: string; readonly reason: string },
    now: Date,
  ): Promise<boolean>;
}

/** Ends whatever an account is in the middle of, anywhere; how many sessions that ended. */
export type EndEverything<Tx> = (
  tx: Tx,
  userId: UserId,
  end: {
    readonly reason: string;
    readonly now: Date;
    readonly except?: SessionId | undefined;
    /** Whose doing it is, for the audit log. */
    readonly by: Omit<AuditRecord, 'event' | 'outcome'>;
  },
) => Promise<number>;

export type CaseStores = {
  readonly cases: Pick<CaseStore, 'open'>;
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
  readonly audit: AuditLog;
};

/** False when there is a case with this id. In the transaction of what it is about. */
export type OpenCase = (
  tx: CaseStores,
  supportCase: NewCase & { readonly context: RequestContext | undefined },
) => Promise<boolean>;

/** The stores that stopping an account touches. */
export type RecoveryStores = SecurityInfoStores & {
  readonly activity: ActivityReader;
  readonly freezeTokens: FreezeTokenStore;
  readonly cases: CaseStore;
};
