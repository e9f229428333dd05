import type { Equal } from './ports.ts';

/** RFC 6750 section 2.1; the scheme's case does not matter (RFC 9110 section 11.1). */
const BEARER = /^bearer ([^\s,]{1,256})$/i;

type ServiceKey = { readonly name: string; readonly key: string };

/** The name of the server whose key was shown. Every key is compared, whichever it is. */
export function serviceOf(
  authorization: string | undefined,
  { keys, equal }: { readonly keys: readonly ServiceKey[]; readonly equal: Equal },
): string | undefined {
  const given = BEARER.exec(authorization ?? '')?.[1] ?? '';
  const matches = keys.map(({ name, key }) => ({ name, isRight: equal(given, key) }));
  return matches.find(({ isRight }) => isRight)?.name;
}
