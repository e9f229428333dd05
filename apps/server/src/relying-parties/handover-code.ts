import type { SignInId } from '#domain/ids.ts';
import type { Tokens } from '#sign-in/ports.ts';

const PURPOSE = 'handover-return';

/**
 * What the browser takes back to the program, once it has proved who it is. It is made of the sign-in
 * by the hashing key: nothing is kept that somebody could read.
 */
export const codeOf = (tokens: Pick<Tokens, 'hash'>, signInId: SignInId): string =>
  tokens.hash(PURPOSE, signInId);

export const isCodeOf = (
  tokens: Pick<Tokens, 'matches'>,
  signInId: SignInId,
  given: string,
): boolean => tokens.matches(PURPOSE, signInId, given);
