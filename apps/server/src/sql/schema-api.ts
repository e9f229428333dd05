import type { Scope } from '@proofup/contract/scopes.ts';
import type { UserId } from '#domain/ids.ts';
import type { Json, Sealed, Time } from './columns.ts';

export type ApiKeyTable = {
  name: string;
  hash: string;
  scopes: Json<readonly Scope[]>;
  calls_per_minute: number;
  return_urls: Json<readonly string[]>;
  /** Null: an operator of the server. */
  made_by: UserId | null;
  created_at: Time;
  expires_at: Time;
  revoked_at: Time | null;
};

export type ApiCallTable = { key_name: string; started_at: Time; calls: number };

export type ApiReplyTable = {
  id: string;
  fingerprint: string;
  /** Null while the call is being done. */
  status: number | null;
  /** Null as well where an answer is not shown again. */
  body: Sealed | null;
  begun_at: Time;
  expires_at: Time;
};
