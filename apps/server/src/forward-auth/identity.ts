import type { User } from '#domain/user.ts';

/** On every answer: what a client made up itself is never left standing. */
export const NOBODY = {
  'remote-user': '',
  'remote-email': '',
  'remote-name': '',
  'remote-groups': '',
} as const;

/** Header values are bytes: UTF-8, as the programs behind proxies read them; no control characters. */
const asBytes = (text: string): string =>
  Buffer.from(text.replaceAll(/\p{Cc}/gu, ' '), 'utf8').toString('latin1');

type Identity = { readonly [Name in keyof typeof NOBODY]: string };
type Known = Pick<User, 'login' | 'email' | 'displayName'>;

/** Beside the other headers it fits into the 4 KiB that nginx has for all of them by default. */
const MOST_BYTES = 2000;

/** A comma stands between names, so one in a name is written as in an address (RFC 3986 section 2.1). */
const asItem = (name: string): string =>
  asBytes(name.replaceAll('%', '%25').replaceAll(',', '%2C').trim());

/** As many whole names as fit: whoever is missing one is let in to less. */
function asList(names: readonly string[]): string {
  let list = '';
  for (const name of names) {
    const longer = list === '' ? asItem(name) : `${list},${asItem(name)}`;
    if (longer.length > MOST_BYTES) return list;
    list = longer;
  }
  return list;
}

/** Who it is, for the application behind the proxy. */
export const identityOf = (
  { login, email, displayName }: Known,
  groups: readonly string[],
): Identity => ({
  'remote-user': asBytes(login),
  'remote-email': asBytes(email ?? ''),
  'remote-name': asBytes(displayName),
  'remote-groups': asList(groups),
});
