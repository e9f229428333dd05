import type { NewCredential } from '#domain/challenge.ts';
import { checkAuthenticatorData } from './authenticator-data.ts';
import { type Ceremony, checkClientData } from './client-data.ts';
import type { PasskeyPolicy } from '#domain/passkey-policy.ts';
import { demandAllowed } from './policy.ts';
import { type AssertionResponse, readAssertion } from './read-response.ts';
import { demand, judge, type Refused } from './refusal.ts';

/** A bound passkey, as far as checking its signatures goes. */
export type KnownPasskey = Omit<NewCredential, 'backedUp'>;

export type AssertionVerdict =
  | {
      readonly kind: 'genuine';
      /** Greater than the known one, or 0 where the authenticator does not count. */
      readonly counter: number;
      readonly userVerified: boolean;
      readonly backedUp: boolean;
      readonly userHandle: string | undefined;
    }
  | Refused;

type Asserting = {
  readonly ceremony: Ceremony;
  readonly policy: PasskeyPolicy;
  readonly passkey: KnownPasskey;
};

/** W3C WebAuthn Level 3 section 7.2. Nothing of `output` is believed, and no "no" is an exception. */
export const verifyAssertion = (
  output: unknown,
  { ceremony, policy, passkey }: Asserting,
): Promise<AssertionVerdict> =>
  judge(async () => {
    const response = readAssertion(output);
    demand(response.id === passkey.credentialId, 'unknown_credential');
    checkClientData(response.clientDataJSON, ceremony, 'webauthn.get');
    const bytes = Buffer.from(response.authenticatorData, 'base64url');
    const data = checkAuthenticatorData(bytes, ceremony);
    await checkSignature(response, ceremony, passkey);
    // From here on the authenticator itself is speaking: what it says of itself may raise an alarm.
    const { backupEligible, userVerified, backedUp, counter } = data;
    demand(backupEligible === passkey.key.backupEligible, 'backup_eligibility_changed');
    demandAllowed(policy, { aaguid: passkey.aaguid, backupEligible });
    const counts = counter > 0 || passkey.counter > 0;
    demand(!counts || counter > passkey.counter, 'counter_regressed');
    const { userHandle } = response;
    return { kind: 'genuine', counter, userVerified, backedUp, userHandle };
  });

/** Which bound passkey an answer claims to be of; undefined where it cannot be read. */
export async function claimedCredential(output: unknown): Promise<string | undefined> {
  const claimed = await judge(async () => readAssertion(output).id);
  return typeof claimed === 'string' ? claimed : undefined;
}

async function checkSignature(
  { id, clientDataJSON, authenticatorData, signature }: AssertionResponse,
  { challenge, origins, rpId, userVerification }: Ceremony,
  { key: { publicKey } }: KnownPasskey,
): Promise<void> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const answer = await judge(
    () =>
      verifyAuthenticationResponse({
        response: {
          id,
          rawId: id,
          type: 'public-key',
          clientExtensionResults: {},
          response: { clientDataJSON, authenticatorData, signature },
        },
        expectedChallenge: challenge,
        expectedOrigin: [...origins],
        expectedRPID: rpId,
        requireUserVerification: userVerification === 'required',
        // The counter is compared afterwards: only one that is signed may raise an alarm.
        credential: {
          id,
          publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')),
          counter: 0,
        },
      }),
    'wrong_signature',
  );
  demand('verified' in answer && answer.verified, 'wrong_signature');
}
