import { demand } from './refusal.ts';

/** The whole answer of a browser, as text. */
const MAX_SIZE = 64 * 1024;
/** Credential IDs (W3C WebAuthn Level 3 section 7.1 step 26). */
const MAX_ID_BYTES = 1023;
const TRANSPORTS: readonly string[] = [
  'ble',
  'cable',
  'hybrid',
  'internal',
  'nfc',
  'smart-card',
  'usb',
];

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type CredentialFields = { readonly id: string; readonly response: Fields };

export type RegistrationResponse = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly transports: readonly string[];
};

export type AssertionResponse = {
  readonly id: string;
  readonly clientDataJSON: string;
  readonly authenticatorData: string;
  readonly signature: string;
  /** Empty or absent where the authenticator did not say whose key it is. */
  readonly userHandle: string | undefined;
};

/** `RegistrationResponseJSON` (W3C WebAuthn Level 3 section 5.1.8), as it came from outside. */
export function readRegistration(output: unknown): RegistrationResponse {
  const { id, response } = readCredential(output);
  const { transports = [] } = response;
  demand(Array.isArray(transports) && transports.length <= 16, 'malformed');
  return {
    id,
    clientDataJSON: base64Url(response['clientDataJSON']),
    attestationObject: base64Url(response['attestationObject']),
    transports: TRANSPORTS.filter((known) => transports.includes(known)),
  };
}

/** `AuthenticationResponseJSON`, as it came from outside. */
export function readAssertion(output: unknown): AssertionResponse {
  const { id, response } = readCredential(output);
  const userHandle = response['userHandle'] ?? undefined;
  return {
    id,
    clientDataJSON: base64Url(response['clientDataJSON']),
    authenticatorData: base64Url(response['authenticatorData']),
    signature: base64Url(response['signature']),
    userHandle: userHandle === undefined ? undefined : base64Url(userHandle),
  };
}

function readCredential(output: unknown): CredentialFields {
  demand(isFields(output), 'malformed');
  const { id: given, rawId, type, response } = output;
  demand(isFields(response), 'malformed');
  demand(sizeOf(output) + sizeOf(response) <= MAX_SIZE, 'too_large');
  const id = base64Url(given);
  demand(id.length > 0 && Buffer.from(id, 'base64url').length <= MAX_ID_BYTES, 'malformed');
  demand(id === rawId, 'malformed');
  demand(type === 'public-key', 'malformed');
  return { id, response };
}

/** Only texts are ever read; what else an answer holds is not looked at. */
const sizeOf = (fields: Fields): number =>
  Object.values(fields).reduce<number>(
    (total, value) => total + (typeof value === 'string' ? value.length : 0),
    0,
  );

/** Base64url without padding, and in the one form that these bytes have. */
function base64Url(value: unknown): string {
  demand(typeof value === 'string', 'malformed');
  demand(Buffer.from(value, 'base64url').toString('base64url') === value, 'malformed');
  return value;
}
