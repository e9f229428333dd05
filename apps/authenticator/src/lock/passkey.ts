import { t } from '@proofup/ui/authenticator-text.ts';

const TIMEOUT_MS = 60_000;
/** Flag UV of authenticator data (W3C WebAuthn Level 3, section 6.1). */
const USER_VERIFIED = 0x04;
const FLAGS_AT = 32;

/** ES256 and RS256 (RFC 9053, RFC 8812): what platform authenticators make. */
const ALGORITHMS = [-7, -257].map((alg) => ({ type: 'public-key', alg }) as const);

const random = (bytes: number): Uint8Array<ArrayBuffer> =>
  crypto.getRandomValues(new Uint8Array(bytes));

/** Whether this phone has a screen lock that a page can ask for. */
export async function canLock(): Promise<boolean> {
  const credentials: typeof PublicKeyCredential | undefined = globalThis.PublicKeyCredential;
  if (credentials === undefined) return false;
  return credentials.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
}

/** A passkey of this phone for this app alone: no server knows it. Undefined: the person said no. */
export async function makePasskey(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const publicKey: PublicKeyCredentialCreationOptions = {
    challenge: random(32),
    rp: { name: t('home.title') },
    user: { id: random(16), name: t('lock.passkey-name'), displayName: t('lock.passkey-name') },
    pubKeyCredParams: [...ALGORITHMS],
    authenticatorSelection: {
      authenticatorAttachment: 'platform',
      residentKey: 'required',
      userVerification: 'required',
    },
    timeout: TIMEOUT_MS,
    extensions: { prf: {} },
  };
  const made = await navigator.credentials.create({ publicKey }).catch(() => null);
  return made instanceof PublicKeyCredential ? new Uint8Array(made.rawId) : undefined;
}

export type Asked =
  /** `secret`: what the PRF extension gives for this salt, where the authenticator has it. */
  | { readonly kind: 'verified'; readonly secret: ArrayBuffer | undefined }
  | { readonly kind: 'refused' };

/** Has the phone make sure of its owner (fingerprint, face, PIN). */
export async function askPasskey(
  id: Uint8Array<ArrayBuffer>,
  salt: Uint8Array<ArrayBuffer>,
): Promise<Asked> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge: random(32),
    allowCredentials: [{ type: 'public-key', id }],
    userVerification: 'required',
    timeout: TIMEOUT_MS,
    extensions: { prf: { eval: { first: salt } } },
  };
  const given = await navigator.credentials.get({ publicKey }).catch(() => null);
  if (!(given instanceof PublicKeyCredential) || !isVerified(given)) return { kind: 'refused' };
  const first = given.getClientExtensionResults().prf?.results?.first;
  return { kind: 'verified', secret: first === undefined ? undefined : bytesOf(first) };
}

function isVerified({ response }: PublicKeyCredential): boolean {
  if (!(response instanceof AuthenticatorAssertionResponse)) return false;
  const flags = new Uint8Array(response.authenticatorData)[FLAGS_AT] ?? 0;
  return (flags & USER_VERIFIED) !== 0;
}

function bytesOf(source: BufferSource): ArrayBuffer {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return Uint8Array.from(view).buffer;
}
