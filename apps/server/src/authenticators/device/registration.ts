import { equalSecrets } from '#crypto/constant-time.ts';
import { type DeviceKey, parseDeviceKey } from './key.ts';
import { isTimely, parseSigned } from './signed.ts';

type Expected = {
  readonly audience: string;
  readonly registrationType: string;
  readonly skewSeconds: number;
  /** As it was sent. */
  readonly typed: string;
  readonly now: Date;
};

/** The new key, where it has signed this code for this server a moment ago (`jwk` in the header). */
export function readRegistration(token: unknown, expected: Expected): DeviceKey | undefined {
  const signed = parseSigned(token, expected.registrationType);
  const key = parseDeviceKey(signed?.header['jwk']);
  if (signed === undefined || key === undefined || !signed.isBy(key)) return undefined;
  const { aud, code } = signed.claims;
  const isFor = aud === expected.audience && typeof code === 'string';
  if (!isFor || !equalSecrets(code, expected.typed)) return undefined;
  return isTimely(signed, expected.now, expected.skewSeconds) ? key : undefined;
}
