import { fold } from '#domain/fold.ts';

/** Longer than any mail address (RFC 5321 section 4.5.3.1.3 leaves 254 of them). */
const MAX_LENGTH = 254;
/** Controls, and halves of characters, which two engines would store differently. */
const REFUSED = /[\p{Cc}\p{Cs}]/u;

/**
 * What a user name or mail address is looked up by: however it is typed, it leads to one user, one
 * set of counters and one policy. Undefined: it cannot be anybody's.
 */
export function loginKey(typed: string): string | undefined {
  if (typed.length > MAX_LENGTH || REFUSED.test(typed)) return undefined;
  const key = fold(typed);
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
