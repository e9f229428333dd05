import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { UserId } from '#domain/ids.ts';

/** One thing that happened. Personal fields can be erased later; the chain covers their salted hash. */
export type AuditRecord = {
  readonly event: AuditEvent;
  readonly outcome: 'success' | 'failure' | 'info';
  /** Machine-readable; required for every refusal. */
  readonly reason?: string | undefined;
  readonly actor?:
    | { readonly type: 'user' | 'operator' | 'api-key' | 'system'; readonly id: string }
    | undefined;
  readonly target?: { readonly type: string; readonly id: string } | undefined;
  readonly signInId?: string | undefined;
  readonly challengeId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly method?: string | undefined;
  readonly acr?: string | undefined;
  readonly requestId?: string | undefined;
  /** Never a secret, never a full number or address of a person. */
  readonly detail?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Erasable. */
  readonly personal?:
    | {
        readonly address?: string;
        readonly userAgent?: string;
        /** Where `address` is its network alone: stands for the whole of it in the chain. */
        readonly exact?: string;
      }
    | undefined;
};

export interface AuditLog {
  /** Writes in the caller's transaction; sealing into the chain follows within a second. */
  append(records: readonly AuditRecord[], now: Date): Promise<void>;
}

/** A stored record; `seq` and `hash` are absent until it is sealed. */
export type AuditRow = AuditRecord & {
  readonly id: string;
  readonly occurredAt: Date;
  readonly node: string;
  readonly seq: number | undefined;
  readonly prevHash: string | undefined;
  readonly hash: string | undefined;
  /** Salt of the personal fields' hash, erased with the address; and the hash, which stays. */
  readonly personalSalt: string;
  readonly personalHash: string;
};

export type AuditHead = {
  readonly seq: number;
  readonly hash: string;
  /** Base64url Ed25519 signature over `seq` and `hash`. */
  readonly signature: string;
  readonly sealedAt: Date;
};

/** For the one worker that seals, and for `verify`. */
export interface AuditChainStore {
  /** Unsealed rows in the order in which they are to be sealed (occurred_at, id). */
  listUnsealed(limit: number): Promise<readonly AuditRow[]>;
  head(): Promise<AuditHead | undefined>;
  /**
   * Stores seq, prevHash and hash of each row and moves the head from `previous` (undefined: none
   * yet); false, and nothing stored, when another worker moved it first.
   */
  seal(
    rows: readonly {
      readonly id: string;
      readonly seq: number;
      readonly prevHash: string;
      readonly hash: string;
    }[],
    head: AuditHead,
    previous: AuditHead | undefined,
  ): Promise<boolean>;
  /** Sealed rows from `afterSeq` on, ascending. */
  listSealed(afterSeq: number, limit: number): Promise<readonly AuditRow[]>;
  /** Of these events alone, up to and with the last one given. */
  listSealedOf(
    events: readonly AuditEvent[],
    window: { readonly after: number; readonly upTo: number; readonly limit: number },
  ): Promise<readonly AuditRow[]>;
  countSealed(): Promise<number>;
}

/** Where the chain begins, where records before it were counted and deleted. */
export type AuditStart = {
  /** The last of those that are gone. */
  readonly seq: number;
  readonly hash: string;
  /** Base64url Ed25519 signature over `seq` and `hash`, as the start. */
  readonly signature: string;
};

/** How often something happened on a day (UTC) whose records are gone. */
export type AuditCount = {
  readonly day: string;
  readonly event: string;
  readonly outcome: string;
  readonly count: number;
};

/** For the one worker that forgets. */
export interface AuditRetentionStore {
  /** Addresses of records up to this time become networks, a batch of them; how many. */
  coarsen(until: Date, limit: number): Promise<number>;
  start(): Promise<AuditStart | undefined>;
  /** Deletes the records up to the new start; false, and nothing done, where another worker moved it. */
  forget(
    counts: readonly AuditCount[],
    start: AuditStart,
    previous: AuditStart | undefined,
  ): Promise<boolean>;
  /** Oldest first. */
  listCounts(): Promise<readonly AuditCount[]>;
}

/** Whose activity a record is, if it is anybody's: what the store keeps beside it. */
export type AccountOf = (record: AuditRecord) => string | undefined;

/** A record as its account's owner sees it. */
export type ActivityRow = AuditRow & {
  /** Its owner has said "this wasn't me". */
  readonly disowned: boolean;
};

export interface ActivityReader {
  /** Newest first; `before`: what is older than this line. */
  listOf(
    accountId: UserId,
    page: { readonly before: ActivityRow | undefined; readonly limit: number },
  ): Promise<readonly ActivityRow[]>;
  /** One line, of this account only. */
  findOf(accountId: UserId, id: string): Promise<ActivityRow | undefined>;
}
