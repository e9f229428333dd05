import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { deriveKey } from './derive-key.ts';
import { CannotOpen, makeSealedBox, type SealedBox } from './sealed-box.ts';

export type RingKey = {
  /** 16 hex digits; stands before every value that is sealed under it. */
  readonly id: string;
  readonly key: Uint8Array;
  readonly createdAt: Date;
  /** One key seals; the others only open what is not sealed again yet. */
  readonly state: 'current' | 'older';
};

/** Every key of an installation. It lives in one file, apart from the database and its backups. */
export type KeyRing = {
  readonly sealingKeys: readonly RingKey[];
  /** Keyed hashes of codes, tokens and numbers. Never rotated: hashes cannot be made again. */
  readonly hashingKey: Uint8Array;
  /** The seed of the Ed25519 key (RFC 8032) that signs the head of the audit log. */
  readonly auditKey: Uint8Array;
  /** Looks for newer sealing keys where the ring came from; true when there are some. */
  readonly refresh?: () => boolean;
};

export const KEY_BYTES = 32;
const KEY_ID_BYTES = 8;

const makeSealingKey = (now: Date): RingKey => ({
  id: randomBytes(KEY_ID_BYTES).toString('hex'),
  key: randomBytes(KEY_BYTES),
  createdAt: now,
  state: 'current',
});

export const makeKeyRing = (now: Date): KeyRing => ({
  sealingKeys: [makeSealingKey(now)],
  hashingKey: randomBytes(KEY_BYTES),
  auditKey: randomBytes(KEY_BYTES),
});

export function currentKeyOf(ring: Pick<KeyRing, 'sealingKeys'>): RingKey {
  const current = ring.sealingKeys.find(({ state }) => state === 'current');
  if (current === undefined) throw new Error('a key ring without a current key');
  return current;
}

/** A new key seals from now on; what was sealed before still opens. */
export const rotateSealingKey = (ring: KeyRing, now: Date): KeyRing => ({
  ...ring,
  sealingKeys: [
    makeSealingKey(now),
    ...ring.sealingKeys.map((key) => ({ ...key, state: 'older' as const })),
  ],
});

/** Only after everything was sealed again: what the older keys sealed is lost without them. */
export const retireOldKeys = (ring: KeyRing): KeyRing => ({
  ...ring,
  sealingKeys: [currentKeyOf(ring)],
});

/** A key object: with raw bytes each opening costs three times as much (Node 24). */
const forSealing = ({ id, key }: RingKey) => ({
  id,
  key: createSecretKey(deriveKey(key, 'seal')),
});

const boxUnder = (keys: readonly RingKey[]): SealedBox =>
  makeSealedBox(
    forSealing(currentKeyOf({ sealingKeys: keys })),
    keys.filter(({ state }) => state === 'older').map(forSealing),
  );

/**
 * Seals under the ring as it is at that moment. A value under a key that is not in it was sealed by
 * another process after a rotation: the ring is read again before the value is given up.
 */
export function sealedBoxOf(ring: KeyRing): SealedBox {
  let keys = ring.sealingKeys;
  let box = boxUnder(keys);

  function now(): SealedBox {
    if (ring.sealingKeys !== keys) {
      keys = ring.sealingKeys;
      box = boxUnder(keys);
    }
    return box;
  }

  return {
    seal: (plain, place) => now().seal(plain, place),
    isCurrent: (sealed) => now().isCurrent(sealed),
    open: (sealed, place) => {
      try {
        return now().open(sealed, place);
      } catch (error) {
        const isNewer = error instanceof CannotOpen && error.reason === 'unknown key';
        if (!isNewer || ring.refresh?.() !== true) throw error;
        return now().open(sealed, place);
      }
    },
  };
}

/** RFC 8410 section 7: what stands before the 32-byte seed in a PKCS #8 Ed25519 key. */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function auditKeysOf(ring: KeyRing): {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
} {
  const der = Buffer.concat([PKCS8_ED25519, ring.auditKey]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { privateKey, publicKey: createPublicKey(privateKey) };
}
