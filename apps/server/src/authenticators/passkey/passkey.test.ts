import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Credential,
  makeSoftwareAuthenticator,
  type SoftwareAuthenticatorWanted,
  type Switches,
} from '../../../../../test/harness/software-authenticator.ts';
import { creationOptions, requestOptions } from './options.ts';
import { OPEN_PASSKEY_POLICY, type PasskeyPolicy } from '#domain/passkey-policy.ts';
import { makeRelyingParty } from './relying-party.ts';
import type { PasskeyRefusal } from './refusal.ts';
import { type KnownPasskey, verifyAssertion } from './verify-assertion.ts';
import { type RegistrationVerdict, verifyRegistration } from './verify-registration.ts';

const ORIGIN = 'https://id.example.org';
const AAGUID = '08987058-cadc-4b81-b6e1-30de50dcbe96';

const randomChallenge = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');

const ceremony = (challenge = randomChallenge()) =>
  ({
    challenge,
    origins: [ORIGIN],
    rpId: 'id.example.org',
    userVerification: 'required',
  }) as const;

const USER = { id: '0199-a-user', login: 'ada', displayName: 'Ada' };

const creating = (challenge?: string) =>
  creationOptions({
    ceremony: ceremony(challenge),
    relyingParty: makeRelyingParty(ORIGIN, 'Example', OPEN_PASSKEY_POLICY),
    user: USER,
    existing: [],
  });

const authenticatorOf = (wanted: Partial<SoftwareAuthenticatorWanted> = {}) =>
  makeSoftwareAuthenticator({ origin: ORIGIN, ...wanted });

type Registering = {
  readonly authenticator?: Partial<SoftwareAuthenticatorWanted>;
  readonly switched?: Partial<Switches>;
  readonly policy?: Partial<PasskeyPolicy>;
  readonly change?: (credential: Credential) => unknown;
};

function register(given: Registering = {}): Promise<RegistrationVerdict> {
  const options = creating();
  const credential = authenticatorOf(given.authenticator).register(options, given.switched);
  const output = given.change === undefined ? credential : given.change(credential);
  return verifyRegistration(output, ceremony(options.challenge), {
    ...OPEN_PASSKEY_POLICY,
    ...given.policy,
  });
}

async function bound(wanted: Partial<SoftwareAuthenticatorWanted> = {}) {
  const authenticator = authenticatorOf(wanted);
  const options = creating();
  const output = authenticator.register(options);
  const verdict = await verifyRegistration(
    output,
    ceremony(options.challenge),
    OPEN_PASSKEY_POLICY,
  );
  assert.equal(verdict.kind, 'genuine');
  return { authenticator, passkey: verdict.credential };
}

type Asserting = {
  readonly switched?: Partial<Switches>;
  readonly known?: Partial<KnownPasskey>;
  readonly knownKey?: Partial<KnownPasskey['key']>;
  readonly policy?: Partial<PasskeyPolicy>;
  readonly change?: (credential: Credential) => unknown;
};

async function answer(given: Asserting = {}, wanted: Partial<SoftwareAuthenticatorWanted> = {}) {
  const { authenticator, passkey } = await bound(wanted);
  const options = requestOptions(ceremony(), [passkey]);
  const credential = authenticator.assert(options, given.switched);
  const output = given.change === undefined ? credential : given.change(credential);
  return verifyAssertion(output, {
    ceremony: ceremony(options.challenge),
    policy: { ...OPEN_PASSKEY_POLICY, ...given.policy },
    passkey: { ...passkey, key: { ...passkey.key, ...given.knownKey }, ...given.known },
  });
}

const no = (reason: PasskeyRefusal) => ({ kind: 'refused', reason });

const withResponse =
  (fields: Readonly<Record<string, unknown>>) =>
  (credential: Credential): unknown => ({
    ...credential,
    response: { ...credential.response, ...fields },
  });

/** What a browser on another page, or in a frame, would write. */
const ELSEWHERE: readonly (readonly [string, Partial<Switches>, PasskeyRefusal])[] = [
  ['plain http', { origin: 'http://id.example.org' }, 'wrong_origin'],
  ['another port', { origin: `${ORIGIN}:8443` }, 'wrong_origin'],
  ['a sub-domain', { origin: 'https://evil.id.example.org' }, 'wrong_origin'],
  ['a look-alike', { origin: 'https://id-example.org' }, 'wrong_origin'],
  ['a trailing dot', { origin: 'https://id.example.org.' }, 'wrong_origin'],
  ['no origin', { origin: 'null' }, 'wrong_origin'],
  ['the parent domain', { rpId: 'example.org' }, 'wrong_rp'],
  ['a frame', { crossOrigin: true }, 'cross_origin'],
  ['a frame that names its top', { crossOrigin: true, topOrigin: ORIGIN }, 'cross_origin'],
  ['a top without a frame', { topOrigin: 'https://elsewhere.example' }, 'cross_origin'],
];

describe('adding a passkey', () => {
  for (const algorithm of ['ES256', 'EdDSA', 'RS256'] as const) {
    for (const attestation of ['none', 'packed-self'] as const) {
      it(`takes ${algorithm}, ${attestation}, and then its signatures`, async () => {
        const { authenticator, passkey } = await bound({ algorithm, attestation, aaguid: AAGUID });
        assert.deepEqual(
          { ...passkey, key: { ...passkey.key, publicKey: undefined } },
          {
            credentialId: authenticator.credentialId,
            aaguid: AAGUID,
            backedUp: false,
            counter: 1,
            key: { publicKey: undefined, backupEligible: false, transports: ['internal'] },
          },
        );
        const verdict = await answer({}, { algorithm });
        assert.deepEqual(verdict, {
          kind: 'genuine',
          counter: 2,
          userVerified: true,
          backedUp: false,
          userHandle: Buffer.from(USER.id).toString('base64url'),
        });
      });
    }
  }

  it('G01 refuses a challenge of another ceremony', async () => {
    const options = creating();
    const output = authenticatorOf().register(options);
    const other = await verifyRegistration(output, ceremony(), OPEN_PASSKEY_POLICY);
    assert.deepEqual(other, no('wrong_challenge'));
  });

  for (const [name, switched, reason] of ELSEWHERE) {
    it(`G03 refuses ${name}`, async () =>
      assert.deepEqual(await register({ switched }), no(reason)));
  }

  const refusals: readonly (readonly [string, Registering, PasskeyRefusal])[] = [
    ['G01 an assertion in its place', { switched: { type: 'webauthn.get' } }, 'wrong_type'],
    ['G04 nobody there', { switched: { userPresent: false } }, 'user_not_present'],
    ['G04 nobody verified', { switched: { userVerified: false } }, 'user_not_verified'],
    [
      'G05 an algorithm not offered',
      { authenticator: { algorithm: 'ES384' } },
      'algorithm_refused',
    ],
    [
      'G05 one that policy took off the list',
      { policy: { algorithms: ['EdDSA'] } },
      'algorithm_refused',
    ],
    [
      'G05 no attestation where it is asked for',
      { policy: { attestation: { roots: [] } } },
      'attestation_refused',
    ],
    [
      'G05 a make that attests itself where a maker must',
      { switched: { attestation: 'packed-self' }, policy: { attestation: { roots: [] } } },
      'attestation_refused',
    ],
    [
      'G05 a make not on the list',
      { authenticator: { aaguid: AAGUID }, policy: { allowed: [AAGUID.replace('0', '1')] } },
      'authenticator_refused',
    ],
    [
      'G05 a make that is blocked',
      { authenticator: { aaguid: AAGUID }, policy: { blocked: [AAGUID] } },
      'authenticator_refused',
    ],
    [
      'G08 a copy of what cannot be copied',
      { switched: { backedUp: true } },
      'backed_up_but_not_eligible',
    ],
    [
      'G08 one that can be copied, by policy',
      { switched: { backupEligible: true }, policy: { deviceBoundOnly: true } },
      'not_device_bound',
    ],
    ['G02 id that is not rawId', { change: (one) => ({ ...one, rawId: 'AAAA' }) }, 'malformed'],
    [
      'G02 id that is not the key’s',
      { change: (one) => ({ ...one, id: 'AAAA', rawId: 'AAAA' }) },
      'malformed',
    ],
    ['G02 another type', { change: (one) => ({ ...one, type: 'password' }) }, 'malformed'],
    ['nothing', { change: () => undefined }, 'malformed'],
    ['a number', { change: () => 123_456 }, 'malformed'],
    ['an empty answer', { change: withResponse({ attestationObject: '' }) }, 'malformed'],
    ['padding', { change: withResponse({ clientDataJSON: 'e30=' }) }, 'malformed'],
    [
      'G09 more than 64 kB',
      { change: withResponse({ attestationObject: 'A'.repeat(65_536) }) },
      'too_large',
    ],
  ];
  for (const [name, given, reason] of refusals) {
    it(`refuses: ${name}`, async () => assert.deepEqual(await register(given), no(reason)));
  }
});

describe('using a passkey', () => {
  for (const [name, switched, reason] of ELSEWHERE) {
    it(`G03 refuses ${name}`, async () => assert.deepEqual(await answer({ switched }), no(reason)));
  }

  const refusals: readonly (readonly [string, Asserting, PasskeyRefusal])[] = [
    ['G01 a registration in its place', { switched: { type: 'webauthn.create' } }, 'wrong_type'],
    ['G01 another challenge', { switched: { challenge: randomChallenge() } }, 'wrong_challenge'],
    [
      'G02 garbage for a signature',
      { change: withResponse({ signature: 'AAAA' }) },
      'wrong_signature',
    ],
    ['G02 no signature', { change: withResponse({ signature: '' }) }, 'wrong_signature'],
    ['G02 id that is not rawId', { change: (one) => ({ ...one, rawId: 'AAAA' }) }, 'malformed'],
    ['G02 a passkey of somebody else', { known: { credentialId: 'AAAA' } }, 'unknown_credential'],
    ['G04 nobody there', { switched: { userPresent: false } }, 'user_not_present'],
    ['G04 nobody verified', { switched: { userVerified: false } }, 'user_not_verified'],
    [
      'G06 the same count again',
      { known: { counter: 7 }, switched: { counter: 7 } },
      'counter_regressed',
    ],
    ['G06 a lower count', { known: { counter: 7 }, switched: { counter: 3 } }, 'counter_regressed'],
    [
      'G06 no count any more',
      { known: { counter: 7 }, switched: { counter: 0 } },
      'counter_regressed',
    ],
    [
      'G08 that it may be copied now',
      { switched: { backupEligible: true } },
      'backup_eligibility_changed',
    ],
    [
      'G08 that it may not be copied any more',
      { knownKey: { backupEligible: true } },
      'backup_eligibility_changed',
    ],
    [
      'G08 a copy of what cannot be copied',
      { switched: { backedUp: true } },
      'backed_up_but_not_eligible',
    ],
    [
      'G05 a make that was blocked since',
      { known: { aaguid: AAGUID }, policy: { blocked: [AAGUID] } },
      'authenticator_refused',
    ],
  ];
  for (const [name, given, reason] of refusals) {
    it(`refuses: ${name}`, async () => assert.deepEqual(await answer(given), no(reason)));
  }

  it('G02 refuses the signature of another key', async () => {
    const other = await bound();
    const { key } = other.passkey;
    assert.deepEqual(await answer({ known: { key } }), no('wrong_signature'));
  });

  it('G06 an authenticator that does not count says 0 for ever', async () => {
    const verdict = await answer({}, { counts: false });
    assert.equal(verdict.kind, 'genuine');
  });

  it('G08 notes when a passkey that may be copied is', async () => {
    const wanted = { backupEligible: true };
    const verdict = await answer({ switched: { backedUp: true } }, wanted);
    assert.ok(verdict.kind === 'genuine' && verdict.backedUp);
  });

  it('G04 without verification counts as one factor where that is enough', async () => {
    const { authenticator, passkey } = await bound();
    const preferred = { ...ceremony(), userVerification: 'preferred' } as const;
    const output = authenticator.assert(preferred, { userVerified: false });
    const verdict = await verifyAssertion(output, {
      ceremony: preferred,
      policy: OPEN_PASSKEY_POLICY,
      passkey,
    });
    assert.ok(verdict.kind === 'genuine' && !verdict.userVerified);
  });
});

describe('the options a browser gets', () => {
  it('offer ES256, EdDSA and RS256 to a resident key, and leave out what is bound', () => {
    const options = creationOptions({
      ceremony: ceremony('a-challenge'),
      relyingParty: makeRelyingParty(ORIGIN, 'Example', OPEN_PASSKEY_POLICY),
      user: USER,
      existing: [{ credentialId: 'AAAA', key: { transports: ['usb'] } }],
    });
    assert.deepEqual(
      options.pubKeyCredParams.map(({ alg }) => alg),
      [-7, -8, -257],
    );
    assert.equal(options.authenticatorSelection.residentKey, 'required');
    assert.equal(options.attestation, 'none');
    assert.deepEqual(options.excludeCredentials, [
      { id: 'AAAA', type: 'public-key', transports: ['usb'] },
    ]);
    assert.equal(Buffer.from(options.user.id, 'base64url').toString(), USER.id);
  });
});
