import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { AuditRow } from '#audit/ports.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import type { Policy } from '#domain/policy.ts';
import type { Audience } from '#domain/policy-audience.ts';
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
  readonly accountId: UserId | undefined;
  readonly outcome: 'success' | 'failure' | undefined;
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
  /** How often this operator cleared somebody's methods since then. */
  countClears(actorId: string, since: Date): Promise<number>;
}

export type NamedPerson = Pick<User, 'id' | 'login' | 'displayName'>;

/** Answers "whom would it touch" by what is stored. */
export interface PolicyPreview {
  /** How many there are, and the first of them by name. */
  touched(
    audience: Audience,
    first: number,
  ): Promise<{ readonly count: number; readonly first: readonly NamedPerson[] }>;
  /** Whoever has methods to live on, and none that this policy takes. */
  countLockedOut(policy: Policy): Promise<number>;
  /** The same, in the order of their names. */
  listLockedOut(
    policy: Policy,
    page: { readonly after: Place | undefined; readonly limit: number },
  ): Promise<{ readonly people: readonly NamedPerson[]; readonly next: Place | undefined }>;
}
