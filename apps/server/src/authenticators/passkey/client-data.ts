import { equalSecrets } from '#crypto/constant-time.ts';
import { demand } from './refusal.ts';

export type Ceremony = {
  /** Base64url. */
  readonly challenge: string;
  /** Exactly these; a browser writes them as `https://host` or `https://host:port`. */
  readonly origins: readonly string[];
  readonly rpId: string;
  readonly userVerification: 'required' | 'preferred';
};

type ClientData = Readonly<Record<string, unknown>>;

/** W3C WebAuthn Level 3 section 7.1 steps 5 to 12 and section 7.2 steps 8 to 15. */
export function checkClientData(
  clientDataJSON: string,
  { challenge, origins }: Ceremony,
  type: 'webauthn.create' | 'webauthn.get',
): void {
  const data = readClientData(clientDataJSON);
  demand(data['type'] === type, 'wrong_type');
  const given = data['challenge'];
  demand(typeof given === 'string' && equalSecrets(given, challenge), 'wrong_challenge');
  const { crossOrigin = false, origin, topOrigin } = data;
  demand(crossOrigin === false && topOrigin === undefined, 'cross_origin');
  demand(typeof origin === 'string' && origins.includes(origin), 'wrong_origin');
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readClientData(clientDataJSON: string): ClientData {
  const data: unknown = JSON.parse(UTF8.decode(Buffer.from(clientDataJSON, 'base64url')));
  demand(typeof data === 'object' && data !== null && !Array.isArray(data), 'malformed');
  return { ...data };
}
