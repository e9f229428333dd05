import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { type Encodable, encodeCbor } from './cbor-encoder.ts';

type Algorithm = 'ES256' | 'ES384' | 'EdDSA' | 'RS256';

/** What the authenticator, and the browser in front of it, say: each a switch. */
export type Switches = {
  readonly userPresent: boolean;
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly origin: string;
  readonly rpId: string;
  readonly crossOrigin: boolean | undefined;
  readonly topOrigin: string | undefined;
  readonly type: string | undefined;
  readonly challenge: string | undefined;
  readonly attestation: 'none' | 'packed-self';
  /** In place of the next number of its own. */
  readonly counter: number | undefined;
};

export type SoftwareAuthenticatorWanted = Partial<Switches> & {
  readonly origin: string;
  readonly algorithm?: Algorithm;
  /** An authenticator that does not count says 0 for ever. */
  readonly counts?: boolean;
  /** Hyphenated. */
  readonly aaguid?: string;
};

type Creating = { readonly challenge: string; readonly user: { readonly id: string } };
type Requesting = { readonly challenge: string };

export type Credential = {
  readonly id: string;
  readonly rawId: string;
  readonly type: 'public-key';
  readonly clientExtensionResults: Readonly<Record<string, never>>;
  readonly response: Readonly<Record<string, string | readonly string[]>>;
};

/** One authenticator with one key in it, and the browser in front of it, in software. */
export type SoftwareAuthenticator = {
  readonly credentialId: string;
  /** `RegistrationResponseJSON` for creation options. */
  register(options: Creating, switched?: Partial<Switches>): Credential;
  /** `AuthenticationResponseJSON` for request options. */
  assert(options: Requesting, switched?: Partial<Switches>): Credential;
};

const COSE: Readonly<Record<Algorithm, number>> = { ES256: -7, ES384: -35, EdDSA: -8, RS256: -257 };
const NO_AAGUID = '00000000-0000-0000-0000-000000000000';
const base64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const fromBase64Url = (text: string): Buffer => Buffer.from(text, 'base64url');
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

export function makeSoftwareAuthenticator(
  wanted: SoftwareAuthenticatorWanted,
): SoftwareAuthenticator {
  const { algorithm = 'ES256', counts = true, aaguid = NO_AAGUID, ...given } = wanted;
  const usual = { ...usualOf(wanted.origin), ...given };
  const { publicKey, privateKey } = makeKeys(algorithm);
  const id = randomBytes(32);
  const credentialId = base64Url(id);
  let counter = 0;
  let userHandle = '';
  const count = (switches: Switches): number => {
    if (counts) counter += 1;
    return switches.counter ?? counter;
  };
  const signed = (data: Uint8Array) => signWith(algorithm, privateKey, data);
  const common = { id: credentialId, rawId: credentialId, type: 'public-key' } as const;
  return {
    credentialId,
    register: (options, switched = {}) => {
      const switches = { ...usual, ...switched };
      userHandle = options.user.id;
      const clientData = clientDataOf(switches, { ...options, type: 'webauthn.create' });
      const length = Buffer.from([id.length >> 8, id.length & 0xff]);
      const key = encodeCbor(coseKey(algorithm, publicKey));
      const model = Buffer.from(aaguid.replaceAll('-', ''), 'hex');
      const attested = Buffer.concat([model, length, id, key]);
      const data = Buffer.concat([headerOf(switches, count(switches), true), attested]);
      const statement = statementOf(switches, COSE[algorithm], () =>
        signed(Buffer.concat([data, sha256(clientData)])),
      );
      const attestationObject = encodeCbor(
        new Map<string, Encodable>([...statement, ['authData', data]]),
      );
      const response = {
        clientDataJSON: base64Url(clientData),
        attestationObject: base64Url(attestationObject),
        transports: ['internal'],
      };
      return { ...common, clientExtensionResults: {}, response };
    },
    assert: (options, switched = {}) => {
      const switches = { ...usual, ...switched };
      const clientData = clientDataOf(switches, { ...options, type: 'webauthn.get' });
      const data = headerOf(switches, count(switches), false);
      const response = {
        clientDataJSON: base64Url(clientData),
        authenticatorData: base64Url(data),
        signature: base64Url(signed(Buffer.concat([data, sha256(clientData)]))),
        userHandle,
      };
      return { ...common, clientExtensionResults: {}, response };
    },
  };
}

const usualOf = (origin: string): Switches => ({
  userPresent: true,
  userVerified: true,
  backupEligible: false,
  backedUp: false,
  origin,
  rpId: new URL(origin).hostname,
  crossOrigin: false,
  topOrigin: undefined,
  type: undefined,
  challenge: undefined,
  attestation: 'none',
  counter: undefined,
});

function makeKeys(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (algorithm) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    default:
      return algorithm satisfies never;
  }
}

function signWith(algorithm: Algorithm, key: KeyObject, data: Uint8Array): Buffer {
  if (algorithm === 'EdDSA') return sign(null, data, key);
  return sign(algorithm === 'ES384' ? 'sha384' : 'sha256', data, key);
}

/** RFC 9053 section 7. */
function coseKey(algorithm: Algorithm, key: KeyObject): ReadonlyMap<number, Encodable> {
  const { x = '', y = '', n = '', e = '' } = key.export({ format: 'jwk' });
  const alg = [3, COSE[algorithm]] as const;
  switch (algorithm) {
    case 'ES256':
    case 'ES384':
      return new Map<number, Encodable>([
        [1, 2],
        alg,
        [-1, algorithm === 'ES256' ? 1 : 2],
        [-2, fromBase64Url(x)],
        [-3, fromBase64Url(y)],
      ]);
    case 'EdDSA':
      return new Map<number, Encodable>([[1, 1], alg, [-1, 6], [-2, fromBase64Url(x)]]);
    case 'RS256':
      return new Map<number, Encodable>([
        [1, 3],
        alg,
        [-1, fromBase64Url(n)],
        [-2, fromBase64Url(e)],
      ]);
    default:
      return algorithm satisfies never;
  }
}

const clientDataOf = (
  { origin, crossOrigin, topOrigin, ...switches }: Switches,
  usual: { readonly type: string; readonly challenge: string },
): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: switches.type ?? usual.type,
      challenge: switches.challenge ?? usual.challenge,
      origin,
      crossOrigin,
      topOrigin,
    }),
  );

function headerOf(switches: Switches, counter: number, hasAttested: boolean): Buffer {
  const flags =
    (switches.userPresent ? 0x01 : 0) |
    (switches.userVerified ? 0x04 : 0) |
    (switches.backupEligible ? 0x08 : 0) |
    (switches.backedUp ? 0x10 : 0) |
    (hasAttested ? 0x40 : 0);
  const rest = Buffer.alloc(5);
  rest[0] = flags;
  rest.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(switches.rpId), rest]);
}

const statementOf = (
  { attestation }: Switches,
  alg: number,
  signature: () => Buffer,
): readonly (readonly [string, Encodable])[] =>
  attestation === 'none'
    ? [
        ['fmt', 'none'],
        ['attStmt', new Map()],
      ]
    : [
        ['fmt', 'packed'],
        [
          'attStmt',
          new Map<string, Encodable>([
            ['alg', alg],
            ['sig', signature()],
          ]),
        ],
      ];
