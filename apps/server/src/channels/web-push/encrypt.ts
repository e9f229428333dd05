import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { PushSubscription } from '#delivery/ports.ts';

/** One record is plenty for what we say (RFC 8188 section 2.1). */
const RECORD_SIZE = 4096;
const SALT_BYTES = 16;
/** The last record of a message ends so (RFC 8188 section 2). */
const LAST = Buffer.from([2]);

type Info = { readonly info: Uint8Array; readonly bytes: number };

const derive = (key: Uint8Array, salt: Uint8Array, { info, bytes }: Info): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, bytes));

/** Encrypts for one subscription: the push service carries it and cannot read it (RFC 8291, `aes128gcm`). */
export function encrypt(text: string, { p256dh, auth }: PushSubscription): Buffer {
  const theirs = Buffer.from(p256dh, 'base64url');
  const own = createECDH('prime256v1');
  const ours = own.generateKeys();
  const shared = own.computeSecret(theirs);
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours]);
  const secret = derive(shared, Buffer.from(auth, 'base64url'), { info: keyInfo, bytes: 32 });
  const salt = randomBytes(SALT_BYTES);
  const key = derive(secret, salt, {
    info: Buffer.from('Content-Encoding: aes128gcm\0'),
    bytes: 16,
  });
  const nonce = derive(secret, salt, { info: Buffer.from('Content-Encoding: nonce\0'), bytes: 12 });
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const sealed = [cipher.update(Buffer.concat([Buffer.from(text), LAST])), cipher.final()];
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD_SIZE);
  const header = [salt, size, Buffer.from([ours.length]), ours];
  return Buffer.concat([...header, ...sealed, cipher.getAuthTag()]);
}
