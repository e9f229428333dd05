import { parseSixDigits } from '#domain/output.ts';
import { matchTotp, timeStepAt, type TotpParameters } from '../totp/totp.ts';
import type { Secrets, Submission, Verdict, Verifier } from '../verifier.ts';
import { readTokenSecret } from './secret.ts';

/** How many steps the clock of a token may be off, as learned (RFC 6238 section 6). */
const MOST_DRIFT = 2;

type Dependencies = { readonly window: 0 | 1 };

/**
 * RFC 6238 codes of a token whose clock nobody can set. How far it is off follows from the step that
 * was spent last and when that was: no more than 3 codes are taken, around that, and it moves by
 * their window at most each time. Activation looks through all that can be learned.
 */
export const makeHardwareTokenVerifier = ({ window }: Dependencies): Verifier => ({
  isQuick: true,
  verify: async (submission, secrets): Promise<Verdict> => {
    const { for: subject } = submission.challenge;
    const code = parseSixDigits(submission.output);
    if (code === undefined) return { kind: 'wrong' };
    if (subject.kind === 'binding') {
      const sealed = await secrets.bindings.secretOf(subject.bindingId);
      const step = sealed && findAtFirst(code, readTokenSecret(sealed), submission.now);
      if (step === undefined) return { kind: 'wrong' };
      const { bindingId } = subject;
      return { kind: 'genuine', spend: { kind: 'binding-counter', bindingId, value: step } };
    }
    const { authenticatorId } = subject;
    const step = await findAgain({ code, submission, window }, authenticatorId, secrets);
    if (step === undefined) return { kind: 'wrong' };
    return { kind: 'genuine', spend: { kind: 'counter', authenticatorId, value: step } };
  },
});

const shifted = (now: Date, steps: number, { periodSeconds }: TotpParameters): Date =>
  new Date(now.getTime() + steps * periodSeconds * 1000);

function findAtFirst(code: string, parameters: TotpParameters, now: Date): number | undefined {
  return [0, -1, 1]
    .map((steps) =>
      matchTotp(code, parameters, { now: shifted(now, steps, parameters), window: 1 }),
    )
    .find((step) => step !== undefined);
}

type Asked = {
  readonly code: string;
  readonly submission: Submission;
  readonly window: 0 | 1;
};

async function findAgain(
  { code, submission: { now }, window }: Asked,
  id: Parameters<Secrets['authenticators']['secretOf']>[0],
  { authenticators }: Secrets,
): Promise<number | undefined> {
  const sealed = await authenticators.secretOf(id);
  const last = await authenticators.lastStepOf(id);
  if (sealed === undefined || last === undefined) return undefined;
  const parameters = readTokenSecret(sealed);
  const off = last.step - timeStepAt(last.at, parameters);
  const drift = Math.max(-MOST_DRIFT, Math.min(MOST_DRIFT, off));
  return matchTotp(code, parameters, { now: shifted(now, drift, parameters), window });
}
