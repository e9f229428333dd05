import type { AuthenticatorId } from '#domain/ids.ts';
import { parseAccessPass, parseRecoveryCode } from '#domain/output.ts';
import { REUSABLE } from '#domain/reusable-code.ts';
import type { Secrets, Submission, Verdict, Verifier } from '../verifier.ts';

type Dependencies = {
  readonly hasher: { verify(hash: string | undefined, value: string): Promise<boolean | 'busy'> };
};

type Typed = {
  readonly submission: Submission;
  readonly secrets: Secrets;
  /** `numbers`: where the code may stand; the first that is there is the one. */
  readonly typed: { readonly numbers: readonly number[]; readonly code: string } | undefined;
};

/** Only the one code with the asked number is hashed, so a guess costs one hash, not ten. */
const judge = async (
  { hasher }: Dependencies,
  { submission, secrets, typed }: Typed,
): Promise<Verdict> => {
  const { for: subject } = submission.challenge;
  if (typed === undefined || subject.kind !== 'sign-in') return { kind: 'wrong' };
  const { authenticatorId } = subject;
  const stored = await firstOf(secrets, authenticatorId, typed.numbers);
  const genuine = stored !== undefined && (await hasher.verify(stored.hash, typed.code)) === true;
  return genuine
    ? { kind: 'genuine', spend: { kind: 'use', authenticatorId, codeId: stored.id } }
    : { kind: 'wrong' };
};

async function firstOf(
  { authenticators }: Secrets,
  authenticatorId: AuthenticatorId,
  numbers: readonly number[],
): Promise<Awaited<ReturnType<Secrets['authenticators']['codeOf']>>> {
  for (const number of numbers) {
    const stored = await authenticators.codeOf(authenticatorId, number);
    if (stored !== undefined) return stored;
  }
  return undefined;
}

/** Saved recovery codes: numbered on paper, one asked for by its number (SP 800-63B-4 section 3.1.2). */
export const makeRecoveryCodeVerifier = (dependencies: Dependencies): Verifier => ({
  verify: async (submission, secrets) => {
    const parsed = parseRecoveryCode(submission.output);
    const number = parsed?.number ?? submission.challenge.codeNumber;
    const typed =
      parsed && number !== undefined ? { numbers: [number], code: parsed.code } : undefined;
    return judge(dependencies, { submission, secrets, typed });
  },
});

/** Temporary access passes: a list of one, for one use or for many. */
export const makeAccessPassVerifier = (dependencies: Dependencies): Verifier => ({
  verify: async (submission, secrets) => {
    const code = parseAccessPass(submission.output);
    const typed = code === undefined ? undefined : { numbers: [1, REUSABLE], code };
    return judge(dependencies, { submission, secrets, typed });
  },
});
