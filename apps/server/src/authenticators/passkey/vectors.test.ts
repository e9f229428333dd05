import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { OPEN_PASSKEY_POLICY, type PasskeyPolicy } from '#domain/passkey-policy.ts';
import type { PasskeyRefusal } from './refusal.ts';
import { verifyAssertion } from './verify-assertion.ts';
import { verifyRegistration } from './verify-registration.ts';

type Hex = string;

/** As the standard prints them. */
type Vector = {
  readonly name: string;
  readonly section: string;
  readonly registration: Readonly<
    Record<'challenge' | 'aaguid' | 'credential_id' | 'clientDataJSON' | 'attestationObject', Hex>
  >;
  readonly authentication: Readonly<
    Record<'challenge' | 'authenticatorData' | 'clientDataJSON' | 'signature', Hex>
  >;
};

type Vectors = {
  readonly rpId: string;
  readonly origin: string;
  readonly attestationRoot: Hex;
  readonly vectors: readonly Vector[];
};

const FILE = path.join(import.meta.dirname, 'testing/webauthn-3-vectors.json');
const { rpId, origin, attestationRoot, vectors }: Vectors = JSON.parse(readFileSync(FILE, 'utf8'));

const toBase64Url = (hex: Hex): string => Buffer.from(hex, 'hex').toString('base64url');

const PEM = [
  '-----BEGIN CERTIFICATE-----',
  Buffer.from(attestationRoot, 'hex').toString('base64'),
  '-----END CERTIFICATE-----',
].join('\n');

const ATTESTED: PasskeyPolicy = { ...OPEN_PASSKEY_POLICY, attestation: { roots: [PEM] } };

/** What each vector must meet: by the policy an installation starts with, and where attestation is asked for. */
const EXPECTED: Readonly<Record<string, readonly [Expected, Expected]>> = {
  'none-es256': ['genuine', 'attestation_refused'],
  'packed-self-es256': ['genuine', 'attestation_refused'],
  'none-es256-crossOrigin': ['cross_origin', 'cross_origin'],
  'none-es256-topOrigin': ['cross_origin', 'cross_origin'],
  'none-es256-long-credential-id': ['genuine', 'attestation_refused'],
  'packed-es256': ['attestation_refused', 'genuine'],
  'packed-es384': ['algorithm_refused', 'algorithm_refused'],
  'packed-es512': ['algorithm_refused', 'algorithm_refused'],
  'packed-rs256': ['attestation_refused', 'genuine'],
  'packed-eddsa': ['attestation_refused', 'genuine'],
  'packed-ed448': ['algorithm_refused', 'algorithm_refused'],
  // The makers of these four are invented: the library knows the makers of TPMs, takes Android's and
  // Apple's statements from their own roots alone, and wants no AAGUID of a U2F key.
  'tpm-es256': ['attestation_refused', 'attestation_refused'],
  'android-key-es256': ['attestation_refused', 'attestation_refused'],
  'apple-es256': ['attestation_refused', 'attestation_refused'],
  'fido-u2f-es256': ['attestation_refused', 'attestation_refused'],
};

type Expected = 'genuine' | PasskeyRefusal;

const ceremonyOf = (challenge: Hex) =>
  ({
    challenge: toBase64Url(challenge),
    origins: [origin],
    rpId,
    userVerification: 'preferred',
  }) as const;

const registrationOf = ({ registration }: Vector) => {
  const id = toBase64Url(registration.credential_id);
  const { clientDataJSON, attestationObject } = registration;
  const response = {
    clientDataJSON: toBase64Url(clientDataJSON),
    attestationObject: toBase64Url(attestationObject),
  };
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
};

const assertionOf = ({ registration, authentication }: Vector) => {
  const id = toBase64Url(registration.credential_id);
  const { clientDataJSON, authenticatorData, signature } = authentication;
  const response = {
    clientDataJSON: toBase64Url(clientDataJSON),
    authenticatorData: toBase64Url(authenticatorData),
    signature: toBase64Url(signature),
  };
  return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
};

const register = (vector: Vector, policy: PasskeyPolicy) =>
  verifyRegistration(registrationOf(vector), ceremonyOf(vector.registration.challenge), policy);

const outcomeOf = (verdict: Awaited<ReturnType<typeof register>>): Expected =>
  verdict.kind === 'genuine' ? 'genuine' : verdict.reason;

describe('the test vectors of W3C WebAuthn Level 3', () => {
  it('are all here', () => {
    const sections = vectors.map(({ section }) => section.replace('sctn-test-vectors-', ''));
    assert.deepEqual(sections, Object.keys(EXPECTED));
  });

  for (const vector of vectors) {
    const expected = EXPECTED[vector.section.replace('sctn-test-vectors-', '')];
    it(`${vector.name}: ${expected?.join(', with attestation ')}`, async () => {
      const verdicts = [
        await register(vector, OPEN_PASSKEY_POLICY),
        await register(vector, ATTESTED),
      ];
      assert.deepEqual(verdicts.map(outcomeOf), expected);
      const genuine = verdicts.find((verdict) => verdict.kind === 'genuine');
      if (genuine === undefined) return;
      const { credential: passkey } = genuine;
      const ceremony = ceremonyOf(vector.authentication.challenge);
      const asserting = { ceremony, policy: OPEN_PASSKEY_POLICY, passkey };
      const answer = await verifyAssertion(assertionOf(vector), asserting);
      assert.equal(answer.kind, 'genuine');
      const other = { ...asserting, ceremony: ceremonyOf(vector.registration.challenge) };
      assert.deepEqual(await verifyAssertion(assertionOf(vector), other), {
        kind: 'refused',
        reason: 'wrong_challenge',
      });
    });
  }
});
