import { SIGNED_TYPES, SKEW_SECONDS } from '@proofup/contract/device-endpoints.ts';
import { callVerifier } from '#authenticators/call/verify.ts';
import { makeDeviceVerifier } from '#authenticators/device/verify.ts';
import { makeHardwareTokenVerifier } from '#authenticators/hardware-token/verify.ts';
import {
  makeAccessPassVerifier,
  makeRecoveryCodeVerifier,
} from '#authenticators/listed-code/verify.ts';
import type { RelyingParty } from '#authenticators/passkey/relying-party.ts';
import { makePasskeyVerifier } from '#authenticators/passkey/verify.ts';
import { makeSentCodeVerifier } from '#authenticators/sent-code/verify.ts';
import { makeTotpVerifier } from '#authenticators/totp/verify.ts';
import type { Verifiers } from '#authenticators/verifier.ts';
import type { Config } from '#config/config.ts';
import type { makeTokens } from '#crypto/tokens.ts';
import type { makePasswordHasher } from '#directory/password-hasher.ts';
import type { AuthenticatorReader } from '#sign-in/ports.ts';

/** One verifier per authenticator type. */
export function makeVerifiers(
  config: Config,
  parts: {
    readonly tokens: ReturnType<typeof makeTokens>;
    readonly hasher: ReturnType<typeof makePasswordHasher>;
    readonly relyingParty: RelyingParty;
    readonly authenticators: Pick<AuthenticatorReader, 'passkeysOf'>;
  },
): Verifiers {
  const sentCode = makeSentCodeVerifier(parts);
  return {
    passkey: makePasskeyVerifier(parts),
    push: makeDeviceVerifier({
      tokens: parts.tokens,
      // Without an origin of its own no device was ever bound.
      audience: config.authenticator?.publicUrl ?? '',
      digits: digitsOf(config),
      get organisation() {
        return config.organisation;
      },
      type: SIGNED_TYPES.answer,
      skewSeconds: SKEW_SECONDS,
    }),
    totp: makeTotpVerifier(config.totp),
    'hardware-token': makeHardwareTokenVerifier(config.totp),
    text: sentCode,
    'spoken-code': sentCode,
    call: callVerifier,
    'saved-recovery-code': makeRecoveryCodeVerifier(parts),
    'temporary-access-pass': makeAccessPassVerifier(parts),
  };
}

/** Of the number that is typed on a device (SP 800-63B-4 section 3.1.3.2). */
export const digitsOf = ({ authenticator }: Config): number => authenticator?.digits ?? 3;
