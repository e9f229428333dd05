import { readFileSync, statSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { KEY_BYTES, type KeyRing } from './key-ring.ts';

/** Stops the start. The message is one line for the operator and holds nothing of any key. */
export class KeyRingRefused extends Error {
  override readonly name = 'KeyRingRefused';
}

/** The keys shown in the documentation begin with this word, so that none of them ever works. */
const EXAMPLE_KEY_PREFIX = 'example-key';
/** 32 random bytes have fewer than 16 different ones once in 10^14 tries; typed-in keys always do. */
const MIN_DIFFERENT_BYTES = 16;

const BASE64URL = /^[A-Za-z0-9_-]*$/;

const SCHEMA = z.strictObject({
  version: z.literal(1),
  sealingKeys: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[0-9a-f]{16}$/),
        key: z.string(),
        createdAt: z.iso.datetime(),
        state: z.enum(['current', 'older']),
      }),
    )
    .min(1),
  hashingKey: z.string(),
  auditKey: z.string(),
});

type Stored = z.infer<typeof SCHEMA>;

export function loadKeyRing(file: string): KeyRing {
  assertPrivate(file);
  const stored = parse(readFileSync(file, 'utf8'), file);
  const keyOf = (name: string, text: string) => decodeKey(text, `${name} in ${file}`);
  const sealingKeys = stored.sealingKeys.map(({ id, key, createdAt, state }) => ({
    id,
    key: keyOf(`sealing key ${id}`, key),
    createdAt: new Date(createdAt),
    state,
  }));
  const ids = new Set(sealingKeys.map(({ id }) => id));
  const current = sealingKeys.filter(({ state }) => state === 'current');
  if (current.length !== 1 || ids.size !== sealingKeys.length) {
    throw new KeyRingRefused(`the key ring ${file} must have one current key, and each id once`);
  }
  return {
    sealingKeys,
    hashingKey: keyOf('the hashing key', stored.hashingKey),
    auditKey: keyOf('the audit key', stored.auditKey),
  };
}

/** Windows has no modes; elsewhere nobody but the owner may read or write the file. */
function assertPrivate(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined || !found.isFile()) {
    throw new KeyRingRefused(`there is no key ring at ${file}`);
  }
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new KeyRingRefused(`others can read the key ring ${file}: run chmod 600 on it`);
  }
}

function parse(text: string, file: string): Stored {
  try {
    return SCHEMA.parse(JSON.parse(text));
  } catch {
    throw new KeyRingRefused(`${file} is not a key ring (proofup keys make writes one)`);
  }
}

function decodeKey(text: string, name: string): Uint8Array {
  const key = Buffer.from(text, 'base64url');
  if (!BASE64URL.test(text) || key.length !== KEY_BYTES) {
    throw new KeyRingRefused(`${name} is not ${KEY_BYTES} bytes in base64url`);
  }
  if (
    key.toString('latin1').startsWith(EXAMPLE_KEY_PREFIX) ||
    new Set(key).size < MIN_DIFFERENT_BYTES
  ) {
    throw new KeyRingRefused(`${name} is an example, not a random key`);
  }
  return key;
}

const encode = (key: Uint8Array): string => Buffer.from(key).toString('base64url');

export function keyRingText(ring: KeyRing): string {
  const stored: Stored = {
    version: 1,
    sealingKeys: ring.sealingKeys.map(({ id, key, createdAt, state }) => ({
      id,
      key: encode(key),
      createdAt: createdAt.toISOString(),
      state,
    })),
    hashingKey: encode(ring.hashingKey),
    auditKey: encode(ring.auditKey),
  };
  return `${JSON.stringify(stored, null, 2)}\n`;
}

/** Written beside its place and moved there, so that a power cut leaves the old ring or the new one. */
export async function saveKeyRing(file: string, ring: KeyRing): Promise<void> {
  const folder = path.dirname(path.resolve(file));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const beside = `${file}.new`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(keyRingText(ring));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
  await syncFolder(folder);
}

/** The move itself must survive the power cut too; Windows cannot open a folder. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
