import type { Cloud } from '#relying-parties/ports.ts';

/** Microsoft's authority and the one address that an answer may go to, per cloud. */
export const CLOUDS: Readonly<
  Record<Cloud, { readonly authority: string; readonly redirectUri: string }>
> = {
  global: {
    authority: 'https://login.microsoftonline.com',
    redirectUri: 'https://login.microsoftonline.com/common/federation/externalauthprovider',
  },
  us: {
    authority: 'https://login.microsoftonline.us',
    redirectUri: 'https://login.microsoftonline.us/common/federation/externalauthprovider',
  },
  china: {
    authority: 'https://login.partner.microsoftonline.cn',
    redirectUri: 'https://login.partner.microsoftonline.cn/common/federation/externalauthprovider',
  },
};

/** Of one tenant, not `common`: its issuer names the tenant. */
export const metadataUrlOf = (cloud: Cloud, tenantId: string): string =>
  `${CLOUDS[cloud].authority}/${tenantId}/v2.0/.well-known/openid-configuration`;

export const PATHS = {
  issuer: '/entra',
  discovery: '/entra/.well-known/openid-configuration',
  keys: '/entra/.well-known/jwks.json',
  authorize: '/entra/authorize',
  verify: '/entra/verify',
  answer: '/entra/answer',
  style: '/entra/page.css',
  script: '/entra/send.js',
} as const;

/** OpenID Connect Discovery 1.0 section 3, as Microsoft's provider reference asks for it. */
export const discoveryDocument = (publicUrl: string) => ({
  issuer: `${publicUrl}${PATHS.issuer}`,
  authorization_endpoint: `${publicUrl}${PATHS.authorize}`,
  jwks_uri: `${publicUrl}${PATHS.keys}`,
  scopes_supported: ['openid'],
  response_types_supported: ['id_token'],
  response_modes_supported: ['form_post'],
  grant_types_supported: ['implicit'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  claim_types_supported: ['normal'],
  claims_supported: ['iss', 'aud', 'exp', 'iat', 'sub', 'nonce', 'acr', 'amr'],
});
