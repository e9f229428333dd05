import { createHash, randomBytes } from 'node:crypto';

/** Entra reads RS256 only (RFC 7518 section 3.3: 2048 bits or more). */
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
} as const;

/** Longer than a key is in use; nobody checks the chain of a self-signed certificate. */
const VALID_MS = 3 * 366 * 24 * 60 * 60_000;

export type MadeKey = {
  readonly id: string;
  /** DER. */
  readonly certificate: Uint8Array;
  /** PKCS #8 DER (RFC 5958). */
  readonly privateKey: Uint8Array;
};

/** An RSA key with a certificate around it, for the `x5c` that Entra asks for. The writer is loaded when it is needed: once a year. */
export async function makeKey(host: string, now: Date): Promise<MadeKey> {
  await import('reflect-metadata');
  const { KeyUsageFlags, KeyUsagesExtension, X509CertificateGenerator } = await import(
    '@peculiar/x509'
  );
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const made = await X509CertificateGenerator.createSelfSigned({
    // RFC 5280 section 4.1.2.2: positive, not zero, at most 20 octets.
    serialNumber: `01${randomBytes(15).toString('hex')}`,
    name: [{ CN: [`Proofup signing key, ${host}`] }],
    notBefore: now,
    notAfter: new Date(now.getTime() + VALID_MS),
    keys,
    signingAlgorithm: RSA,
    extensions: [new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true)],
  });
  const certificate = new Uint8Array(made.rawData);
  return {
    id: createHash('sha256').update(certificate).digest('base64url'),
    certificate,
    privateKey: new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey)),
  };
}
