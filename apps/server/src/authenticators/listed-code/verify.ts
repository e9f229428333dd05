import type { AuthenticatorId } from '#domain/ids.ts';
import { parseAccessPass, parseRecoveryCode } from '#domain/output.ts';
import type { Submission, Verdict, Verifier } from '../verifier.ts';

type Dependencies = {
  readonly codes: {
    codeOf(
      id: AuthenticatorId,
      number: number,
    ): Promise<{ readonly id: string; readonly hash: string } | undefined>;
  };
  readonly hasher: { verify(hash: string | undefined, value: string): Promise<boolean | 'busy'> };
};

type Typed = { readonly number: number; readonly code: string };

/** Only the one code with the asked number is hashed, so a guess costs one hash, not ten. */
const judge = async (
  { codes, hasher }: Dependencies,
  { challenge }: Submission,
  typed: Typed | undefined,
): Promise<Verdict> => {
  const { for: subject } = challenge;
  if (typed === undefined || subject.kind !== 'sign-in') return { kind: 'wrong' };
  const { authenticatorId } = subject;
  const stored = await codes.codeOf(authenticatorId, typed.number);
  const genuine = stored !== undefined && (await hasher.verify(stored.hash, typed.code)) === true;
  return genuine
    ? { kind: 'genuine', spend: { kind: 'use', authenticatorId, codeId: stored.id } }
    : { kind: 'wrong' };
};

/** Saved recovery codes: numbered on paper, one asked for by its number (SP 800-63B-4 section 3.1.2). */
export const makeRecoveryCodeVerifier = (dependencies: Dependencies): Verifier => ({
  verify: async (submission) => {
    const typed = parseRecoveryCode(submission.output);
    const number = typed?.number ?? submission.challenge.codeNumber;
    return judge(
      dependencies,
      submission,
      typed && number !== undefined ? { number, code: typed.code } : undefined,
    );
  },
});

/** Temporary access passes: a list of one. */
export const makeAccessPassVerifier = (dependencies: Dependencies): Verifier => ({
  verify: async (submission) => {
    const code = parseAccessPass(submission.output);
    return judge(dependencies, submission, code === undefined ? undefined : { number: 1, code });
  },
});
