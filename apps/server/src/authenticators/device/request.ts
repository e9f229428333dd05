import { createHash } from 'node:crypto';
import { equalSecrets } from '#crypto/constant-time.ts';
import type { DeviceKey } from './key.ts';
import { isTimely, parseSigned, type Signed } from './signed.ts';

/** One call of a device, as it came in. */
export type DeviceCall = {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** As it was sent; empty where there is none. */
  readonly body: string;
};

type Expected = {
  readonly audience: string;
  readonly requestType: string;
  readonly skewSeconds: number;
  readonly now: Date;
};

export type SignedCall = { readonly keyId: string; readonly isBy: (key: DeviceKey) => boolean };

/** Which key says that it made this call (`kid`: its thumbprint), where what it signed is this call. */
export function readSignedCall(
  token: unknown,
  call: DeviceCall,
  expected: Expected,
): SignedCall | undefined {
  const signed = parseSigned(token, expected.requestType);
  const keyId = signed?.header['kid'];
  if (signed === undefined || typeof keyId !== 'string') return undefined;
  const isThis = isAbout(signed, call, expected.audience);
  const isNow = isTimely(signed, expected.now, expected.skewSeconds);
  return isThis && isNow ? { keyId, isBy: signed.isBy } : undefined;
}

/** As in DPoP (RFC 9449 section 4.2), and the body with it. */
function isAbout({ claims }: Signed, { method, url, body }: DeviceCall, audience: string): boolean {
  const digest = createHash('sha256').update(body).digest('base64url');
  const { aud, htm, htu, digest: given } = claims;
  const isSame = typeof given === 'string' && equalSecrets(given, digest);
  return aud === audience && htm === method && htu === url && isSame;
}
