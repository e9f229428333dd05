import { isStaff } from '#domain/role.ts';
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
type Known = Pick<User, 'login' | 'email' | 'displayName' | 'role'>;

/** Who it is, for the application behind the proxy. */
export const identityOf = ({ login, email, displayName, role }: Known): Identity => ({
  'remote-user': asBytes(login),
  'remote-email': asBytes(email ?? ''),
  'remote-name': asBytes(displayName),
  'remote-groups': isStaff(role) ? role : '',
});
