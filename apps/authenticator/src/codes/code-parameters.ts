/** What codes are made by (RFC 6238); most sites use SHA-1, six digits and 30 seconds. */
export type CodeParameters = {
  readonly algorithm: 'SHA-1' | 'SHA-256' | 'SHA-512';
  readonly digits: 6 | 8;
  readonly period: number;
};

export const USUAL: CodeParameters = { algorithm: 'SHA-1', digits: 6, period: 30 };
