import type { Challenge, Spend } from '#domain/challenge.ts';
import { parseSixDigits } from '#domain/output.ts';
import type { Secrets, Verifier } from '../verifier.ts';
import { matchTotp, standardTotp } from './totp.ts';

/** `window`: steps of drift accepted either way. */
type Dependencies = { readonly window: 0 | 1 };

/** RFC 6238 codes; what is spent is the time step, so each is accepted once (section 5.2). */
export function makeTotpVerifier({ window }: Dependencies): Verifier {
  return {
    isQuick: true,
    verify: async ({ challenge, output, now }, secrets) => {
      const code = parseSixDigits(output);
      const secret = await secretFor(challenge, secrets);
      if (code === undefined || secret === undefined) return { kind: 'wrong' };
      const step = matchTotp(code, standardTotp(secret), { now, window });
      return step === undefined
        ? { kind: 'wrong' }
        : { kind: 'genuine', spend: stepOf(challenge, step) };
    },
  };
}

/** Of the authenticator, or of the binding, that the challenge is for. */
const secretFor = ({ for: subject }: Challenge, { authenticators, bindings }: Secrets) =>
  subject.kind === 'binding'
    ? bindings.secretOf(subject.bindingId)
    : authenticators.secretOf(subject.authenticatorId);

const stepOf = ({ for: subject }: Challenge, value: number): Spend =>
  subject.kind === 'binding'
    ? { kind: 'binding-counter', bindingId: subject.bindingId, value }
    : { kind: 'counter', authenticatorId: subject.authenticatorId, value };
