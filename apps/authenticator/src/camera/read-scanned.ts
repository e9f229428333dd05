import { toBase64 } from '#codes/base64.ts';
import type { NewCodeAccount } from '#codes/code-account.ts';
import { parseOtpauth } from '#codes/parse-otpauth.ts';

export type Scanned =
  /** Of a security info page, or of an old phone that moves. */
  | { readonly kind: 'activation'; readonly code: string }
  | { readonly kind: 'code'; readonly account: NewCodeAccount }
  /** An activation that another server's authenticator answers. */
  | { readonly kind: 'elsewhere'; readonly host: string }
  | { readonly kind: 'unknown' };

const ACTIVATION = /^#activate=([\w-]{1,64})$/;

/** What a QR code says to this app, which answers to its own server alone and shows codes of any site. */
export function readScanned(text: string, origin: string): Scanned {
  const enrolment = parseOtpauth(text);
  if (enrolment !== undefined) {
    const { secret, ...rest } = enrolment;
    return { kind: 'code', account: { ...rest, secret: toBase64(secret) } };
  }
  const url = URL.parse(text.trim());
  const code = ACTIVATION.exec(url?.hash ?? '')?.[1];
  if (url === null || code === undefined) return { kind: 'unknown' };
  return url.origin === origin
    ? { kind: 'activation', code }
    : { kind: 'elsewhere', host: url.host };
}
