import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { ApplicationId, RelyingPartyId, SessionId, SignInId, UserId } from '#domain/ids.ts';
import type {
  Application,
  ApplicationMetadata,
  Issuer,
  ProofRequest,
  RelyingParty,
} from '#relying-parties/ports.ts';
import type { Flag, Json, Sealed, Time } from './columns.ts';

export type RelyingPartyTable = {
  id: RelyingPartyId;
  name: string;
  tenant_id: string;
  client_id: string;
  cloud: RelyingParty['cloud'];
  metadata_url: string;
  link: RelyingParty['link'];
  creates_accounts: Flag;
  registers_inline: Flag;
  hint_max_age_ms: number;
  created_at: Time;
  disabled_at: Time | null;
};

export type LinkedTable = {
  relying_party_id: RelyingPartyId;
  subject: string;
  user_id: UserId;
  linked_at: Time;
};

export type ProofRequestTable = {
  request_hash: string;
  /** Null: a program asked, by this key and with these words. */
  relying_party_id: RelyingPartyId | null;
  api_key_name: string | null;
  asker: string | null;
  /** Of a tenant whose connection an administrator tries. */
  is_trial: Flag;
  user_id: UserId;
  subject: string;
  sign_in_id: SignInId;
  state: ProofRequest['state'];
  method: AuthenticatorType | null;
  proven_at: Time | null;
  /** The protocol's own; nothing here reads it. */
  reply: string;
  created_at: Time;
  expires_at: Time;
  forget_at: Time;
};

export type SigningKeyTable = {
  id: string;
  issuer: Issuer;
  ordinal: number;
  certificate: Uint8Array;
  secret: Sealed;
  created_at: Time;
  signs_from: Time;
  retires_at: Time | null;
};

export type ApplicationTable = {
  id: ApplicationId;
  name: string;
  client_id: string;
  secret_hash: string | null;
  strength: Application['strength'];
  consent: Application['consent'];
  start_url: string | null;
  collection: string | null;
  metadata: Json<ApplicationMetadata>;
  created_at: Time;
  disabled_at: Time | null;
};

export type ApplicationUseTable = {
  user_id: UserId;
  application_id: ApplicationId;
  /** What the person agreed to. */
  scopes: Json<readonly string[]> | null;
  used_at: Time | null;
};

export type ArtifactTable = {
  /** `kind:hash`. */
  id: string;
  kind: string;
  payload: Sealed;
  grant_hash: string | null;
  user_code_hash: string | null;
  application_id: ApplicationId | null;
  session_id: SessionId | null;
  user_id: UserId | null;
  consumed_at: Time | null;
  expires_at: Time;
  /** Keyed hash of the browser that a device's code belongs to. */
  claimed_by: string | null;
};
