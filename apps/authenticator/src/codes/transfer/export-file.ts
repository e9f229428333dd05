/**
 * A file of codes for another phone. Version 1: the accounts as JSON, AES-256-GCM, under a key that
 * PBKDF2 (RFC 8018) makes of a passphrase. Everything but `data` and `digest` is bound to it.
 */
export type ExportFile = {
  readonly format: 'proofup-codes';
  readonly version: 1;
  readonly kdf: {
    readonly name: 'PBKDF2-SHA-256';
    readonly iterations: number;
    /** Base64. */
    readonly salt: string;
  };
  readonly cipher: { readonly name: 'AES-256-GCM'; readonly iv: string };
  readonly data: string;
  /** SHA-256 of `data`: tells a damaged file from a wrong passphrase. */
  readonly digest: string;
};

export type Header = Omit<ExportFile, 'data' | 'digest'>;

export const FORMAT = 'proofup-codes';
export const VERSION = 1;
/** OWASP Password Storage Cheat Sheet, PBKDF2-HMAC-SHA256. */
export const ITERATIONS = 600_000;
/** A file may say another number, within reason: a phone has to make it. */
export const MOST_ITERATIONS = 10_000_000;
export const LEAST_PASSPHRASE = 12;

export async function keyFrom(
  passphrase: string,
  { salt, iterations }: { readonly salt: Uint8Array<ArrayBuffer>; readonly iterations: number },
): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey']);
  const pbkdf2 = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  const aes = { name: 'AES-GCM', length: 256 };
  return crypto.subtle.deriveKey(pbkdf2, base, aes, false, ['encrypt', 'decrypt']);
}

/** In this order whatever the order in the file. */
export const boundTo = ({ format, version, kdf, cipher }: Header): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(
    JSON.stringify([format, version, kdf.name, kdf.iterations, kdf.salt, cipher.name, cipher.iv]),
  );
