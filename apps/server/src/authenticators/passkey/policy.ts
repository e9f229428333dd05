import { demand } from './refusal.ts';

/** COSE algorithm identifiers (RFC 9053; the IANA registry of COSE algorithms). */
export const PASSKEY_ALGORITHMS = { ES256: -7, EdDSA: -8, RS256: -257 } as const;

export type PasskeyAlgorithm = keyof typeof PASSKEY_ALGORITHMS;

/** What passkeys an installation takes; looked at when one is added, and again each time it is used. */
export type PasskeyPolicy = {
  readonly algorithms: readonly PasskeyAlgorithm[];
  /** `roots`: certificates (PEM) to one of which the statement of the maker must lead. */
  readonly attestation: 'none' | { readonly roots: readonly string[] };
  /** AAGUIDs in their hyphenated form, lower case. Empty: every make but those blocked. */
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
  /** No passkeys that can be copied to other devices (NIST SP 800-63B-4 appendix B). */
  readonly deviceBoundOnly: boolean;
};

export const OPEN_PASSKEY_POLICY: PasskeyPolicy = {
  algorithms: ['ES256', 'EdDSA', 'RS256'],
  attestation: 'none',
  allowed: [],
  blocked: [],
  deviceBoundOnly: false,
};

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

export const algorithmIds = ({ algorithms }: PasskeyPolicy): readonly number[] =>
  algorithms.map((name) => PASSKEY_ALGORITHMS[name]);
