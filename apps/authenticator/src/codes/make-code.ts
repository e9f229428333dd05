import type { CodeParameters } from '#codes/code-parameters.ts';

/** The code of this moment (RFC 6238 section 4, RFC 4226 section 5.3). */
export async function makeCode(
  secret: Uint8Array<ArrayBuffer>,
  { algorithm, digits, period }: CodeParameters,
  timeMs: number,
): Promise<string> {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(timeMs / 1000 / period)));
  const hmac = { name: 'HMAC', hash: algorithm };
  const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['sign']);
  const digest = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer));
  const offset = digest.getUint8(digest.byteLength - 1) & 0x0f;
  const value = digest.getUint32(offset) & 0x7f_ff_ff_ff;
  return String(value % 10 ** digits).padStart(digits, '0');
}
