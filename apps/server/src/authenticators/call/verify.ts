import type { Verifier } from '../verifier.ts';

/** A call is approved on the phone, never by something typed: whatever is submitted is wrong. */
export const callVerifier: Verifier = {
  isQuick: true,
  verify: async () => ({ kind: 'wrong' }),
};
