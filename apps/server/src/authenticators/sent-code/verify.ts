import type { ChallengeId } from '#domain/ids.ts';
import { parseSixDigits } from '#domain/output.ts';
import type { Verifier } from '../verifier.ts';

type Dependencies = {
  readonly tokens: {
    matches(purpose: string, value: string, hash: string): boolean;
  };
};

export const SENT_CODE_PURPOSE = 'sent-code';

/** Bound to its challenge: the same digits mean nothing at another one (ASVS 6.6.2). */
export const sentCodeValue = (challengeId: ChallengeId, code: string): string =>
  `${challengeId}:${code}`;

/** A code that was texted or spoken (SP 800-63B-4 section 3.1.3.2). */
export function makeSentCodeVerifier({ tokens }: Dependencies): Verifier {
  return {
    isQuick: true,
    verify: async ({ challenge, output }) => {
      const code = parseSixDigits(output);
      if (code === undefined || challenge.codeHash === undefined) return { kind: 'wrong' };
      const value = sentCodeValue(challenge.id, code);
      return tokens.matches(SENT_CODE_PURPOSE, value, challenge.codeHash)
        ? { kind: 'genuine', spend: { kind: 'challenge' } }
        : { kind: 'wrong' };
    },
  };
}
