/** Longer than any mail address (RFC 5321 section 4.5.3.1.3 leaves 254 of them). */
const MAX_LENGTH = 254;
/** Characters that nobody sees and some keyboards and copies bring along. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
/** Controls, and halves of characters, which two engines would store differently. */
const REFUSED = /[\p{Cc}\p{Cs}]/u;

/**
 * Upper then lower: the nearest ECMAScript has to Unicode case folding, so that `ß` and `SS` and the
 * two small sigmas meet.
 */
const fold = (text: string): string =>
  text.normalize('NFKC').replaceAll(INVISIBLE, '').toUpperCase().toLowerCase().normalize('NFKC');

/**
 * What a user name or mail address is looked up by: however it is typed, it leads to one user, one
 * set of counters and one policy. Undefined: it cannot be anybody's.
 */
export function loginKey(typed: string): string | undefined {
  if (typed.length > MAX_LENGTH || REFUSED.test(typed)) return undefined;
  // Folding one character can make another that folds: twice is where all of them rest.
  const key = fold(fold(typed)).trim();
  return key === '' || key.length > MAX_LENGTH ? undefined : key;
}

/** Every key of an account, or undefined where one of its names cannot be anybody's. */
export function loginKeysOf(
  login: string,
  email: string | undefined,
): readonly string[] | undefined {
  const keys = [login, ...(email === undefined ? [] : [email])].map(loginKey);
  const usable = keys.filter((key) => key !== undefined);
  return usable.length === keys.length ? [...new Set(usable)] : undefined;
}
