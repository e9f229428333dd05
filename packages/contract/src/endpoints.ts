import type { Endpoint } from './endpoint.ts';
import { ACCOUNT } from './endpoints/account.ts';
import { SECURITY_INFO } from './endpoints/security-info.ts';
import { SIGN_IN } from './endpoints/sign-in.ts';

/** Plain data: the sign-in pages' client reads this table and must not carry a schema library. */
export const ENDPOINTS = {
  ...SIGN_IN,
  ...ACCOUNT,
  ...SECURITY_INFO,
} as const satisfies Readonly<Record<string, Endpoint>>;

export type EndpointName = keyof typeof ENDPOINTS;

/** The header that carries the CSRF token of a sign-in or session on every write. */
export const CSRF_HEADER = 'x-proofup-csrf';

/**
 * The stream a waiting page listens to (WHATWG server-sent events): an event `changed` whenever the
 * sign-in moved. It carries no data; the page then reads `getSignIn`.
 */
export const SIGN_IN_EVENTS_PATH = '/api/v1/sign-in/{signInId}/events';
export const BINDING_EVENTS_PATH = '/api/v1/bindings/{bindingId}/events';
