import type { Endpoint } from './endpoint.ts';
import { ADMINISTRATION } from './endpoints/administration.ts';
import { API_KEYS } from './endpoints/api-keys.ts';
import { RELYING_PARTIES } from './endpoints/relying-parties.ts';
import { ROLL_OUT } from './endpoints/roll-out.ts';
import { HANDOVER } from './endpoints/handover.ts';
import { VERIFICATION } from './endpoints/verification.ts';
import { OWN } from './endpoints/own.ts';

/** Everything that the server answers. */
export const ENDPOINTS = {
  ...OWN,
  ...ADMINISTRATION,
  ...API_KEYS,
  ...RELYING_PARTIES,
  ...VERIFICATION,
  ...ROLL_OUT,
  ...HANDOVER,
} as const satisfies Readonly<Record<string, Endpoint>>;

export { CSRF_HEADER } from './endpoints/own.ts';

export type EndpointName = keyof typeof ENDPOINTS;

/**
 * The stream a waiting page listens to (WHATWG server-sent events): an event `changed` whenever the
 * sign-in moved. It carries no data; the page then reads `getSignIn`.
 */
export const SIGN_IN_EVENTS_PATH = '/api/v1/sign-in/{signInId}/events';
export const BINDING_EVENTS_PATH = '/api/v1/bindings/{bindingId}/events';
/** The same for a program, with its key: read `getVerification` at each event. */
export const VERIFICATION_EVENTS_PATH = '/api/v1/verifications/{verificationId}/events';

/** The streams, with what a caller shows: the document and the client are made of this. */
export const STREAMS = {
  signInEvents: {
    path: SIGN_IN_EVENTS_PATH,
    access: 'pre-auth',
    summary: 'Whenever a sign-in moved: then read `getSignIn`',
  },
  bindingEvents: {
    path: BINDING_EVENTS_PATH,
    access: 'set-up',
    summary: 'Whenever the adding of a method moved: then read `getBinding`',
  },
  verificationEvents: {
    path: VERIFICATION_EVENTS_PATH,
    access: 'service',
    scope: 'verification',
    summary: 'Whenever a verification moved: then read `getVerification`',
  },
} as const satisfies Readonly<
  Record<string, Pick<Endpoint, 'path' | 'access' | 'scope' | 'summary'>>
>;
