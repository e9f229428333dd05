import { createPublicKey, verify } from 'node:crypto';
import type { DeviceKey } from './key.ts';

type Members = Readonly<Record<string, unknown>>;

export type Signed = {
  readonly header: Members;
  readonly claims: Members;
  /** Checks the signature; false for a key that is not a point of the curve, too. */
  readonly isBy: (key: DeviceKey) => boolean;
};

const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$/;
const MAX_LENGTH = 4096;

function parseMembers(part: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object, of whatever members
    return typeof value === 'object' && value !== null ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A compact JWS (RFC 7515 section 7.1) of one `typ`, with ES256 and nothing else (RFC 8725 section
 * 3.1); undefined for whatever is not one. Nothing in it is believed before `isBy`.
 */
export function parseSigned(token: unknown, typ: string): Signed | undefined {
  if (typeof token !== 'string' || token.length > MAX_LENGTH || !COMPACT.test(token)) {
    return undefined;
  }
  const [head = '', body = '', signature = ''] = token.split('.');
  const header = parseMembers(head);
  const claims = parseMembers(body);
  if (header === undefined || claims === undefined) return undefined;
  if (header['alg'] !== 'ES256' || header['typ'] !== typ || 'crit' in header) return undefined;
  return {
    header,
    claims,
    isBy: (key) => isSignedBy(key, `${head}.${body}`, signature),
  };
}

function isSignedBy(key: DeviceKey, text: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key, format: 'jwk' });
    const bytes = Buffer.from(signature, 'base64url');
    return verify(
      'sha256',
      Buffer.from(text),
      { key: publicKey, dsaEncoding: 'ieee-p1363' },
      bytes,
    );
  } catch {
    return false;
  }
}

/** Whether the time that was signed (`iat`, seconds) is near enough to now. */
export function isTimely({ claims }: Signed, now: Date, skewSeconds: number): boolean {
  const { iat } = claims;
  return typeof iat === 'number' && Math.abs(now.getTime() / 1000 - iat) <= skewSeconds;
}
