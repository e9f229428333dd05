import type { WantedApplication } from '#administration/change-applications.ts';
import { isStrength, STRENGTHS } from '#domain/strength.ts';
import type { ClientAuthentication, GrantType } from '#relying-parties/ports.ts';
import type { Call } from './command.ts';

const NAME = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]{1,64}$/u;
const DEVICE: GrantType = 'urn:ietf:params:oauth:grant-type:device_code';
const SCOPES: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

const AUTHENTICATIONS: Readonly<Record<string, ClientAuthentication>> = {
  basic: 'client_secret_basic',
  post: 'client_secret_post',
  none: 'none',
};

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[\s,]+/).filter((part) => part !== '');

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

type Checked = { readonly wanted: WantedApplication; readonly faults: Faults };
type Faults = Readonly<Record<string, boolean>>;

/** What was asked for, or the line that says what cannot be understood. */
export function parseApplication(call: Call): WantedApplication | string {
  const { values } = call;
  const strength = values['strength'] ?? 'two-step';
  if (!isStrength(strength)) return `--strength must be one of ${STRENGTHS.join(', ')}`;
  const authentication = AUTHENTICATIONS[values['auth'] ?? 'basic'];
  if (authentication === undefined) return '--auth must be basic, post or none';
  const consent = values['consent'] ?? 'none';
  if (consent !== 'none' && consent !== 'ask') return '--consent must be none or ask';
  const { wanted, faults } = check(call, { strength, authentication, consent });
  const [fault] = Object.entries(faults).find(([, isWrong]) => isWrong) ?? [];
  return fault ?? wanted;
}

type Parsed = {
  readonly strength: WantedApplication['strength'];
  readonly consent: WantedApplication['consent'];
  readonly authentication: ClientAuthentication;
};

function check({ args, values, switches }: Call, parsed: Parsed): Checked {
  const { authentication, ...levels } = parsed;
  const name = (args[0] ?? '').trim();
  const isNative = switches.has('native');
  const redirectUris = listOf(values['redirect']);
  const postLogoutRedirectUris = listOf(values['post-logout']);
  const scopes = values['scopes'] === undefined ? SCOPES : listOf(values['scopes']);
  const { start: startUrl, backchannel: backchannelLogoutUri, collection } = values;
  const grantTypes: readonly GrantType[] = [
    ...(redirectUris.length > 0 ? (['authorization_code'] as const) : []),
    ...(switches.has('refresh') ? (['refresh_token'] as const) : []),
    ...(switches.has('device') ? [DEVICE] : []),
  ];
  const isAddress = isNative ? isNativeAddress : isWebAddress;
  return {
    wanted: {
      name,
      ...levels,
      startUrl,
      collection,
      metadata: {
        redirectUris,
        postLogoutRedirectUris,
        backchannelLogoutUri,
        authentication,
        grantTypes,
        scopes,
        isNative,
        bindsTokens: switches.has('dpop'),
        pushesRequests: switches.has('par'),
      },
    },
    faults: {
      'NAME must be 1 to 64 plain characters on one line': !NAME.test(name),
      '--redirect is needed, or --device': !grantTypes.some((type) => type !== 'refresh_token'),
      '--redirect must be whole addresses, letter by letter as they are used': ![
        ...redirectUris,
        ...postLogoutRedirectUris,
      ].every(isAddress),
      '--redirect must be https; http only with --native and to this machine': !redirectUris.every(
        (uri) => isSafe(uri, isNative),
      ),
      '--start must be an address': startUrl !== undefined && !isWebAddress(startUrl),
      '--backchannel must be an address':
        backchannelLogoutUri !== undefined && !isWebAddress(backchannelLogoutUri),
      [`--scopes must be among ${SCOPES.join(', ')}, with openid`]:
        !scopes.includes('openid') || !scopes.every((scope) => SCOPES.includes(scope)),
      '--collection must be 1 to 64 plain characters on one line':
        collection !== undefined && !NAME.test(collection),
    },
  };
}
