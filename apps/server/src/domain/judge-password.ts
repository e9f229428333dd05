import { type BoundAuthenticator, isLasting } from './bound-authenticator.ts';
import type { User } from './user.ts';

/** SP 800-63B-4 section 3.1.1.2: 15 characters where the password stands alone, else 8; at least 64 allowed. */
const ALONE = 15;
const WITH_SECOND_STEP = 8;
const LONGEST = 256;

/** The words people begin with, and those that stand in every list of stolen passwords. */
const COMMON =
  /^(?:password|passwort|passw0rd|letmein|welcome|qwerty|qwertz|azerty|admin|changeme|iloveyou|proofup)/;
/** The same one to four characters again and again. */
const REPEATED = /^(.{1,4})\1+.{0,3}$/su;
const SEQUENCES = ['01234567890123456789', '98765432109876543210', 'abcdefghijklmnopqrstuvwxyz'];

export type PasswordFault = 'too-short' | 'too-long' | 'too-common' | 'contains-the-login';

/** Whether nothing but the password will be asked for: no second step is wanted and there is none. */
export const standsAlone = (
  { state }: Pick<User, 'state'>,
  bound: readonly Pick<BoundAuthenticator, 'kind'>[],
): boolean => state === 'disabled' && !bound.some(isLasting);

/** No rules of composition, and no rule that makes people change it: both make passwords worse. */
export function judgePassword(
  password: string,
  { login, alone }: { readonly login: string; readonly alone: boolean },
): PasswordFault | undefined {
  const plain = password.normalize('NFKC');
  const length = Array.from(plain).length;
  if (length < (alone ? ALONE : WITH_SECOND_STEP)) return 'too-short';
  if (length > LONGEST) return 'too-long';
  const lower = plain.toLowerCase();
  // A common word is a fault where it is most of the password, not where it is one of several.
  const common = COMMON.exec(lower)?.[0].length ?? 0;
  if (common * 2 >= length || REPEATED.test(lower) || SEQUENCES.some((s) => s.includes(lower))) {
    return 'too-common';
  }
  const name = login.toLowerCase();
  if (name.length >= 4 && lower.includes(name) && length < name.length + 8) {
    return 'contains-the-login';
  }
  return undefined;
}
