import type { Challenge, Spend } from '#domain/challenge.ts';
import { parseSixDigits } from '#domain/output.ts';
import type { Verifier } from '../verifier.ts';
import { matchTotp, standardTotp } from './totp.ts';

type Dependencies = {
  /** The secret of the authenticator, or of the binding, that the challenge is for. */
  readonly secretFor: (challenge: Challenge) => Promise<Uint8Array | undefined>;
  /** Steps of drift accepted either way. */
  readonly window: 0 | 1;
};

/** RFC 6238 codes; what is spent is the time step, so each is accepted once (section 5.2). */
export function makeTotpVerifier({ secretFor, window }: Dependencies): Verifier {
  return {
    verify: async ({ challenge, output, now }) => {
      const code = parseSixDigits(output);
      const secret = await secretFor(challenge);
      if (code === undefined || secret === undefined) return { kind: 'wrong' };
      const step = matchTotp(code, standardTotp(secret), { now, window });
      return step === undefined
        ? { kind: 'wrong' }
        : { kind: 'genuine', spend: stepOf(challenge, step) };
    },
  };
}

const stepOf = ({ for: subject }: Challenge, value: number): Spend =>
  subject.kind === 'binding'
    ? { kind: 'binding-counter', bindingId: subject.bindingId, value }
    : { kind: 'counter', authenticatorId: subject.authenticatorId, value };
