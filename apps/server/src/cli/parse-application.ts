import type { WantedApplication } from '#administration/change-applications.ts';
import { isStrength, STRENGTHS } from '#domain/strength.ts';
import {
  type ApplicationFault,
  grantsFor,
  judgeApplication,
  SCOPES,
  USUAL_SCOPES,
} from '#relying-parties/judge-application.ts';
import type { ClientAuthentication } from '#relying-parties/ports.ts';
import type { Call } from './command.ts';

const AUTHENTICATIONS: Readonly<Record<string, ClientAuthentication>> = {
  basic: 'client_secret_basic',
  post: 'client_secret_post',
  none: 'none',
};

const FAULTS: Readonly<Record<ApplicationFault, string>> = {
  name: 'NAME must be 1 to 64 plain characters on one line',
  grants: '--redirect is needed, or --device',
  redirect: '--redirect must be whole addresses, letter by letter as they are used',
  'unsafe-redirect': '--redirect must be https; http only with --native and to this machine',
  start: '--start must be an address',
  backchannel: '--backchannel must be an address',
  scopes: `--scopes must be among ${SCOPES.join(', ')}, with openid`,
  collection: '--collection must be 1 to 64 plain characters on one line',
};

const listOf = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[\s,]+/).filter((part) => part !== '');

/** What was asked for, or the line that says what cannot be understood. */
export function parseApplication(call: Call): WantedApplication | string {
  const { values } = call;
  const strength = values['strength'] ?? 'two-step';
  if (!isStrength(strength)) return `--strength must be one of ${STRENGTHS.join(', ')}`;
  const authentication = AUTHENTICATIONS[values['auth'] ?? 'basic'];
  if (authentication === undefined) return '--auth must be basic, post or none';
  const consent = values['consent'] ?? 'none';
  if (consent !== 'none' && consent !== 'ask') return '--consent must be none or ask';
  const wanted = wantedIn(call, { strength, authentication, consent });
  const fault = judgeApplication(wanted);
  return fault === undefined ? wanted : FAULTS[fault];
}

type Parsed = {
  readonly strength: WantedApplication['strength'];
  readonly consent: WantedApplication['consent'];
  readonly authentication: ClientAuthentication;
};

function wantedIn({ args, values, switches }: Call, parsed: Parsed): WantedApplication {
  const { authentication, ...levels } = parsed;
  const redirectUris = listOf(values['redirect']);
  const { start: startUrl, backchannel: backchannelLogoutUri, collection } = values;
  return {
    name: (args[0] ?? '').trim(),
    ...levels,
    startUrl,
    collection,
    metadata: {
      redirectUris,
      postLogoutRedirectUris: listOf(values['post-logout']),
      backchannelLogoutUri,
      authentication,
      grantTypes: grantsFor({
        redirectUris,
        refresh: switches.has('refresh'),
        device: switches.has('device'),
      }),
      scopes: values['scopes'] === undefined ? USUAL_SCOPES : listOf(values['scopes']),
      isNative: switches.has('native'),
      bindsTokens: switches.has('dpop'),
      pushesRequests: switches.has('par'),
    },
  };
}
