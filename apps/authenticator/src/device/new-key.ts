import { toBase64url } from '#kit/base64url.ts';

export type NewKey = {
  readonly privateKey: CryptoKey;
  /** The public half, with the members that RFC 7518 section 6.2.1 asks for and no others. */
  readonly jwk: {
    readonly kty: 'EC';
    readonly crv: 'P-256';
    readonly x: string;
    readonly y: string;
  };
  readonly thumbprint: string;
};

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A key that signs for one account; its private half never leaves the browser's own keeping. */
export async function newKey(): Promise<NewKey> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(ALGORITHM, false, ['sign']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  const jwk = { kty: 'EC', crv: 'P-256', x, y } as const;
  const { crv, kty } = jwk;
  const canonical = new TextEncoder().encode(JSON.stringify({ crv, kty, x, y }));
  const digest = await crypto.subtle.digest('SHA-256', canonical);
  return { privateKey, jwk, thumbprint: toBase64url(new Uint8Array(digest)) };
}
