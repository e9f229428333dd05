import type { PasskeyAlgorithm, PasskeyPolicy } from '#domain/passkey-policy.ts';
import { demand } from './refusal.ts';

/** COSE algorithm identifiers (RFC 9053; the IANA registry of COSE algorithms). */
const ALGORITHM_IDS: Readonly<Record<PasskeyAlgorithm, number>> = {
  ES256: -7,
  EdDSA: -8,
  RS256: -257,
};

export const algorithmIds = ({ algorithms }: PasskeyPolicy): readonly number[] =>
  algorithms.map((name) => ALGORITHM_IDS[name]);

/** A list of makes means something only where the maker's statement is checked; without, it is a courtesy. */
export function demandAllowed(
  policy: PasskeyPolicy,
  passkey: { readonly aaguid: string; readonly backupEligible: boolean },
): void {
  const { allowed, blocked, deviceBoundOnly } = policy;
  const isListed = allowed.length === 0 || allowed.includes(passkey.aaguid);
  demand(isListed && !blocked.includes(passkey.aaguid), 'authenticator_refused');
  demand(!deviceBoundOnly || !passkey.backupEligible, 'not_device_bound');
}
