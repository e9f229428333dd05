import { hkdfSync } from 'node:crypto';

const KEY_BYTES = 32;

/**
 * One key per purpose out of a key of the ring (HKDF-SHA-256, RFC 5869): what is learnt of one
 * purpose's key says nothing about another's. The input is uniform, so no salt is needed (section 3.1).
 */
export const deriveKey = (key: Uint8Array, purpose: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `proofup/${purpose}`, KEY_BYTES));
