import { createECDH, createPrivateKey, type KeyObject } from 'node:crypto';
import { deriveKey } from './derive-key.ts';

export type VapidKey = {
  readonly privateKey: KeyObject;
  /** Uncompressed point, base64url: what browsers subscribe with (RFC 8292 section 3.2). */
  readonly publicKey: string;
};

/**
 * The key that says to push services who sends (RFC 8292), out of the ring: the same on every node and
 * as long as subscriptions last. A value outside the group's order is as likely as 2^-32.
 */
export function makeVapidKey({ hashingKey }: { readonly hashingKey: Uint8Array }): VapidKey {
  const pair = createECDH('prime256v1');
  const d = Buffer.from(deriveKey(hashingKey, 'vapid'));
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: d.toString('base64url'),
  };
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return { privateKey, publicKey: point.toString('base64url') };
}
