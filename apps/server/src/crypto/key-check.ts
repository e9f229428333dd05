import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { equalSecrets } from './constant-time.ts';
import { deriveKey } from './derive-key.ts';
import { KeyRingRefused } from './key-ring-file.ts';
import { auditKeysOf, currentKeyOf, type KeyRing } from './key-ring.ts';

/** Small named values that the database keeps about itself. */
export interface MetaStore {
  get(name: string): Promise<string | undefined>;
  set(name: string, value: string): Promise<void>;
}

const NAME = 'key-check';

const RECORD = z.strictObject({
  sealingKey: z.string(),
  sealing: z.string(),
  hashing: z.string(),
  audit: z.string(),
});
type CheckRecord = z.infer<typeof RECORD>;

/** Says whether a key is the same, and nothing else: a key of its own purpose over a fixed word. */
const checkOf = (key: Uint8Array): string =>
  createHmac('sha256', deriveKey(key, 'check')).update('proofup').digest('base64url');

function recordOf(ring: KeyRing): CheckRecord {
  const current = currentKeyOf(ring);
  return {
    sealingKey: current.id,
    sealing: checkOf(current.key),
    hashing: checkOf(ring.hashingKey),
    audit: auditKeysOf(ring).publicKey.export({ format: 'jwk' }).x ?? '',
  };
}

function parseRecord(stored: string): CheckRecord {
  try {
    return RECORD.parse(JSON.parse(stored));
  } catch {
    throw new KeyRingRefused('the database holds a key check that cannot be read');
  }
}

function fits(stored: CheckRecord, ring: KeyRing): boolean {
  const sealing = ring.sealingKeys.find(({ id }) => id === stored.sealingKey);
  const now = recordOf(ring);
  return (
    sealing !== undefined &&
    equalSecrets(checkOf(sealing.key), stored.sealing) &&
    equalSecrets(now.hashing, stored.hashing) &&
    equalSecrets(now.audit, stored.audit)
  );
}

/**
 * Throws KeyRingRefused, before anything is written, when the database was written under other
 * keys: it could not be read, and what were written now could not be read with the right ones later.
 */
export async function assertKeyRingFits(
  meta: Pick<MetaStore, 'get'>,
  ring: KeyRing,
): Promise<void> {
  const stored = await meta.get(NAME);
  if (stored !== undefined && !fits(parseRecord(stored), ring)) {
    throw new KeyRingRefused('the key ring is not the one this database was written with');
  }
}

/** At the first start, and after a rotation: what the database is written under from now on. */
export async function recordKeyRing(meta: MetaStore, ring: KeyRing): Promise<void> {
  await assertKeyRingFits(meta, ring);
  const record = JSON.stringify(recordOf(ring));
  if ((await meta.get(NAME)) !== record) await meta.set(NAME, record);
}
