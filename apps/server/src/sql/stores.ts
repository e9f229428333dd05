import type {
  ApprovalStore,
  AuditReader,
  CallerCheckStore,
  ExportStore,
  ImportStore,
  PolicyPreview,
  RollOutStore,
  UserDirectory,
} from '#administration/ports.ts';
import type { AlertStore } from '#alerts/ports.ts';
import type { ApiKeyStore, ReplyStore } from '#api-keys/ports.ts';
import type {
  AccountOf,
  ActivityReader,
  AuditChainStore,
  AuditLog,
  AuditRetentionStore,
} from '#audit/ports.ts';
import type { SealedBox } from '#crypto/sealed-box.ts';
import type { MessageCountStore, OutboxStore, VoiceStore } from '#delivery/ports.ts';
import type { DeviceStore } from '#devices/ports.ts';
import type {
  BootstrapStore,
  GroupStore,
  ResetTokenStore,
  ScopeStore,
  UserStore,
} from '#directory/ports.ts';
import type { BrandStore, PolicyStore } from '#policy/ports.ts';
import type { CaseStore, FreezeTokenStore } from '#recovery/ports.ts';
import type {
  ApplicationStore,
  ArtifactStore,
  LinkStore,
  ProofRequestStore,
  RelyingPartyStore,
  SigningKeyStore,
} from '#relying-parties/ports.ts';
import type { AppPasswordStore, BindingStore, HardwareTokenStore } from '#security-info/ports.ts';
import type {
  KnownBrowserStore,
  KnownNetworkStore,
  RememberedBrowserStore,
  SessionStore,
} from '#sessions/ports.ts';
import type {
  BypassStore,
  CeremonyStore,
  ChallengeStore,
  PostponementStore,
  SignInStore,
  SpendingStore,
  ThrottleStore,
} from '#sign-in/ports.ts';
import { makeActivityReader } from './activity-reader.ts';
import { makeApiKeyStore } from './api-key-store.ts';
import { makeApiReplyStore } from './api-reply-store.ts';
import { makeAlertStore } from './alert-store.ts';
import { makeAppPasswordStore } from './app-password-store.ts';
import { makeApplicationStore } from './application-store.ts';
import { makeApprovalStore } from './approval-store.ts';
import { makeArtifactStore } from './artifact-store.ts';
import { makeAuditRetentionStore } from './audit-retention-store.ts';
import { makeAuditReader } from './audit-reader.ts';
import { makeAuditChainStore, makeAuditLog } from './audit-store.ts';
import { type AuthenticatorStores, makeAuthenticatorStore } from './authenticator-store.ts';
import { makeBindingStore } from './binding-store.ts';
import { makeBootstrapStore } from './bootstrap-store.ts';
import { makeBypassStore } from './bypass-store.ts';
import { makeBrandStore } from './brand-store.ts';
import { makeCallerCheckStore } from './caller-check-store.ts';
import { makeCaseStore } from './case-store.ts';
import { makeCeremonyStore } from './ceremony-store.ts';
import { makeChallengeStore } from './challenge-store.ts';
import { type Connection, makeSql } from './connection.ts';
import { makeDeviceStore } from './device-store.ts';
import { makeExportStore } from './export-store.ts';
import { makeFreezeTokenStore } from './freeze-token-store.ts';
import { makeGroupStore, makeScopeStore } from './group-store.ts';
import { makeHardwareTokenStore } from './hardware-token-store.ts';
import { makeImportStore } from './import-store.ts';
import { makeKnownBrowserStore } from './known-browser-store.ts';
import { makeKnownNetworkStore } from './known-network-store.ts';
import { makeMessageCountStore } from './message-count-store.ts';
import { makeMetaStore, type MetaStore } from './meta-store.ts';
import { makeOutboxStore } from './outbox-store.ts';
import { makePolicyPreview } from './policy-preview.ts';
import { makePolicyStore } from './policy-store.ts';
import { makePostponementStore } from './postponement-store.ts';
import { makeProofRequestStore } from './proof-request-store.ts';
import { makeLinkStore, makeRelyingPartyStore } from './relying-party-store.ts';
import { makeRememberedBrowserStore } from './remembered-browser-store.ts';
import { makeResetTokenStore } from './reset-token-store.ts';
import { makeRollOutStore } from './roll-out-store.ts';
import { makeSessionStore } from './session-store.ts';
import { makeSignInStore } from './sign-in-store.ts';
import { makeSigningKeyStore } from './signing-key-store.ts';
import { makeSpendingStore } from './spending-store.ts';
import { makeThrottleStore } from './throttle-store.ts';
import { makeUserDirectory } from './user-directory.ts';
import { makeVoiceStore } from './voice-store.ts';
import { makeUserStore } from './user-store.ts';

export type Stores = {
  readonly users: UserStore;
  readonly userDirectory: UserDirectory;
  readonly groups: GroupStore;
  readonly scopes: ScopeStore;
  readonly policies: PolicyStore;
  readonly policyPreview: PolicyPreview;
  readonly bootstrap: BootstrapStore;
  readonly resetTokens: ResetTokenStore;
  readonly sessions: SessionStore;
  readonly knownBrowsers: KnownBrowserStore;
  readonly knownNetworks: KnownNetworkStore;
  readonly rememberedBrowsers: RememberedBrowserStore;
  readonly appPasswords: AppPasswordStore;
  readonly signIns: SignInStore;
  readonly ceremonies: CeremonyStore;
  readonly challenges: ChallengeStore;
  readonly authenticators: AuthenticatorStores;
  readonly bindings: BindingStore;
  readonly devices: DeviceStore;
  readonly throttles: ThrottleStore;
  readonly spending: SpendingStore;
  readonly outbox: OutboxStore;
  readonly audit: AuditLog;
  readonly auditReader: AuditReader;
  readonly auditChain: AuditChainStore;
  readonly auditRetention: AuditRetentionStore;
  readonly activity: ActivityReader;
  readonly freezeTokens: FreezeTokenStore;
  readonly cases: CaseStore;
  readonly approvals: ApprovalStore;
  readonly callerChecks: CallerCheckStore;
  readonly bypasses: BypassStore;
  readonly postponements: PostponementStore;
  readonly rollOut: RollOutStore;
  readonly meta: MetaStore;
  readonly relyingParties: RelyingPartyStore;
  readonly links: LinkStore;
  readonly proofRequests: ProofRequestStore;
  readonly signingKeys: SigningKeyStore;
  readonly applications: ApplicationStore;
  readonly artifacts: ArtifactStore;
  readonly imports: ImportStore;
  readonly apiKeys: ApiKeyStore;
  readonly apiReplies: ReplyStore;
  readonly hardwareTokens: HardwareTokenStore;
  readonly voice: VoiceStore;
  readonly brands: BrandStore;
  readonly alerts: AlertStore;
  readonly exports: ExportStore;
  readonly messageCounts: MessageCountStore;
};

export type StoreDependencies = {
  readonly box: SealedBox;
  /** Recorded with every audit event. */
  readonly node: string;
  readonly newId: () => string;
  /** Whose activity an audit event is. */
  readonly accountOf: AccountOf;
};

/** Binds every store to one connection, once for as long as that lives. */
export const bindStores =
  ({ box, node, newId, accountOf }: StoreDependencies) =>
  (connection: Connection): Stores => {
    const sql = makeSql(connection);
    return {
      users: makeUserStore(sql),
      userDirectory: makeUserDirectory(sql),
      groups: makeGroupStore(sql),
      scopes: makeScopeStore(sql),
      policies: makePolicyStore(sql),
      policyPreview: makePolicyPreview(sql),
      bootstrap: makeBootstrapStore(sql),
      resetTokens: makeResetTokenStore(sql),
      sessions: makeSessionStore(sql),
      knownBrowsers: makeKnownBrowserStore(sql),
      knownNetworks: makeKnownNetworkStore(sql),
      rememberedBrowsers: makeRememberedBrowserStore(sql),
      appPasswords: makeAppPasswordStore(sql),
      signIns: makeSignInStore(sql),
      ceremonies: makeCeremonyStore(sql),
      challenges: makeChallengeStore(sql),
      authenticators: makeAuthenticatorStore({ sql, box, newId }),
      bindings: makeBindingStore(sql, box),
      devices: makeDeviceStore(sql, box),
      throttles: makeThrottleStore(sql),
      spending: makeSpendingStore(sql),
      outbox: makeOutboxStore(sql, box),
      audit: makeAuditLog(sql, { node, newId, accountOf }),
      auditReader: makeAuditReader(sql),
      auditChain: makeAuditChainStore(sql),
      auditRetention: makeAuditRetentionStore(sql),
      activity: makeActivityReader(sql),
      freezeTokens: makeFreezeTokenStore(sql),
      cases: makeCaseStore(sql, box),
      approvals: makeApprovalStore(sql, box),
      callerChecks: makeCallerCheckStore(sql),
      bypasses: makeBypassStore(sql),
      postponements: makePostponementStore(sql),
      rollOut: makeRollOutStore(sql),
      meta: makeMetaStore(sql),
      relyingParties: makeRelyingPartyStore(sql),
      links: makeLinkStore(sql),
      proofRequests: makeProofRequestStore(sql),
      signingKeys: makeSigningKeyStore(sql, box),
      applications: makeApplicationStore(sql),
      artifacts: makeArtifactStore(sql, box),
      imports: makeImportStore(sql),
      apiKeys: makeApiKeyStore(sql),
      apiReplies: makeApiReplyStore(sql, box),
      hardwareTokens: makeHardwareTokenStore(sql, box),
      voice: makeVoiceStore(sql),
      brands: makeBrandStore(sql),
      alerts: makeAlertStore(sql, box),
      exports: makeExportStore(sql, box),
      messageCounts: makeMessageCountStore(sql, node),
    };
  };
