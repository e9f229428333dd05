import { createHash } from 'node:crypto';
import { equalSecrets } from '#crypto/constant-time.ts';
import { type CborMap, decodeCbor, isCborMap } from './cbor.ts';
import type { Ceremony } from './client-data.ts';
import { demand } from './refusal.ts';

const HEADER_BYTES = 37;
const AAGUID_BYTES = 16;

export type AuthenticatorData = {
  readonly userVerified: boolean;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
  readonly counter: number;
  readonly attested:
    | { readonly aaguid: string; readonly id: string; readonly publicKey: CborMap }
    | undefined;
};

/**
 * Reads authenticator data (W3C WebAuthn Level 3 section 6.1) and checks what every ceremony asks of
 * it: whose it is, that somebody was there, and flags that go together.
 */
export function checkAuthenticatorData(
  data: Uint8Array,
  { rpId, userVerification }: Ceremony,
): AuthenticatorData {
  demand(data.length >= HEADER_BYTES, 'malformed');
  const rpIdHash = createHash('sha256').update(rpId).digest();
  demand(equalSecrets(data.subarray(0, 32), rpIdHash), 'wrong_rp');
  const flags = readFlags(data[32] ?? 0);
  demand(flags.userPresent, 'user_not_present');
  demand(flags.userVerified || userVerification !== 'required', 'user_not_verified');
  demand(flags.backupEligible || !flags.backedUp, 'backed_up_but_not_eligible');
  const { attested, end } = readAttested(data, flags.hasAttested);
  demand(endOfExtensions(data, end, flags.hasExtensions) === data.length, 'malformed');
  const { userVerified, backupEligible, backedUp } = flags;
  const counter = new DataView(data.buffer, data.byteOffset).getUint32(33);
  return { userVerified, backupEligible, backedUp, counter, attested };
}

const readFlags = (byte: number) => ({
  userPresent: (byte & 0x01) !== 0,
  userVerified: (byte & 0x04) !== 0,
  backupEligible: (byte & 0x08) !== 0,
  backedUp: (byte & 0x10) !== 0,
  hasAttested: (byte & 0x40) !== 0,
  hasExtensions: (byte & 0x80) !== 0,
});

function readAttested(data: Uint8Array, hasAttested: boolean) {
  if (!hasAttested) return { attested: undefined, end: HEADER_BYTES };
  const start = HEADER_BYTES + AAGUID_BYTES + 2;
  demand(data.length > start, 'malformed');
  const length = new DataView(data.buffer, data.byteOffset).getUint16(start - 2);
  const aaguid = toHyphenated(data.subarray(HEADER_BYTES, start - 2));
  const id = Buffer.from(data.subarray(start, start + length)).toString('base64url');
  const { value: publicKey, end } = decodeCbor(data, start + length);
  demand(isCborMap(publicKey), 'malformed');
  return { attested: { aaguid, id, publicKey }, end };
}

function endOfExtensions(data: Uint8Array, from: number, hasExtensions: boolean): number {
  if (!hasExtensions) return from;
  const { value, end } = decodeCbor(data, from);
  demand(isCborMap(value), 'malformed');
  return end;
}

const toHyphenated = (aaguid: Uint8Array): string =>
  Buffer.from(aaguid)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
