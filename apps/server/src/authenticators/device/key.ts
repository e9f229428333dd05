import { createHash } from 'node:crypto';

/** The public half of a device's key: ECDSA on P-256, as JWK (RFC 7518 section 6.2). */
export type DeviceKey = {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
};

/** 32 bytes, base64url. */
const COORDINATE = /^[A-Za-z0-9_-]{43}$/;

/** The members of a public key and no others; undefined for whatever is not one. */
export function parseDeviceKey(jwk: unknown): DeviceKey | undefined {
  if (typeof jwk !== 'object' || jwk === null) return undefined;
  const { kty, crv, x, y }: { kty?: unknown; crv?: unknown; x?: unknown; y?: unknown } = jwk;
  if (kty !== 'EC' || crv !== 'P-256' || 'd' in jwk) return undefined;
  if (typeof x !== 'string' || typeof y !== 'string') return undefined;
  return COORDINATE.test(x) && COORDINATE.test(y) ? { kty, crv, x, y } : undefined;
}

/** JWK thumbprint (RFC 7638): what a device is known by. */
export const thumbprintOf = ({ crv, kty, x, y }: DeviceKey): string =>
  createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
