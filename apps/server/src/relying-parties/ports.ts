import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { ApplicationId, RelyingPartyId, SessionId, SignInId, UserId } from '#domain/ids.ts';
import type { Session } from '#domain/session.ts';
import type { SignIn } from '#domain/sign-in.ts';
import type { Strength } from '#domain/strength.ts';
import type { User } from '#domain/user.ts';

/** Which of Microsoft's clouds a tenant lives in. */
export type Cloud = 'global' | 'us' | 'china';

/** Somebody who has seen a first factor and asks us for the second: a tenant of Entra ID. */
export type RelyingParty = {
  readonly id: RelyingPartyId;
  /** What the operator calls it; people see it. */
  readonly name: string;
  /** GUID of the tenant, lower case. */
  readonly tenantId: string;
  /** The audience of the hints that we accept and of the tokens that we make. */
  readonly clientId: string;
  readonly cloud: Cloud;
  /** Where the tenant's issuer and keys are published (OpenID Connect Discovery 1.0 section 4). */
  readonly metadataUrl: string;
  /** `login`: a new person gets the account whose login key is their user name there. */
  readonly link: 'login' | 'none';
  /** A person without an account gets one. */
  readonly createsAccounts: boolean;
  /** A person without a method sets one up on the way. */
  readonly registersInline: boolean;
  /** A hint that was issued longer ago is refused. */
  readonly hintMaxAgeMs: number;
  readonly createdAt: Date;
  /** Since then nothing that it asks is answered. */
  readonly disabledAt: Date | undefined;
};

/** What one look found; `what` is for those who know, `mistake` for everybody. */
export type TenantFinding = {
  readonly step: 'https' | 'discovery' | 'keys' | 'tenant' | 'requests';
  readonly state: 'good' | 'wrong' | 'unknown';
  readonly what: string;
  readonly mistake?:
    | 'not-https'
    | 'discovery-unreachable'
    | 'discovery-changed'
    | 'keys-wrong'
    | 'wrong-tenant'
    | 'tenant-unreachable'
    /** Entra turned the person away before it asked: AADSTS50161, AADSTS900491, or nobody tried. */
    | 'no-request'
    | 'wrong-client-id'
    | 'wrong-audience'
    | 'foreign-redirect'
    | 'requests-refused'
    | undefined;
};

/** The tenant's documents, and ours as the tenant would read them (entra/check-provider.ts). */
export type CheckDocuments = (
  party: Pick<RelyingParty, 'metadataUrl' | 'tenantId' | 'cloud'>,
) => Promise<readonly TenantFinding[]>;

/** Whoever tries a connection: signed in, and an administrator at this moment. */
export type Trier = {
  readonly user: User;
  readonly session: Session;
  readonly context: RequestContext;
};

/** The form that a tenant would have the browser post (entra/begin-trial.ts). */
export type BeginTrial = (
  party: RelyingParty,
  by: Trier,
) => Promise<{ readonly action: string; readonly fields: Readonly<Record<string, string>> }>;

/** One of the things that Entra checks of an answer. */
export type TrialFinding = {
  readonly what: 'signature' | 'issuer' | 'audience' | 'subject' | 'nonce' | 'acr' | 'amr' | 'time';
  readonly isGood: boolean;
};

export type TrialResult = {
  readonly tenant: string;
  /** Where the answer to a tenant's own request goes; that of a trial goes nowhere. */
  readonly answersTo: string;
} & (
  | { readonly state: 'waiting' | 'failed' | 'too-late' }
  | {
      readonly state: 'verified';
      readonly method: AuthenticatorType;
      readonly claims: {
        readonly iss: string;
        readonly aud: string;
        readonly sub: string;
        readonly iat: Date;
        readonly exp: Date;
        readonly acr: string;
        readonly amr: readonly string[];
      };
      readonly findings: readonly TrialFinding[];
    }
);

/** Undefined: this session has none of that name, or has read it (entra/read-trial.ts). */
export type ReadTrial = (
  trialId: string,
  by: Pick<Trier, 'session' | 'context'>,
) => Promise<TrialResult | undefined>;

export interface RelyingPartyStore {
  /** False when the name, or the tenant under this client ID, is there already. */
  insert(party: RelyingParty): Promise<boolean>;
  find(id: RelyingPartyId): Promise<RelyingParty | undefined>;
  findByName(name: string): Promise<RelyingParty | undefined>;
  /** One multi-tenant application has the same client ID in every tenant. */
  listByClientId(clientId: string): Promise<readonly RelyingParty[]>;
  list(): Promise<readonly RelyingParty[]>;
  /** One conditional update each; false where it is so already. */
  disable(id: RelyingPartyId, now: Date): Promise<boolean>;
  enable(id: RelyingPartyId): Promise<boolean>;
  /** With its links and requests. */
  remove(id: RelyingPartyId): Promise<boolean>;
}

/** Which account a person of a relying party has here. */
export interface LinkStore {
  find(party: RelyingPartyId, subject: string): Promise<UserId | undefined>;
  /** The person of that relying party whose account it is. */
  subjectOf(party: RelyingPartyId, userId: UserId): Promise<string | undefined>;
  /** False when the person, or the account, is tied already. */
  link(link: Link): Promise<boolean>;
  unlink(party: RelyingPartyId, userId: UserId): Promise<boolean>;
}

export type Link = {
  readonly relyingPartyId: RelyingPartyId;
  /** Immutable identifier of the person there. */
  readonly subject: string;
  readonly userId: UserId;
  readonly linkedAt: Date;
};

/** Who has seen the first factor: a tenant, or a program with a key, for a purpose that people read. */
export type Asker =
  | { readonly kind: 'relying-party'; readonly id: RelyingPartyId }
  /** An administrator who tries the connection of this tenant: nothing of it is answered to the tenant. */
  | { readonly kind: 'trial'; readonly id: RelyingPartyId }
  | { readonly kind: 'api-key'; readonly name: string; readonly purpose: string };

/** One request for proof, from its coming to its one answer. */
export type ProofRequest = {
  /** Keyed hash of what makes it unique; a second one with the same is a replay. */
  readonly requestHash: string;
  readonly askedBy: Asker;
  readonly userId: UserId;
  /** Who it is there; tied to the account once the proof is given. */
  readonly subject: string;
  readonly signInId: SignInId;
  readonly state: 'open' | 'proven' | 'answered';
  /** What was proved; absent before. */
  readonly method: AuthenticatorType | undefined;
  readonly provenAt: Date | undefined;
  /** What the protocol needs for its answer, as it wrote it. */
  readonly reply: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Until then a replay is recognised. */
  readonly forgetAt: Date;
};

export type NewProofRequest = Omit<ProofRequest, 'state' | 'method' | 'provenAt'>;

export interface ProofRequestStore {
  /** False, and nothing stored, when the hash is known. */
  insert(request: NewProofRequest): Promise<boolean>;
  findFor(signInId: SignInId): Promise<ProofRequest | undefined>;
  /** What people read of who asked. */
  askedBy(signInId: SignInId): Promise<string | undefined>;
  /** From `open`, in its time: one conditional update; true for exactly one caller. */
  prove(signInId: SignInId, method: AuthenticatorType, now: Date): Promise<boolean>;
  /** One conditional update; true for exactly one caller. */
  answer(signInId: SignInId, from: 'open' | 'proven'): Promise<boolean>;
}

/** Whose answers a key signs: each issuer has keys of its own. */
export type Issuer = 'entra' | 'oidc';

/** A key that signs what we tell relying parties. */
export type SigningKey = {
  /** Base64url SHA-256 of the certificate; the `kid` of what it signs (RFC 7515 section 4.1.4). */
  readonly id: string;
  /** 1, 2, 3 …: of two that are made at once one is stored. */
  readonly ordinal: number;
  /** Self-signed, DER. */
  readonly certificate: Uint8Array;
  readonly createdAt: Date;
  /** Published before that, so that whoever caches knows it by then. */
  readonly signsFrom: Date;
  /** Published until then; absent while no other took its place. */
  readonly retiresAt: Date | undefined;
};

export interface SigningKeyStore {
  list(issuer: Issuer): Promise<readonly SigningKey[]>;
  /** The opened private key, PKCS #8 DER (RFC 5958). */
  secretOf(id: string): Promise<Uint8Array | undefined>;
  /** False when the issuer has a key with this ordinal. Its predecessor, if there is one, retires at `predecessorRetiresAt`. */
  add(
    key: Omit<SigningKey, 'retiresAt'> & {
      readonly issuer: Issuer;
      readonly privateKey: Uint8Array;
      readonly predecessorRetiresAt: Date;
    },
  ): Promise<boolean>;
}

export type BeginProofRequest = {
  readonly user: User;
  /** The types that the relying party takes. */
  readonly accepts: readonly AuthenticatorType[];
  readonly mayRegister: boolean;
  readonly returnTo: string;
  readonly context: RequestContext;
  /** Of the audit record. */
  readonly detail: Readonly<Record<string, string>>;
  readonly request: Omit<NewProofRequest, 'userId' | 'signInId' | 'createdAt' | 'expiresAt'>;
};

export type BeginProofOutcome =
  /** The token is this browser's alone. */
  | { readonly kind: 'begun'; readonly signIn: SignIn; readonly token: string }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
  /** The same request was here before. */
  | { readonly kind: 'replayed' };

/** What the sign-in engine does for relying parties (sign-in/begin-proof.ts). */
export type BeginProof = (request: BeginProofRequest) => Promise<BeginProofOutcome>;

/** How an application shows the token endpoint that it is itself (RFC 7591 section 2). */
export type ClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'none';

/** What it may use tokens for getting (RFC 7591 section 2). */
export type GrantType =
  | 'authorization_code'
  | 'refresh_token'
  | 'urn:ietf:params:oauth:grant-type:device_code';

export type ApplicationMetadata = {
  /** Compared letter by letter; a native one may use any port of the loopback address. */
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
  readonly authentication: ClientAuthentication;
  readonly grantTypes: readonly GrantType[];
  readonly scopes: readonly string[];
  readonly isNative: boolean;
  /** Every access token is bound to a key of the application (RFC 9449). */
  readonly bindsTokens: boolean;
  /** Requests are pushed, never carried by the browser (RFC 9126). */
  readonly pushesRequests: boolean;
};

/** Somebody who asks this service to sign people in (OpenID Connect). */
export type Application = {
  readonly id: ApplicationId;
  /** People see it. */
  readonly name: string;
  readonly clientId: string;
  readonly secretHash: string | undefined;
  /** What a sign-in has to be at least. */
  readonly strength: Strength;
  /** `none`: the organisation's own. */
  readonly consent: 'none' | 'ask';
  /** Where its tile leads; without one it has no tile. */
  readonly startUrl: string | undefined;
  readonly collection: string | undefined;
  readonly metadata: ApplicationMetadata;
  readonly createdAt: Date;
  /** Since then it signs nobody in. */
  readonly disabledAt: Date | undefined;
};

export interface ApplicationStore {
  /** False when the name is taken. */
  insert(application: Application): Promise<boolean>;
  findByClientId(clientId: string): Promise<Application | undefined>;
  findByName(name: string): Promise<Application | undefined>;
  /** By name. */
  list(): Promise<readonly Application[]>;
  replaceSecret(id: ApplicationId, secretHash: string): Promise<boolean>;
  /** One conditional update each; false where it is so already. */
  disable(id: ApplicationId, now: Date): Promise<boolean>;
  enable(id: ApplicationId): Promise<boolean>;
  /** With everything that was issued to it. */
  remove(id: ApplicationId): Promise<boolean>;
  /** What the person agreed to; empty where nobody asked. */
  consentOf(userId: UserId, id: ApplicationId): Promise<readonly string[]>;
  agree(userId: UserId, id: ApplicationId, scopes: readonly string[]): Promise<void>;
  markUsed(userId: UserId, id: ApplicationId, now: Date): Promise<void>;
  /** When the person last went to each of them. */
  usesOf(userId: UserId): Promise<ReadonlyMap<ApplicationId, Date>>;
}

/** Something that the provider has handed out, or keeps for its next step; its value is never stored. */
export type Artifact = {
  readonly kind: string;
  /** Keyed hash of its value. */
  readonly hash: string;
  /** JSON. */
  readonly payload: string;
  readonly grantHash: string | undefined;
  readonly userCodeHash: string | undefined;
  readonly applicationId: ApplicationId | undefined;
  readonly sessionId: SessionId | undefined;
  readonly userId: UserId | undefined;
  readonly expiresAt: Date;
};

export type FoundArtifact = Pick<Artifact, 'payload' | 'sessionId'> & {
  readonly consumedAt: Date | undefined;
};

export type EndedSession = {
  readonly payload: string;
  readonly sessionId: SessionId;
  /** By somebody or something; else it has had its time. */
  readonly wasEnded: boolean;
};

export interface ArtifactStore {
  /** In place of an earlier one with the same hash; whether it was consumed stays. */
  save(artifact: Artifact): Promise<void>;
  /**
   * Nothing whose session was ended, whose account cannot be used now, or whose application is
   * switched off: what an application holds is worth no more than the session that it came from.
   */
  find(kind: string, hash: string, now: Date): Promise<FoundArtifact | undefined>;
  /** The same in one read with its grant and with what was noted beside its session, by `kind:hash`. */
  findWithOrigin(
    kind: string,
    hash: string,
    now: Date,
  ): Promise<ReadonlyMap<string, FoundArtifact>>;
  findByUserCode(userCodeHash: string, now: Date): Promise<FoundArtifact | undefined>;
  /** One conditional update: true for the first who claims it, again and again, and for nobody else. */
  claimUserCode(userCodeHash: string, claimant: string): Promise<boolean>;
  /** One conditional update; true for exactly one caller. */
  consume(kind: string, hash: string, now: Date): Promise<boolean>;
  remove(kind: string, hash: string): Promise<void>;
  /** All that came of one grant. */
  removeGrant(grantHash: string): Promise<void>;
  /** All that one application holds. */
  removeOf(applicationId: ApplicationId): Promise<void>;
  /** Of this kind, not consumed, of sessions that are over; at most `limit`. */
  listOfEndedSessions(kind: string, now: Date, limit: number): Promise<readonly EndedSession[]>;
}
