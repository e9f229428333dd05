import type { Scope } from '@proofup/contract/scopes.ts';
import type { ApiKey } from '#domain/api-key.ts';

export type StoredApiKey = ApiKey<Scope> & {
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | undefined;
};

export type ListedApiKey = StoredApiKey & {
  /** The beginning of the minute of its last call. */
  readonly lastUsedAt: Date | undefined;
};

export interface ApiKeyStore {
  /** False when the name is taken, or was once. */
  insert(key: Omit<StoredApiKey, 'revokedAt'> & { readonly hash: string }): Promise<boolean>;
  findByHash(hash: string): Promise<StoredApiKey | undefined>;
  /** By name. */
  list(): Promise<readonly ListedApiKey[]>;
  /** One conditional update; true for exactly one caller. */
  revoke(name: string, now: Date): Promise<boolean>;
  /** One more call of this key in its window; how many that makes, and since when. */
  countCall(
    name: string,
    at: { readonly now: Date; readonly perMs: number },
  ): Promise<{ readonly calls: number; readonly since: Date }>;
}

/** What was answered to a call that may come again. */
export type KeptReply = {
  readonly status: number;
  /** As it was sent; undefined: it is not shown again. */
  readonly body: string | undefined;
};

export type FoundReply = {
  /** Keyed hash of the call that it belongs to. */
  readonly fingerprint: string;
  readonly begunAt: Date;
  /** Absent while the call is being done. */
  readonly reply: KeptReply | undefined;
};

export interface ReplyStore {
  /** False when this call was begun before. */
  begin(
    id: string,
    call: { readonly fingerprint: string; readonly begunAt: Date; readonly expiresAt: Date },
  ): Promise<boolean>;
  find(id: string): Promise<FoundReply | undefined>;
  /** A call that was begun at that moment, and never ended: true for exactly one caller. */
  takeOver(id: string, begunAt: Date, now: Date): Promise<boolean>;
  finish(id: string, reply: KeptReply): Promise<void>;
  /** As if it had never been asked. */
  forget(id: string): Promise<void>;
}
