import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';

/** Where a sealed value lives; bound into it, so that it opens nowhere else. */
export type Place = { readonly table: string; readonly column: string; readonly row: string };

export type SealingKey = { readonly id: string; readonly key: Uint8Array | KeyObject };

/** AES-256-GCM (NIST SP 800-38D) under a named key of the ring. */
export interface SealedBox {
  seal(plain: Uint8Array, place: Place): Uint8Array;
  /** Throws `CannotOpen` when the key is gone or the value was altered or moved. */
  open(sealed: Uint8Array, place: Place): Uint8Array;
  /** True when it is sealed under the key that seals now. */
  isCurrent(sealed: Uint8Array): boolean;
}

export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
  readonly reason: 'unknown key' | 'altered or moved';
  constructor(reason: CannotOpen['reason']) {
    super(reason);
    this.reason = reason;
  }
}

const VERSION = 1;
const KEY_ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES;
const SHORTEST = HEADER_BYTES + NONCE_BYTES + TAG_BYTES;

const associatedData = ({ table, column, row }: Place): Buffer =>
  Buffer.from(JSON.stringify([table, column, row]));

const keyIdOf = (sealed: Uint8Array): string =>
  Buffer.from(sealed.subarray(1, HEADER_BYTES)).toString('hex');

/** Layout: version (1), key id (8), nonce (12), ciphertext, tag (16). Key ids are 16 hex digits. */
export function makeSealedBox(current: SealingKey, older: readonly SealingKey[]): SealedBox {
  const keys = new Map([current, ...older].map(({ id, key }) => [id, key]));

  return {
    seal: (plain, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
      cipher.setAAD(associatedData(place));
      const header = [Buffer.from([VERSION]), Buffer.from(current.id, 'hex'), nonce];
      const text = [cipher.update(plain), cipher.final()];
      return Buffer.concat([...header, ...text, cipher.getAuthTag()]);
    },
    open: (sealed, place) => {
      const key = keys.get(keyIdOf(sealed));
      if (sealed.length < SHORTEST) throw new CannotOpen('altered or moved');
      if (sealed[0] !== VERSION || key === undefined) throw new CannotOpen('unknown key');
      const nonce = sealed.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce);
      decipher.setAAD(associatedData(place));
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      try {
        const text = sealed.subarray(HEADER_BYTES + NONCE_BYTES, -TAG_BYTES);
        return Buffer.concat([decipher.update(text), decipher.final()]);
      } catch {
        throw new CannotOpen('altered or moved');
      }
    },
    isCurrent: (sealed) => sealed[0] === VERSION && keyIdOf(sealed) === current.id,
  };
}
