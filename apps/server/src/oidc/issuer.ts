/** Everything below it is the provider's. */
export const MOUNT = '/oidc';

export const issuerOf = (publicUrl: string): string => `${publicUrl}${MOUNT}`;

/** Below the mount. */
export const ROUTES = {
  authorization: '/authorize',
  backchannel_authentication: '/backchannel',
  code_verification: '/device',
  device_authorization: '/device/authorization',
  end_session: '/logout',
  introspection: '/introspect',
  jwks: '/jwks.json',
  pushed_authorization_request: '/par',
  revocation: '/revoke',
  token: '/token',
  userinfo: '/userinfo',
} as const;

export const INTERACTION = '/interaction/';
export const STYLE = '/page.css';
export const SCRIPT = '/send.js';

/** The page of ours that asks for more than the session has. */
export const STEP_UP_PAGE = '/step-up';
export const SIGN_IN_PAGE = '/sign-in';

/** `__Secure-` and not `__Host-`: these are sent to one path each (RFC 6265bis section 4.1.3). */
export function cookieNamesOf(publicUrl: string) {
  const { protocol, port } = new URL(publicUrl);
  const prefix = protocol === 'https:' ? '__Secure-proofup' : `proofup-${port}`;
  return {
    session: `${prefix}-oidc`,
    interaction: `${prefix}-oidc-ask`,
    resume: `${prefix}-oidc-resume`,
  };
}
