import { createHmac, createSecretKey, type KeyObject, randomBytes, randomInt } from 'node:crypto';
import { equalSecrets } from './constant-time.ts';
import { deriveKey } from './derive-key.ts';

const RANDOM_BYTES = 32;

/** What sign-in/ports.ts asks for, told here again because mechanisms do not know who uses them. */
export type RandomAndHashes = {
  random(): string;
  hash(purpose: string, value: string): string;
  matches(purpose: string, value: string, hash: string): boolean;
  sixDigits(): string;
};

/**
 * Random values, and the keyed hashes that stand for them in the database. The key makes a stolen
 * database useless against six digits, of which there are only a million; the purpose keeps a hash
 * of one kind from standing for another.
 */
export function makeTokens({ hashingKey }: { readonly hashingKey: Uint8Array }): RandomAndHashes {
  /** Purposes are words of the code, never input: the map stays small. */
  const keys = new Map<string, KeyObject>();

  function keyFor(purpose: string): KeyObject {
    const known = keys.get(purpose);
    if (known !== undefined) return known;
    // A key object: with raw bytes each hash costs 14 µs more (Node 24).
    const key = createSecretKey(deriveKey(hashingKey, `hash/${purpose}`));
    keys.set(purpose, key);
    return key;
  }

  const hash = (purpose: string, value: string): string =>
    createHmac('sha256', keyFor(purpose)).update(value).digest('base64url');

  return {
    random: () => randomBytes(RANDOM_BYTES).toString('base64url'),
    hash,
    matches: (purpose, value, expected) => equalSecrets(hash(purpose, value), expected),
    sixDigits: () => String(randomInt(1_000_000)).padStart(6, '0'),
  };
}
