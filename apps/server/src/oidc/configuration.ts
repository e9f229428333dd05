import { STRENGTHS } from '#domain/strength.ts';
import type { PrivateKey } from '#relying-parties/signing-keys.ts';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { CLAIMS, SCOPES } from './claims.ts';
import { OWN_METADATA } from './client.ts';
import { cookieNamesOf, INTERACTION, MOUNT, ROUTES } from './issuer.ts';
import { seconds } from './own-session.ts';
import type { makePages } from './pages.ts';
import { makePolicy } from './policy.ts';
import { makeTellByPost, type Post } from './tell-by-post.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CODE_SECONDS = 60;
const TOKEN_SECONDS = 10 * MINUTE;
const REFRESH_IDLE_SECONDS = 8 * HOUR;
const REFRESH_SECONDS = 30 * DAY;
/** A sign-in takes 10 minutes at most; somebody may begin a second one. */
const INTERACTION_SECONDS = 30 * MINUTE;

export type Wired = {
  readonly publicUrl: string;
  readonly keys: readonly PrivateKey[];
  readonly adapter: Exclude<Configuration['adapter'], undefined>;
  readonly findAccount: Exclude<Configuration['findAccount'], undefined>;
  readonly loadGrant: Exclude<Configuration['loadExistingGrant'], undefined>;
  readonly pages: ReturnType<typeof makePages>;
  readonly post: Post;
};

/**
 * Everything is what RFC 9700 asks for: the code flow and nothing else, PKCE for everybody, short
 * codes, tokens that rotate. What an application may leave out or ask for besides is in its row.
 */
export const makeConfiguration = (wired: Wired): Configuration => ({
  adapter: wired.adapter,
  jwks: { keys: wired.keys.map((key) => ({ ...key, kty: 'RSA' })) },
  acrValues: STRENGTHS,
  claims: Object.fromEntries(Object.entries(CLAIMS).map(([scope, names]) => [scope, [...names]])),
  scopes: SCOPES,
  responseTypes: ['code'],
  subjectTypes: ['public'],
  clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
  clientBasedCORS: mayRead,
  clientDefaults: { id_token_signed_response_alg: 'RS256' },
  enabledJWA: { idTokenSigningAlgValues: ['RS256'], dPoPSigningAlgValues: ['ES256', 'Ed25519'] },
  extraClientMetadata: { properties: [...OWN_METADATA] },
  extraTokenClaims,
  routes: ROUTES,
  pkce: { required: () => true },
  cookies: cookiesOf(wired.publicUrl),
  findAccount: wired.findAccount,
  loadExistingGrant: wired.loadGrant,
  // What lives on after the session has to be asked for, and is shown to the person.
  expiresWithSession: async (_, token) => !token.scopes.has('offline_access'),
  issueRefreshToken: async (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  renderError: wired.pages.renderError,
  interactions: {
    policy: makePolicy(),
    url: (_, { uid }) => `${MOUNT}${INTERACTION}${uid}`,
  },
  features: featuresOf(wired),
  ttl: LIVES,
  fetch: makeTellByPost(wired.post),
});

const LIVES: Configuration['ttl'] = {
  AccessToken: TOKEN_SECONDS,
  AuthorizationCode: CODE_SECONDS,
  DeviceCode: TOKEN_SECONDS,
  IdToken: TOKEN_SECONDS,
  Interaction: INTERACTION_SECONDS,
  Grant: REFRESH_SECONDS,
  RefreshToken: (_, token) =>
    Math.max(1, Math.min(REFRESH_IDLE_SECONDS, REFRESH_SECONDS - token.totalLifetime())),
  Session: (_, { exp }) => Math.max(1, (exp ?? 0) - seconds(new Date(Date.now()))) || HOUR,
};

/** Each is one of ours or of a browser alone, and short. */
function cookiesOf(publicUrl: string): Configuration['cookies'] {
  const attributes = {
    httpOnly: true,
    sameSite: 'lax',
    secure: publicUrl.startsWith('https:'),
    signed: false,
  } as const;
  return {
    names: cookieNamesOf(publicUrl),
    long: { ...attributes, path: MOUNT },
    short: attributes,
  };
}

const featuresOf = ({ pages }: Wired): Configuration['features'] => ({
  devInteractions: { enabled: false },
  backchannelLogout: { enabled: true },
  claimsParameter: { enabled: true },
  deviceFlow: {
    enabled: true,
    charset: 'base-20',
    // 20^10 is 43 bits: nobody guesses one in its 10 minutes.
    mask: '*****-*****',
    userCodeInputSource: pages.userCodeInput,
    userCodeConfirmSource: pages.userCodeConfirm,
    successSource: pages.deviceConnected,
  },
  dPoP: { enabled: true },
  introspection: {
    enabled: true,
    // Whoever could keep no secret asks about nobody's tokens.
    allowedPolicy: (_, client) => client.clientAuthMethod !== 'none',
  },
  pushedAuthorizationRequests: { enabled: true },
  resourceIndicators: { enabled: false },
  revocation: {
    enabled: true,
    // RFC 7009 section 2.1: of its own tokens; about others it is told nothing.
    allowedPolicy: (_, client, token) => token.clientId === client.clientId,
  },
  rpInitiatedLogout: {
    enabled: true,
    logoutSource: pages.logout,
    postLogoutSuccessSource: pages.loggedOut,
  },
  userinfo: { enabled: true },
});

/** RFC 9470 section 6.2: a resource server learns how, and how long ago, somebody was signed in. */
const extraTokenClaims: Configuration['extraTokenClaims'] = async ({ oidc }) => {
  const { AuthorizationCode, RefreshToken, DeviceCode } = oidc.entities;
  const { acr, amr, authTime } = RefreshToken ?? AuthorizationCode ?? DeviceCode ?? {};
  return acr === undefined ? undefined : { acr, amr, auth_time: authTime };
};

/** A page may read what its own application may ask for. */
function mayRead(
  _: KoaContextWithOIDC,
  origin: string,
  { redirectUris = [] }: { readonly redirectUris?: readonly string[] | undefined },
): boolean {
  return redirectUris.some((uri) => URL.canParse(uri) && new URL(uri).origin === origin);
}
