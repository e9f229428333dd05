import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { RelyingPartyId, SignInId, UserId } from '#domain/ids.ts';
import type { SignIn } from '#domain/sign-in.ts';
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
};

export interface RelyingPartyStore {
  /** False when the name, or the tenant under this client ID, is there already. */
  insert(party: RelyingParty): Promise<boolean>;
  find(id: RelyingPartyId): Promise<RelyingParty | undefined>;
  findByName(name: string): Promise<RelyingParty | undefined>;
  /** One multi-tenant application has the same client ID in every tenant. */
  listByClientId(clientId: string): Promise<readonly RelyingParty[]>;
  list(): Promise<readonly RelyingParty[]>;
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

/** One request for proof, from its coming to its one answer. */
export type ProofRequest = {
  /** Keyed hash of what makes it unique; a second one with the same is a replay. */
  readonly requestHash: string;
  readonly relyingPartyId: RelyingPartyId;
  readonly userId: UserId;
  /** Who it is there; tied to the account once the proof is given. */
  readonly subject: string;
  readonly signInId: SignInId;
  readonly state: 'open' | 'proven' | 'answered';
  /** What was proved; absent before. */
  readonly method: AuthenticatorType | undefined;
  /** What the protocol needs for its answer, as it wrote it. */
  readonly reply: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Until then a replay is recognised. */
  readonly forgetAt: Date;
};

export type NewProofRequest = Omit<ProofRequest, 'state' | 'method'>;

export interface ProofRequestStore {
  /** False, and nothing stored, when the hash is known. */
  insert(request: NewProofRequest): Promise<boolean>;
  findFor(signInId: SignInId): Promise<ProofRequest | undefined>;
  /** The name of the relying party that asked. */
  askedBy(signInId: SignInId): Promise<string | undefined>;
  /** From `open`, in its time: one conditional update; true for exactly one caller. */
  prove(signInId: SignInId, method: AuthenticatorType, now: Date): Promise<boolean>;
  /** One conditional update; true for exactly one caller. */
  answer(signInId: SignInId, from: 'open' | 'proven'): Promise<boolean>;
}

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
  list(): Promise<readonly SigningKey[]>;
  /** The opened private key, PKCS #8 DER (RFC 5958). */
  secretOf(id: string): Promise<Uint8Array | undefined>;
  /** False when the ordinal is taken. Its predecessor, if there is one, retires at `predecessorRetiresAt`. */
  add(
    key: Omit<SigningKey, 'retiresAt'> & {
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
