import type { ChallengeId } from '#domain/ids.ts';

type Hashes = { readonly hash: (purpose: string, value: string) => string };

/** Six bytes of a keyed hash are 2^48 values: over 10^6 numbers the bias is below 10^-8. */
const HASH_BYTES = 6;

/**
 * The number that one request is answered with: a keyed hash of its id, so that it is never stored
 * and never anywhere but on the page that asked (SP 800-63B-4 section 3.1.3.2).
 */
export function numberFor(tokens: Hashes, challengeId: ChallengeId, digits: number): string {
  const hash = Buffer.from(tokens.hash('push-number', challengeId), 'base64url');
  return String(hash.readUIntBE(0, HASH_BYTES) % 10 ** digits).padStart(digits, '0');
}
