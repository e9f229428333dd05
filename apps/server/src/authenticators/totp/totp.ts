import { createHmac, createSecretKey } from 'node:crypto';
import { equalSecrets } from '#crypto/constant-time.ts';

export type TotpParameters = {
  readonly secret: Uint8Array;
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly digits: 6 | 8;
  readonly periodSeconds: number;
};

export const timeStepAt = (now: Date, { periodSeconds }: TotpParameters): number =>
  Math.floor(now.getTime() / 1000 / periodSeconds);

/** RFC 4226 section 5.3, over the time step of RFC 6238 section 4. */
export function totpAt(timeStep: number, { secret, algorithm, digits }: TotpParameters): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(timeStep));
  const mac = createHmac(algorithm, createSecretKey(secret)).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const truncated = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(truncated % 10 ** digits).padStart(digits, '0');
}

/**
 * Finds the time step whose code this is, newest first, within `window` steps of clock drift either
 * way (at most 1: RFC 6238 section 5.2). The caller stores the returned step and refuses it, and all
 * before it, from then on.
 */
export function matchTotp(
  code: string,
  parameters: TotpParameters,
  at: { readonly now: Date; readonly window: 0 | 1 },
): number | undefined {
  const current = timeStepAt(at.now, parameters);
  const steps = at.window === 0 ? [current] : [current + 1, current, current - 1];
  return steps.find((step) => equalSecrets(code, totpAt(step, parameters)));
}

/** SHA-1, 6 digits, 30 s: what every authenticator app understands (RFC 6238 section 4). */
export const standardTotp = (secret: Uint8Array): TotpParameters => ({
  secret,
  algorithm: 'sha1',
  digits: 6,
  periodSeconds: 30,
});
