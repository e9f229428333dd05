import type { Ceremony } from './client-data.ts';
import { algorithmIds } from './policy.ts';
import type { RelyingParty } from './relying-party.ts';

/** Time a person has for the browser's dialog: the life of the challenge, milliseconds. */
export const CEREMONY_LIFE_MS = 5 * 60_000;

type CredentialDescriptor = {
  readonly id: string;
  readonly type: 'public-key';
  readonly transports: readonly string[];
};

type Known = {
  readonly credentialId: string;
  readonly key: { readonly transports: readonly string[] };
};

const describe = ({ credentialId, key }: Known): CredentialDescriptor => ({
  id: credentialId,
  type: 'public-key',
  transports: key.transports,
});

type Creating = {
  readonly ceremony: Ceremony;
  readonly relyingParty: RelyingParty;
  readonly user: { readonly id: string; readonly login: string; readonly displayName: string };
  /** Those that the account has: one authenticator is bound once. */
  readonly existing: readonly Known[];
};

/**
 * `PublicKeyCredentialCreationOptionsJSON` (W3C WebAuthn Level 3 section 5.1.9). Resident, so that it
 * can replace the user name too; the user handle is the id of the account, which says nothing of it.
 */
export const creationOptions = ({ ceremony, relyingParty, user, existing }: Creating) => ({
  rp: { id: relyingParty.id, name: relyingParty.name },
  user: {
    id: Buffer.from(user.id).toString('base64url'),
    name: user.login,
    displayName: user.displayName,
  },
  challenge: ceremony.challenge,
  pubKeyCredParams: algorithmIds(relyingParty.policy).map((alg) => ({
    type: 'public-key' as const,
    alg,
  })),
  timeout: CEREMONY_LIFE_MS,
  excludeCredentials: existing.map(describe),
  authenticatorSelection: {
    residentKey: 'required' as const,
    requireResidentKey: true as const,
    userVerification: ceremony.userVerification,
  },
  attestation: relyingParty.policy.attestation === 'none' ? ('none' as const) : ('direct' as const),
});

/** `PublicKeyCredentialRequestOptionsJSON` (section 5.1.10). Nobody named: the browser offers what it has. */
export const requestOptions = (ceremony: Ceremony, allowed: readonly Known[]) => ({
  challenge: ceremony.challenge,
  timeout: CEREMONY_LIFE_MS,
  rpId: ceremony.rpId,
  allowCredentials: allowed.map(describe),
  userVerification: ceremony.userVerification,
});

export type CreationOptions = ReturnType<typeof creationOptions>;
export type RequestOptions = ReturnType<typeof requestOptions>;
