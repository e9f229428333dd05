import type { ChannelKind, OutboxStatus } from '#delivery/ports.ts';
import type { Amr, AuthenticatorType, BoundAs, PhoneSlot } from '#domain/authenticator.ts';
import type { BoundAuthenticator } from '#domain/bound-authenticator.ts';
import type { CallOutcome, ChallengeState } from '#domain/challenge.ts';
import type {
  AppPasswordId,
  AuthenticatorId,
  BindingId,
  CaseId,
  ChallengeId,
  GroupId,
  OutboxId,
  RememberedBrowserId,
  SessionId,
  SignInId,
  UserId,
} from '#domain/ids.ts';
import type { Question } from '#domain/policy.ts';
import type { Purpose, SignInState } from '#domain/sign-in.ts';
import type { Lane } from '#domain/throttle.ts';
import type { Role } from '#domain/role.ts';
import type { UserState } from '#domain/user.ts';
import type { CaseKind, CaseOutcome } from '#recovery/ports.ts';
import type { Binding } from '#security-info/ports.ts';
import type { Flag, Json, Sealed, Time } from './columns.ts';
import type { AuditTable } from './schema-audit.ts';
import type { ApprovalTable, BypassTable, CallerCheckTable } from './schema-help.ts';
import type { BrandTable, HardwareTokenTable, ImportTable, VoiceTable } from './schema-people.ts';
import type { CoverageTable, PostponementTable, ReminderTable } from './schema-roll-out.ts';
import type { ApiCallTable, ApiKeyTable, ApiReplyTable } from './schema-api.ts';
import type {
  AlertCountTable,
  AlertTable,
  AlertTargetTable,
  ExportTable,
  MessageCountTable,
  PartTable,
} from './schema-reports.ts';
import type {
  ApplicationTable,
  ApplicationUseTable,
  ArtifactTable,
  LinkedTable,
  ProofRequestTable,
  RelyingPartyTable,
  SigningKeyTable,
} from './schema-relying-parties.ts';

/** The same on both engines, which differ in nothing but what they call the column types. */
export type Schema = {
  meta: { key: string; value: string };
  user_account: UserTable;
  login_alias: { login_key: string; user_id: UserId };
  authenticator: AuthenticatorTable;
  code: CodeTable;
  binding: BindingTable;
  sign_in: SignInTable;
  challenge: ChallengeTable;
  session: SessionTable;
  known_browser: { token_hash: string; user_id: UserId; seen_at: Time; vouches_from: Time };
  known_network: { user_id: UserId; network_hash: string; seen_at: Time; vouches_from: Time };
  throttle: ThrottleTable;
  outbox_message: OutboxTable;
  audit_event: AuditTable;
  audit_start: { id: number; seq: number; hash: string; signature: string };
  audit_count: { day: string; event: string; outcome: string; events: number };
  audit_head: { id: number; seq: number; hash: string; signature: string; sealed_at: Time };
  remembered_browser: RememberedBrowserTable;
  app_password: AppPasswordTable;
  spent_ceremony: { token_hash: string; expires_at: Time };
  reset_token: LinkTable;
  freeze_token: LinkTable & { authenticator_id: AuthenticatorId | null; about: string };
  support_case: CaseTable;
  approval: ApprovalTable;
  caller_check: CallerCheckTable;
  bypass: BypassTable;
  user_group: GroupTable;
  group_member: { group_id: GroupId; user_id: UserId; name_key: string };
  group_login: { group_id: GroupId; login_key: string; user_id: UserId };
  policy: PolicyTable;
  spending: { day: string; units: number; forget_at: Time };
  staff_scope: { user_id: UserId; group_id: GroupId };
  postponement: PostponementTable;
  reminder: ReminderTable;
  coverage: CoverageTable;
  relying_party: RelyingPartyTable;
  relying_party_link: LinkedTable;
  proof_request: ProofRequestTable;
  signing_key: SigningKeyTable;
  application: ApplicationTable;
  application_use: ApplicationUseTable;
  oidc_artifact: ArtifactTable;
  device_activation: { code_hash: string; binding_id: BindingId; expires_at: Time };
  device_move: MoveTable;
  device_request: { id: ChallengeId; address: string; user_agent: string };
  push_subscription: SubscriptionTable;
  import_run: ImportTable;
  api_key: ApiKeyTable;
  api_call: ApiCallTable;
  api_reply: ApiReplyTable;
  hardware_token: HardwareTokenTable;
  voice_message: VoiceTable;
  brand: BrandTable;
  report_export: ExportTable;
  report_part: PartTable;
  message_count: MessageCountTable;
  alert_target: AlertTargetTable;
  alert: AlertTable;
  alert_count: AlertCountTable;
  alert_position: { id: number; seq: number };
  bootstrap_token: { token_hash: string; expires_at: Time; spent_at: Time | null };
  schema_migration: { id: string; applied_at: Time };
};

export type UserTable = {
  id: UserId;
  login: string;
  display_name: string;
  email: string | null;
  state: UserState;
  role: Role;
  active: Flag;
  registration: 'password' | 'pass';
  registration_open_until: Time | null;
  blocked_until: Time | null;
  blocked_reason: string | null;
  preferred_authenticator: string | null;
  preferred_type: AuthenticatorType | null;
  failed_steps: number;
  password_hash: string | null;
  created_at: Time;
  /** The option asked first on phones; `preferred_…` is that for computers. */
  phone_preferred_authenticator: string | null;
  phone_preferred_type: AuthenticatorType | null;
  must_change_password: Flag;
  email_changed_at: Time | null;
  /** Folded: what lists of people are ordered and searched by. */
  name_key: string;
  grace_until: Time | null;
  language: string | null;
};

export type AuthenticatorTable = {
  id: AuthenticatorId;
  user_id: UserId;
  kind: BoundAs;
  slot: PhoneSlot | null;
  name: string | null;
  /** Frozen is a time of its own. */
  state: Exclude<BoundAuthenticator['state'], 'frozen'>;
  bound_at: Time;
  bound_in: SignInId | null;
  last_used_at: Time | null;
  expires_at: Time | null;
  last_two_digits: string | null;
  has_extension: Flag;
  secret: Sealed | null;
  number_hash: string | null;
  /** The last RFC 6238 time step that was spent; passkeys: the signature counter. */
  last_counter: number;
  /** Passkeys: the credential ID (base64url; devices: the thumbprint of the key), the model of the authenticator, whether it is synced. */
  credential_id: string | null;
  aaguid: string | null;
  backed_up: Flag | null;
  /** Its owner said "this wasn't me": nothing but a new binding brings it back. */
  frozen_at: Time | null;
};

export type CodeTable = {
  id: string;
  authenticator_id: AuthenticatorId;
  number: number;
  hash: string;
  used_at: Time | null;
};

export type BindingTable = {
  id: BindingId;
  user_id: UserId;
  started_by: SessionId | SignInId;
  kind: Binding['kind'];
  slot: PhoneSlot | null;
  name: string | null;
  last_two_digits: string | null;
  has_extension: Flag;
  state: Binding['state'];
  /** Null once it has moved to the authenticator, or can no longer get there. */
  secret: Sealed | null;
  number_hash: string | null;
  last_counter: number;
  created_at: Time;
  expires_at: Time;
  credential_id: string | null;
  aaguid: string | null;
  backed_up: Flag | null;
  /** The authenticator that dies when this one is confirmed. */
  replaces: AuthenticatorId | null;
};

export type SignInTable = {
  id: SignInId;
  token_hash: string;
  user_id: UserId;
  purpose: Purpose;
  session_id: SessionId | null;
  state: SignInState;
  return_to: string;
  created_at: Time;
  expires_at: Time;
  /** What was proved, where something is left to do before the sign-in is complete. */
  second_step: AuthenticatorType | null;
  /** The only types that may prove it; null: any. */
  accepts: Json<readonly AuthenticatorType[]> | null;
  remember: Flag;
  /** Until when what vouches for nobody yet is asked for nothing that would change the account. */
  held_until: Time | null;
};

export type ChallengeTable = {
  id: ChallengeId;
  user_id: UserId;
  /** Either a sign-in and an authenticator, or a binding. */
  sign_in_id: SignInId | null;
  authenticator_id: AuthenticatorId | null;
  binding_id: BindingId | null;
  type: AuthenticatorType;
  slot: PhoneSlot | null;
  state: ChallengeState;
  attempts_left: number;
  code_hash: string | null;
  code_number: number | null;
  outcome: CallOutcome | null;
  created_at: Time;
  expires_at: Time;
  resend_at: Time | null;
};

export type SessionTable = {
  id: SessionId;
  token_hash: string;
  user_id: UserId;
  role: Role;
  amr: Json<readonly Amr[]>;
  acr: 'one-step' | 'two-step';
  created_at: Time;
  authenticated_at: Time;
  last_seen_at: Time;
  expires_at: Time;
  address: string;
  user_agent: string;
  failed_steps_before: number;
  ended_at: Time | null;
  ended_reason: string | null;
  /** The authenticator type that was last proved; null: the first factor alone. */
  second_step: AuthenticatorType | null;
  held_until: Time | null;
};

export type RememberedBrowserTable = {
  id: RememberedBrowserId;
  user_id: UserId;
  token_hash: string;
  created_at: Time;
  expires_at: Time;
  last_used_at: Time;
  address: string;
  user_agent: string;
};

export type AppPasswordTable = {
  id: AppPasswordId;
  user_id: UserId;
  name: string;
  hash: string;
  created_at: Time;
  last_used_at: Time | null;
};

/** One-use links; only keyed hashes are stored. */
export type LinkTable = {
  token_hash: string;
  user_id: UserId;
  expires_at: Time;
  spent_at: Time | null;
};

export type CaseTable = {
  id: CaseId;
  kind: CaseKind;
  user_id: UserId | null;
  /** The audit event or correlation ID that it is about. */
  about: string | null;
  note: Sealed | null;
  state: 'open' | 'taken' | 'closed';
  created_at: Time;
  /** A user, or an operator of the server by name. */
  taken_by: string | null;
  outcome: CaseOutcome | null;
  closed_at: Time | null;
  /** As `taken_by`. */
  closed_by: string | null;
  closed_reason: string | null;
};

export type GroupTable = {
  id: GroupId;
  name: string;
  /** Folded: no two groups are called the same. */
  name_key: string;
  description: string;
  created_at: Time;
};

export type PolicyTable = {
  question: Question;
  version: number;
  value: Json<unknown>;
  reason: string;
  changed_by: string;
  changed_at: Time;
};

export type MoveTable = {
  /** The device whose place is taken. */
  id: AuthenticatorId;
  code_hash: string;
  /** Of what answered: null until something did. */
  key_id: string | null;
  name: string | null;
  secret: Sealed | null;
  expires_at: Time;
};

export type SubscriptionTable = {
  id: AuthenticatorId;
  /** Keyed, of all that a browser gives: accounts of one phone have the same. */
  subscription_hash: string;
  subscription: Sealed;
  created_at: Time;
  /** The push service said that it is gone. */
  stale_at: Time | null;
};

export type ThrottleTable = {
  /** `kind:subject`. */
  lane: string;
  hits: Json<Lane['hits']>;
  streaks: Json<Lane['streaks']>;
  /** When nothing is left to remember; null: never by itself. */
  forget_at: Time | null;
};

export type OutboxTable = {
  id: OutboxId;
  /** Null: to the help desk. */
  user_id: UserId | null;
  challenge_id: ChallengeId | null;
  kind: ChannelKind;
  payload: Sealed | null;
  status: OutboxStatus;
  attempts: number;
  created_at: Time;
  expires_at: Time;
  /** Not taken before this: the next try, or the end of a lease. */
  due_at: Time;
  provider_message_id: string | null;
  /** The provider's code, or why it was given up. */
  reason: string | null;
  /** Of the number, once a carrier has taken it. */
  country: string | null;
};
