import type { Challenge } from '#domain/challenge.ts';
import type { AuthenticatorId, UserId } from '#domain/ids.ts';
import type { Verdict, Verifier } from '../verifier.ts';
import { ceremonyOf, type RelyingParty } from './relying-party.ts';
import { claimedCredential, type KnownPasskey, verifyAssertion } from './verify-assertion.ts';
import { verifyRegistration } from './verify-registration.ts';

type Dependencies = {
  readonly authenticators: {
    passkeysOf(
      userId: UserId,
    ): Promise<readonly (KnownPasskey & { readonly id: AuthenticatorId })[]>;
  };
  readonly tokens: { hash(purpose: string, value: string): string };
  readonly relyingParty: RelyingParty;
};

/**
 * A new passkey for a binding, a signature of any of the account's own for a sign-in. After a password
 * it is the second factor whether or not it verified its user.
 */
export function makePasskeyVerifier(dependencies: Dependencies): Verifier {
  const { tokens, relyingParty } = dependencies;
  return {
    verify: async ({ challenge, output }) => {
      const of = { unique: challenge.id, userVerification: 'preferred' } as const;
      const ceremony = ceremonyOf(relyingParty, tokens, of);
      const { for: subject } = challenge;
      if (subject.kind === 'sign-in') {
        return judgeAssertion(dependencies, { challenge, output, ceremony });
      }
      const verdict = await verifyRegistration(output, ceremony, relyingParty.policy);
      if (verdict.kind === 'refused') return { kind: 'wrong', refusal: verdict.reason };
      const { bindingId } = subject;
      const { credential } = verdict;
      return { kind: 'genuine', spend: { kind: 'credential', bindingId, credential } };
    },
  };
}

type Asserting = {
  readonly challenge: Challenge;
  readonly output: unknown;
  readonly ceremony: ReturnType<typeof ceremonyOf>;
};

async function judgeAssertion(
  { authenticators, relyingParty: { policy } }: Dependencies,
  { challenge, output, ceremony }: Asserting,
): Promise<Verdict> {
  const claimed = await claimedCredential(output);
  if (claimed === undefined) return { kind: 'wrong', refusal: 'malformed' };
  const own = await authenticators.passkeysOf(challenge.userId);
  const passkey = own.find(({ credentialId }) => credentialId === claimed);
  if (passkey === undefined) return { kind: 'wrong', refusal: 'unknown_credential' };
  const verdict = await verifyAssertion(output, { ceremony, policy, passkey });
  if (verdict.kind === 'refused') return { kind: 'wrong', refusal: verdict.reason };
  const { counter, backedUp, userHandle } = verdict;
  if (userHandle !== undefined && !isHandleOf(userHandle, challenge.userId)) {
    return { kind: 'wrong', refusal: 'wrong_user_handle' };
  }
  return {
    kind: 'genuine',
    spend: { kind: 'assertion', authenticatorId: passkey.id, counter, backedUp },
  };
}

/** The user handle is the account's id, so that no name is in it. */
export const isHandleOf = (userHandle: string | undefined, userId: UserId): boolean =>
  userHandle === Buffer.from(userId).toString('base64url');
