import { statSync } from 'node:fs';
import { equalSecrets } from './constant-time.ts';
import { loadKeyRing } from './key-ring-file.ts';
import type { KeyRing } from './key-ring.ts';

/** Reading the file costs a millisecond; values that no key opens must not cost that each time. */
const LEAST_MS_BETWEEN = 200;

/**
 * The ring of a process that goes on running: it takes up a rotation without a restart, whoever
 * wrote the file. A ring that cannot be read, or is another installation's, changes nothing.
 */
export function makeLiveKeyRing(file: string, clock: () => number): Required<KeyRing> {
  const first = loadKeyRing(file);
  let { sealingKeys } = first;
  let stamp = stampOf(file);
  let lookedAt = Number.NEGATIVE_INFINITY;

  function refresh(): boolean {
    const now = clock();
    if (now - lookedAt < LEAST_MS_BETWEEN) return false;
    lookedAt = now;
    const newest = stampOf(file);
    if (newest === stamp) return false;
    const ring = tryLoad(file);
    if (ring === undefined || !isSame(ring, first)) return false;
    stamp = newest;
    sealingKeys = ring.sealingKeys;
    return true;
  }

  return {
    hashingKey: first.hashingKey,
    auditKey: first.auditKey,
    get sealingKeys() {
      return sealingKeys;
    },
    refresh,
  };
}

function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false, bigint: true });
  return found === undefined ? '' : `${found.ino}:${found.mtimeNs}:${found.size}`;
}

function tryLoad(file: string): KeyRing | undefined {
  try {
    return loadKeyRing(file);
  } catch {
    return undefined;
  }
}

/** Of one installation's ring, nothing but the sealing keys ever changes. */
const isSame = (ring: KeyRing, first: KeyRing): boolean =>
  equalSecrets(ring.hashingKey, first.hashingKey) && equalSecrets(ring.auditKey, first.auditKey);
