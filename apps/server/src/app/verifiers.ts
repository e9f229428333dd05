import { callVerifier } from '#authenticators/call/verify.ts';
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
import { type Database } from '#sql/open-database.ts';

/** One verifier per authenticator type. */
export function makeVerifiers(
  config: Config,
  parts: {
    readonly database: Database;
    readonly tokens: ReturnType<typeof makeTokens>;
    readonly hasher: ReturnType<typeof makePasswordHasher>;
    readonly relyingParty: RelyingParty;
  },
): Verifiers {
  const { stores } = parts.database;
  const sentCode = makeSentCodeVerifier(parts);
  const listed = { codes: stores.authenticators, hasher: parts.hasher };
  return {
    passkey: makePasskeyVerifier({ ...parts, authenticators: stores.authenticators }),
    totp: makeTotpVerifier({
      window: config.totp.window,
      secretFor: async ({ for: subject }) =>
        subject.kind === 'binding'
          ? stores.bindings.secretOf(subject.bindingId)
          : stores.authenticators.secretOf(subject.authenticatorId),
    }),
    text: sentCode,
    'spoken-code': sentCode,
    call: callVerifier,
    'saved-recovery-code': makeRecoveryCodeVerifier(listed),
    'temporary-access-pass': makeAccessPassVerifier(listed),
  };
}
