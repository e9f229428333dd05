import type { PasskeyPolicy } from '#domain/passkey-policy.ts';
import type { Ceremony } from './client-data.ts';

/** This installation, as passkeys are bound to it (W3C WebAuthn Level 3 section 4, "Relying Party"). */
export type RelyingParty = {
  readonly id: string;
  readonly origins: readonly string[];
  readonly name: string;
  readonly policy: PasskeyPolicy;
};

export const makeRelyingParty = (
  publicUrl: string,
  name: string,
  policy: PasskeyPolicy,
): RelyingParty => ({ id: new URL(publicUrl).hostname, origins: [publicUrl], name, policy });

type Tokens = { hash(purpose: string, value: string): string };

/**
 * The challenge of a ceremony is derived and not stored: 32 bytes, a keyed hash over something that
 * exists once (a challenge's id, or a token that only one browser holds). Nobody can know it who was
 * not given it, and it is good for nothing else.
 */
export const ceremonyOf = (
  { id: rpId, origins }: RelyingParty,
  tokens: Tokens,
  of: { readonly unique: string; readonly userVerification: Ceremony['userVerification'] },
): Ceremony => ({
  challenge: tokens.hash('webauthn', of.unique),
  origins,
  rpId,
  userVerification: of.userVerification,
});
