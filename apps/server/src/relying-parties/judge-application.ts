import type { Application, GrantType } from './ports.ts';

/** What an application may ask for where nothing else is said. */
export const USUAL_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];
/** What it can be allowed: `groups` says where people belong, and is given by name alone. */
export const SCOPES: readonly string[] = [...USUAL_SCOPES, 'groups'];

export type ApplicationFault =
  | 'name'
  | 'grants'
  | 'redirect'
  | 'unsafe-redirect'
  | 'start'
  | 'backchannel'
  | 'scopes'
  | 'collection';

const NAME = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]{1,64}$/u;

const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hash, username, password } = new URL(text);
  const isPlain = hash === '' && username === '' && password === '' && !text.includes('*');
  return isPlain && (protocol === 'https:' || protocol === 'http:');
};

/** RFC 8252: a native application may have a scheme of its own, which is a domain name turned round. */
const isNativeAddress = (text: string): boolean =>
  isWebAddress(text) || (/^[a-z][\w-]*(?:\.[\w-]+)+:\//.test(text) && !text.includes('#'));

const isLoopback = (text: string): boolean =>
  URL.canParse(text) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(text).hostname);

/** Over `http` a code can be read on its way: only to the machine itself, and then by a native one. */
const isSafe = (text: string, isNative: boolean): boolean =>
  !text.startsWith('http:') || (isNative && isLoopback(text));

type Judged = Pick<Application, 'name' | 'startUrl' | 'collection' | 'metadata'>;

const FAULTS: Readonly<Record<ApplicationFault, (wanted: Judged) => boolean>> = {
  name: ({ name }) => !NAME.test(name),
  grants: ({ metadata }) => !metadata.grantTypes.some((type) => type !== 'refresh_token'),
  redirect: ({ metadata: { isNative, redirectUris, postLogoutRedirectUris } }) =>
    ![...redirectUris, ...postLogoutRedirectUris].every(isNative ? isNativeAddress : isWebAddress),
  'unsafe-redirect': ({ metadata: { isNative, redirectUris } }) =>
    !redirectUris.every((uri) => isSafe(uri, isNative)),
  start: ({ startUrl }) => startUrl !== undefined && !isWebAddress(startUrl),
  backchannel: ({ metadata: { backchannelLogoutUri: uri } }) =>
    uri !== undefined && !isWebAddress(uri),
  scopes: ({ metadata: { scopes } }) =>
    !scopes.includes('openid') || !scopes.every((scope) => SCOPES.includes(scope)),
  collection: ({ collection }) => collection !== undefined && !NAME.test(collection),
};

/** The first thing about an application that cannot be, if there is one. */
export function judgeApplication(wanted: Judged): ApplicationFault | undefined {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
  const faults = Object.keys(FAULTS) as readonly ApplicationFault[];
  return faults.find((fault) => FAULTS[fault](wanted));
}

const DEVICE: GrantType = 'urn:ietf:params:oauth:grant-type:device_code';

/** What it may use tokens for getting, of what was asked for it. */
export const grantsFor = (asked: {
  readonly redirectUris: readonly string[];
  readonly refresh: boolean;
  readonly device: boolean;
}): readonly GrantType[] => [
  ...(asked.redirectUris.length > 0 ? (['authorization_code'] as const) : []),
  ...(asked.refresh ? (['refresh_token'] as const) : []),
  ...(asked.device ? [DEVICE] : []),
];
