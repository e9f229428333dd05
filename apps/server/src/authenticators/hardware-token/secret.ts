import { fromBase32 } from '../totp/base32.ts';
import type { TotpParameters } from '../totp/totp.ts';

/** RFC 4226 section 4, R6: at least 128 bits; Entra ID takes 128 characters at most. */
const LEAST_BYTES = 16;
const MOST_CHARACTERS = 128;

export const TOKEN_PERIODS = [30, 60] as const;

/** What tokens are imported and sealed as: the bytes and how often the code changes. */
export type TokenSecret = { readonly secret: Uint8Array; readonly periodSeconds: 30 | 60 };

/** Base32 as makers print it: either case, in groups, with or without padding. */
export function parseTokenSecret(typed: string): Uint8Array | undefined {
  const text = typed.replaceAll(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  const secret = text.length > MOST_CHARACTERS ? undefined : fromBase32(text);
  return secret !== undefined && secret.length >= LEAST_BYTES ? secret : undefined;
}

export const writeTokenSecret = ({ secret, periodSeconds }: TokenSecret): Uint8Array =>
  Buffer.from(
    JSON.stringify({ secret: Buffer.from(secret).toString('base64'), period: periodSeconds }),
  );

/** SHA-1 and 6 digits: what these tokens are made for (RFC 6238 section 4). */
export function readTokenSecret(sealed: Uint8Array): TotpParameters {
  const { secret, period } = JSON.parse(Buffer.from(sealed).toString('utf8'));
  return {
    secret: Buffer.from(secret, 'base64'),
    algorithm: 'sha1',
    digits: 6,
    periodSeconds: period,
  };
}
