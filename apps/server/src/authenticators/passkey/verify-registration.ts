import type { NewCredential } from '#domain/challenge.ts';
import { checkAuthenticatorData } from './authenticator-data.ts';
import { type CborMap, type CborValue, decodeCbor, isCborMap } from './cbor.ts';
import { type Ceremony, checkClientData } from './client-data.ts';
import type { PasskeyPolicy } from '#domain/passkey-policy.ts';
import { algorithmIds, demandAllowed } from './policy.ts';
import { readRegistration, type RegistrationResponse } from './read-response.ts';
import { demand, judge, type Refused } from './refusal.ts';

export type RegistrationVerdict =
  | { readonly kind: 'genuine'; readonly credential: NewCredential }
  | Refused;

const COSE_ALGORITHM = 3;

/** W3C WebAuthn Level 3 section 7.1. Nothing of `output` is believed, and no "no" is an exception. */
export const verifyRegistration = (
  output: unknown,
  ceremony: Ceremony,
  policy: PasskeyPolicy,
): Promise<RegistrationVerdict> =>
  judge(async () => {
    const response = readRegistration(output);
    checkClientData(response.clientDataJSON, ceremony, 'webauthn.create');
    const statement = readStatement(response);
    const { attested, ...data } = checkAuthenticatorData(statement.authData, ceremony);
    demand(attested !== undefined && attested.id === response.id, 'malformed');
    const algorithm = attested.publicKey.get(COSE_ALGORITHM);
    const isOffered = typeof algorithm === 'number' && algorithmIds(policy).includes(algorithm);
    demand(isOffered, 'algorithm_refused');
    demandAllowed(policy, { aaguid: attested.aaguid, backupEligible: data.backupEligible });
    demandFormat(policy, statement);
    const publicKey = await checkSignatures(response, ceremony, policy);
    await demandRoot(policy, statement);
    const { backupEligible, backedUp, counter } = data;
    const key = { publicKey, backupEligible, transports: response.transports };
    const { id: credentialId, aaguid } = attested;
    return { kind: 'genuine', credential: { credentialId, aaguid, backedUp, counter, key } };
  });

type Statement = {
  readonly format: string;
  readonly authData: Uint8Array;
  /** The maker's certificates, the key's own first. */
  readonly chain: readonly CborValue[] | undefined;
};

function readStatement({ attestationObject }: RegistrationResponse): Statement {
  const bytes = Buffer.from(attestationObject, 'base64url');
  const { value, end } = decodeCbor(bytes);
  demand(isCborMap(value) && end === bytes.length, 'malformed');
  const [format, authData, statement] = ['fmt', 'authData', 'attStmt'].map((key) => value.get(key));
  demand(typeof format === 'string' && authData instanceof Uint8Array, 'malformed');
  demand(isCborMap(statement), 'malformed');
  return { format, authData, chain: chainOf(statement) };
}

function chainOf(statement: CborMap): readonly CborValue[] | undefined {
  const chain = statement.get('x5c');
  demand(chain === undefined || Array.isArray(chain), 'malformed');
  return chain;
}

/**
 * Where no statement is asked for, one that a maker signed is refused unread: a browser that was
 * asked for none hands out none, and certificates are the largest thing a stranger could have parsed.
 */
function demandFormat({ attestation }: PasskeyPolicy, { format, chain }: Statement): void {
  const isMakers = chain !== undefined && chain.length > 0;
  if (attestation === 'none') {
    const isPlain = format === 'none' || (format === 'packed' && chain === undefined);
    demand(isPlain, 'attestation_refused');
  } else {
    demand(isMakers, 'attestation_refused');
  }
}

async function checkSignatures(
  { id, clientDataJSON, attestationObject }: RegistrationResponse,
  { challenge, origins, rpId, userVerification }: Ceremony,
  policy: PasskeyPolicy,
): Promise<string> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const answer = await judge(
    () =>
      verifyRegistrationResponse({
        response: {
          id,
          rawId: id,
          type: 'public-key',
          clientExtensionResults: {},
          response: { clientDataJSON, attestationObject },
        },
        expectedChallenge: challenge,
        expectedOrigin: [...origins],
        expectedRPID: rpId,
        requireUserVerification: userVerification === 'required',
        supportedAlgorithmIDs: [...algorithmIds(policy)],
      }),
    'attestation_refused',
  );
  demand('verified' in answer && answer.verified, 'attestation_refused');
  return Buffer.from(answer.registrationInfo.credential.publicKey).toString('base64url');
}

/** The library has seen that the chain signed this key; here, that it is a chain of somebody we know. */
async function demandRoot(
  { attestation }: PasskeyPolicy,
  { chain = [] }: Statement,
): Promise<void> {
  if (attestation === 'none') return;
  const { convertCertBufferToPEM, validateCertificatePath } = await import(
    '@simplewebauthn/server/helpers'
  );
  const certificates = chain.map((certificate) => {
    demand(certificate instanceof Uint8Array, 'malformed');
    return convertCertBufferToPEM(Uint8Array.from(certificate));
  });
  const { roots } = attestation;
  // An empty list would let the library wave every chain through.
  demand(roots.length > 0, 'attestation_refused');
  const leads = await judge(
    () => validateCertificatePath(certificates, [...roots]),
    'attestation_refused',
  );
  demand(leads === true, 'attestation_refused');
}
