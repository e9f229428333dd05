import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { SignInReason } from '@proofup/contract/sign-in-reasons.ts';
import type { AuditRow } from '#audit/ports.ts';
import type { ExportId, UserId } from '#domain/ids.ts';
import type { Role } from '#domain/role.ts';
import type { User, UserState } from '#domain/user.ts';

/** A place in the order of a list: nothing before it comes again. */
export type Place = { readonly key: string; readonly id: string };

export type UserFilter = {
  readonly state: UserState | undefined;
  readonly role: Role | undefined;
  /** Whether there is a method to live on. */
  readonly registered: boolean | undefined;
};

export type ListedUser = Pick<
  User,
  'id' | 'login' | 'displayName' | 'email' | 'state' | 'role' | 'blockedUntil'
> & { readonly registered: boolean };

export type UserPage = {
  readonly users: readonly ListedUser[];
  /** Where to go on; undefined: that was all. */
  readonly next: Place | undefined;
};

export type UserSearch = {
  /** Folded (directory/login-key.ts): what a name, login or mail address begins with. */
  readonly prefix: string | undefined;
  readonly filter: UserFilter;
  readonly after: Place | undefined;
  readonly limit: number;
};

/** Lists of people. A page costs the same wherever it is, and however many people there are. */
export interface UserDirectory {
  /** In the order of what was found; a page may have fewer than `limit` and yet go on. */
  search(search: UserSearch): Promise<UserPage>;
  /** Of this number (its keyed hash). */
  findByNumber(numberHash: string, limit: number): Promise<readonly ListedUser[]>;
  find(id: UserId): Promise<ListedUser | undefined>;
  /** The logins of these accounts, as far as there are any. */
  loginsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

export type RecordFilter = {
  readonly events: readonly AuditEvent[];
  /** Records about this person, and those of what they did. */
  readonly accountId: UserId | undefined;
  readonly outcome: 'success' | 'failure' | undefined;
  /** What is asked of a record besides. */
  readonly wanted?: ((record: AuditRow) => boolean) | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
};

/** A place in the audit log, newest first. */
export type RecordPlace = { readonly time: number; readonly id: string };

export type RecordPage = {
  readonly records: readonly AuditRow[];
  readonly next: RecordPlace | undefined;
};

export interface AuditReader {
  /** Newest first; a page may have fewer than `limit` and yet go on. */
  list(
    filter: RecordFilter,
    page: { readonly after: RecordPlace | undefined; readonly limit: number },
  ): Promise<RecordPage>;
  /** Whatever belongs to the same attempt as this request or sign-in, oldest first. */
  attempt(correlationId: string, limit: number): Promise<readonly AuditRow[]>;
  /** When the first record was written. */
  firstAt(): Promise<Date | undefined>;
  /** How often this operator cleared somebody's methods since then. */
  countClears(actorId: string, since: Date): Promise<number>;
}

export type ReportName =
  | 'sign-ins'
  | 'methods'
  | 'registration'
  | 'fraud'
  | 'bypass'
  | 'blocked'
  | 'administration';

/** What a report is asked for; times in milliseconds, as a file that is being made keeps it. */
export type ReportAsked = {
  readonly report: ReportName;
  readonly accountId?: UserId | undefined;
  readonly outcome?: 'success' | 'failure' | undefined;
  readonly method?: string | undefined;
  readonly why?: SignInReason | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

export type NewExport = {
  readonly id: ExportId;
  readonly userId: UserId;
  readonly asked: ReportAsked;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** How far a file is. */
export type ExportProgress = {
  readonly state: 'running' | 'done' | 'failed';
  readonly lines: number;
  readonly percent: number;
  readonly parts: number;
  readonly place: RecordPlace | undefined;
};

export type ReportExport = NewExport & ExportProgress;

/** Files that are being made, part by part, and wait to be fetched; sealed. */
export interface ExportStore {
  insert(one: NewExport): Promise<void>;
  /** Newest first. */
  listOf(userId: UserId): Promise<readonly ReportExport[]>;
  find(id: ExportId): Promise<ReportExport | undefined>;
  /** One that goes on and nobody is at; nobody else is given it for `leaseMs`. */
  take(now: Date, leaseMs: number): Promise<ReportExport | undefined>;
  /** False, and nothing stored, when somebody else got further. */
  advance(before: ReportExport, after: ExportProgress, text: string): Promise<boolean>;
  part(id: ExportId, part: number): Promise<string | undefined>;
  remove(id: ExportId): Promise<void>;
}

/** Texts and calls of one kind to one country over one provider. */
export type MessageCount = {
  readonly provider: string;
  readonly kind: 'text' | 'call';
  readonly country: string;
  readonly sent: number;
  readonly delivered: number;
  readonly failed: number;
};
