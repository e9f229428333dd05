import type { CallerCheckId, ChallengeId } from '#domain/ids.ts';

type Hashes = { readonly hash: (purpose: string, value: string) => string };

/** Six bytes of a keyed hash are 2^48 values: over 10^6 numbers the bias is below 10^-8. */
const HASH_BYTES = 6;

/**
 * The number that one request is answered with: a keyed hash of its id, so that it is never stored
 * and never anywhere but on the page that asked (SP 800-63B-4 section 3.1.3.2).
 */
export function numberFor(tokens: Hashes, challengeId: ChallengeId, digits: number): string {
  return digitsIn(tokens.hash('push-number', challengeId), digits);
}

const CALLER_DIGITS = 6;

/** What a caller reads out from the phone: of a purpose of its own, so that it is no answer to a request. */
export const callerNumberFor = (tokens: Hashes, checkId: CallerCheckId): string =>
  digitsIn(tokens.hash('caller-number', checkId), CALLER_DIGITS);

function digitsIn(hash: string, digits: number): string {
  const value = Buffer.from(hash, 'base64url').readUIntBE(0, HASH_BYTES);
  return String(value % 10 ** digits).padStart(digits, '0');
}
