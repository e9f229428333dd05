import { textToBase64url, toBase64url } from '#kit/base64url.ts';

type Members = Readonly<Record<string, unknown>>;

const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** A compact JWS with ES256 (RFC 7515 section 7.1, RFC 7518 section 3.4). */
export async function sign(
  privateKey: CryptoKey,
  header: Members & { readonly typ: string },
  claims: Members,
): Promise<string> {
  const head = textToBase64url(JSON.stringify({ alg: 'ES256', ...header }));
  const text = `${head}.${textToBase64url(JSON.stringify(claims))}`;
  const signature = await crypto.subtle.sign(ES256, privateKey, new TextEncoder().encode(text));
  return `${text}.${toBase64url(new Uint8Array(signature))}`;
}
