export type PasskeyAlgorithm = 'ES256' | 'EdDSA' | 'RS256';

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
