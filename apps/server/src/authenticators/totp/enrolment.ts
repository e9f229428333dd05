import { randomBytes } from 'node:crypto';
import { drawQr } from '../draw-qr.ts';
import { toBase32 } from './base32.ts';

/** 160 bits (RFC 4226 section 4, R6). */
const SECRET_BYTES = 20;

export const makeTotpSecret = (): Uint8Array => randomBytes(SECRET_BYTES);

export type TotpEnrolment = {
  /** SVG. */
  readonly qr: string;
  /** Base32 without padding: 32 characters. */
  readonly secret: string;
  readonly uri: string;
};

/** What an app needs to hold the secret: the de-facto `otpauth` URI, as a picture and as text. */
export function describeTotpEnrolment(
  secret: Uint8Array,
  label: { readonly issuer: string; readonly account: string },
): TotpEnrolment {
  const base32 = toBase32(secret);
  const path = `${encodeURIComponent(label.issuer)}:${encodeURIComponent(label.account)}`;
  const query = `secret=${base32}&issuer=${encodeURIComponent(label.issuer)}&algorithm=SHA1&digits=6&period=30`;
  const uri = `otpauth://totp/${path}?${query}`;
  return { qr: drawQr(uri), secret: base32, uri };
}
