import type { Coverage, CoveredBy } from '#domain/coverage.ts';
import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { SignInReason } from '@proofup/contract/sign-in-reasons.ts';
import type { AuditRow } from '#audit/ports.ts';
import type { BoundAs } from '#domain/authenticator.ts';
import type {
  ApprovalId,
  AuthenticatorId,
  CallerCheckId,
  ExportId,
  GroupId,
  ImportId,
  UserId,
} from '#domain/ids.ts';
import type { Policy } from '#domain/policy.ts';
import type { Audience } from '#domain/policy-audience.ts';
import type { Role } from '#domain/role.ts';
import type { User, UserState } from '#domain/user.ts';

/** Something that takes two persons, asked for by one of them. */
export type NewApproval = {
  readonly id: ApprovalId;
  /** The operation of the contract. */
  readonly act: string;
  readonly userId: UserId;
  readonly requestedBy: UserId;
  readonly reason: string;
  /** What the operation is asked with, as JSON; sealed by the store. */
  readonly details: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export type StoredApproval = NewApproval & {
  readonly state: 'pending' | 'approved' | 'refused';
};

export interface ApprovalStore {
  insert(approval: NewApproval): Promise<void>;
  find(id: ApprovalId): Promise<StoredApproval | undefined>;
  /** Those that nobody decided and that have not expired, the first to expire first. */
  listPending(now: Date, limit: number, after?: RecordPlace): Promise<readonly StoredApproval[]>;
  /** One conditional update from pending, not expired; true for exactly one caller. */
  decide(
    id: ApprovalId,
    to: { readonly state: 'approved' | 'refused'; readonly by: UserId; readonly now: Date },
  ): Promise<boolean>;
}

export type NewCallerCheck = {
  readonly id: CallerCheckId;
  readonly userId: UserId;
  readonly staffId: UserId;
  /** How it was sent, in words for the audit log; never a whole number. */
  readonly sentBy: string;
  readonly codeHash: string;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** The phone whose authenticator shows it; absent: it was sent. */
  readonly shownOn?: AuthenticatorId | undefined;
};

/** Numbers that callers read out to the help desk. */
export interface CallerCheckStore {
  /** Ends an earlier one of the same two people. */
  insert(check: NewCallerCheck): Promise<void>;
  /** What a phone shows: the newest that is neither used up nor read out. */
  shownOn(
    device: AuthenticatorId,
    now: Date,
  ): Promise<{ readonly id: CallerCheckId; readonly expiresAt: Date } | undefined>;
  /** Spends one attempt in one conditional update; undefined where none is left, or it is over. */
  reserve(
    id: CallerCheckId,
    by: { readonly staffId: UserId; readonly now: Date },
  ): Promise<
    | {
        readonly userId: UserId;
        readonly codeHash: string;
        readonly sentBy: string;
        readonly shownOn: AuthenticatorId | undefined;
      }
    | undefined
  >;
  /** True for exactly one caller; from now on it is good until then. */
  verify(id: CallerCheckId, at: { readonly now: Date; readonly until: Date }): Promise<boolean>;
  /** Once for each act, by whoever sent it and for whom; how it was sent. */
  use(
    id: CallerCheckId,
    given: {
      readonly staffId: UserId;
      readonly userId: UserId;
      readonly act: string;
      readonly now: Date;
    },
  ): Promise<string | undefined>;
}

/** A place in the order of a list: nothing before it comes again. */
export type Place = { readonly key: string; readonly id: string };

export type UserFilter = {
  readonly state: UserState | undefined;
  readonly role: Role | undefined;
  /** Whether there is a method to live on. */
  readonly registered: boolean | undefined;
  readonly method?: BoundAs | undefined;
  /** Those whose block lasts longer than this. */
  readonly blockedAfter?: Date | undefined;
  /** The best that they have. */
  readonly coveredBy?: CoveredBy | undefined;
  readonly signedInSince?: Date | undefined;
  /** Whoever did not sign in since then, or never. */
  readonly notSignedInSince?: Date | undefined;
};

export type ListedUser = Pick<
  User,
  'id' | 'login' | 'displayName' | 'email' | 'state' | 'role' | 'blockedUntil'
> & {
  readonly registered: boolean;
  readonly coveredBy: CoveredBy;
  /** To the day, of the last 90; undefined: not within them. */
  readonly lastSignInAt: Date | undefined;
};

export type UserPage = {
  readonly users: readonly ListedUser[];
  /** Where to go on; undefined: that was all. */
  readonly next: Place | undefined;
};

export type UserSearch = {
  /** Folded (directory/login-key.ts): what a name, login or mail address begins with. */
  readonly prefix: string | undefined;
  readonly filter: UserFilter;
  /** Only members of one of these groups; none: everybody. */
  readonly within?: readonly GroupId[];
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

/** What came of lines, by how many. */
export type LineCounts = Readonly<Record<'added' | 'changed' | 'unchanged' | 'bad', number>>;

/** A file on its way in. None of it is kept but how far it is, and what came of it. */
export type ImportRun = LineCounts & {
  readonly id: ImportId;
  readonly content: 'people' | 'states' | 'tokens';
  readonly startedBy: UserId;
  readonly reason: string;
  readonly dryRun: boolean;
  /** Of lines that name none. */
  readonly state: UserState | undefined;
  readonly startedAt: Date;
  /** The last line that was read. */
  readonly linesDone: number;
  readonly finishedAt: Date | undefined;
};

export type NewImportRun = Omit<ImportRun, keyof LineCounts | 'linesDone' | 'finishedAt'>;

export type Progress = {
  readonly linesDone: number;
  readonly counts: LineCounts;
  readonly finishedAt: Date | undefined;
};

export interface ImportStore {
  insert(run: NewImportRun): Promise<void>;
  find(id: ImportId): Promise<ImportRun | undefined>;
  /** Adds to what it counts, where it had not come so far; a batch that is sent again counts once. */
  progress(id: ImportId, progress: Progress): Promise<boolean>;
  /** Newest first. */
  list(limit: number, before?: RecordPlace): Promise<readonly ImportRun[]>;
}

export type ReportName =
  | 'sign-ins'
  | 'methods'
  | 'registration'
  | 'fraud'
  | 'bypass'
  | 'blocked'
  | 'applications'
  | 'administration';

/** What a report is asked for; times in milliseconds, as a file that is being made keeps it. */
export type ReportAsked = {
  readonly report: ReportName;
  readonly accountId?: UserId | undefined;
  readonly outcome?: 'success' | 'failure' | undefined;
  readonly method?: string | undefined;
  readonly why?: SignInReason | undefined;
  readonly application?: string | undefined;
  readonly country?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

/** Whoever asked for a file, and nobody else, fetches it: somebody of the staff, or a program by its key. */
export type ExportOwner =
  | { readonly userId: UserId; readonly keyName?: undefined }
  | { readonly keyName: string; readonly userId?: undefined };

export type NewExport = {
  readonly id: ExportId;
  readonly owner: ExportOwner;
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
  /** False, and nothing stored, where its owner has `most` already; of two at once one waits. */
  insert(one: NewExport, most: number): Promise<boolean>;
  /** Newest first. */
  listOf(owner: ExportOwner): Promise<readonly ReportExport[]>;
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

export type NamedPerson = Pick<User, 'id' | 'login' | 'displayName'>;

/** Answers, and the day that they are looked at for. */
export type PolicyOn = { readonly policy: Policy; readonly at: Date };
/** `more`: counting took too long, there are at least so many. */
export type HowMany = { readonly count: number; readonly more: boolean };

/** Answers "whom would it touch" by what is stored. */
export interface PolicyPreview {
  /** How many there are, and the first of them by name. */
  touched(
    audience: Audience,
    first: number,
  ): Promise<HowMany & { readonly first: readonly NamedPerson[] }>;
  /** Whoever has methods to live on, and none that this policy takes. */
  countLockedOut(asked: PolicyOn): Promise<HowMany>;
  /** The same, in the order of their names. */
  listLockedOut(
    asked: PolicyOn,
    page: { readonly after: Place | undefined; readonly limit: number },
  ): Promise<{ readonly people: readonly NamedPerson[]; readonly next: Place | undefined }>;
}

/** By one of the staff, by the policy, or ahead of a day on which methods end. */
export type ReminderCause = 'by-hand' | 'schedule' | 'sunset';

export type Reminder = {
  readonly userId: UserId;
  readonly at: Date;
  readonly cause: ReminderCause;
  /** A login, a key, or the service itself. */
  readonly by: string;
};

/** What was counted on a day, of everybody or of one group. */
export type CountedCoverage = {
  /** `2026-11-24`, UTC. */
  readonly day: string;
  readonly groupId: GroupId | undefined;
  readonly coverage: Coverage;
  readonly countedAt: Date;
};

/** What the roll-out knows of one person. */
export type RollOutFacts = {
  /** Of methods that work. */
  readonly kinds: readonly BoundAs[];
  readonly graceUntil: Date | undefined;
  readonly reminders: number;
  readonly remindedAt: Date | undefined;
};

/** One stretch of people in the order of their ids. */
export type CountedStretch = { readonly coverage: Coverage; readonly next: UserId | undefined };

export type DueAsked = {
  /** Whoever has a method of these kinds is left in peace. */
  readonly kinds: readonly BoundAs[];
  /** Whoever was reminded since then, too. */
  readonly since: Date;
  /** Whoever was reminded by the policy that often, too. */
  readonly most: number;
  readonly after: UserId | undefined;
  readonly limit: number;
};

export interface RollOutStore {
  /** `groups`: only members of these, each once; none: everybody. */
  countSome(
    groups: readonly GroupId[],
    page: { readonly after: UserId | undefined; readonly limit: number },
  ): Promise<CountedStretch>;
  /** Takes the place of what was counted on that day. */
  keep(counted: CountedCoverage): Promise<void>;
  /** Everybody and every group, of the newest day. */
  latest(): Promise<readonly CountedCoverage[]>;
  /** A line for each day, oldest first; of everybody where there is no group. */
  trend(from: string, group: GroupId | undefined): Promise<readonly CountedCoverage[]>;
  factsOf(ids: readonly UserId[]): Promise<ReadonlyMap<UserId, RollOutFacts>>;
  /** False where this person was told of that already, or of anything that day. */
  addReminder(
    reminder: Reminder & { readonly day: string; readonly about: string },
  ): Promise<boolean>;
  /** Newest first. */
  listReminders(
    before: { readonly at: Date; readonly userId: UserId } | undefined,
    limit: number,
  ): Promise<readonly Reminder[]>;
  /** A stretch of people, and who of them is due; `next`: where there are more. */
  due(
    asked: DueAsked,
  ): Promise<{ readonly users: readonly UserId[]; readonly next: UserId | undefined }>;
}
