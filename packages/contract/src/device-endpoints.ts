import type { Endpoint } from './endpoint.ts';

/**
 * What the authenticator on a phone asks, on an origin of its own (docs/authenticator-protocol.md).
 * - `activation`: anybody with a code that was shown on a security info page.
 * - `device`: whoever signs with the key of a device that is bound, or waits to be.
 */
export type DeviceAccess = 'activation' | 'device';

export type DeviceEndpoint = Omit<Endpoint, 'access' | 'task'> & {
  readonly access: DeviceAccess;
  /** With `wait` its answer is held back until there is news. */
  readonly waits?: true;
};

/** Plain data, as in endpoints.ts; these answer on the authenticator's origin and nowhere else. */
export const DEVICE_ENDPOINTS = {
  activateDevice: {
    method: 'POST',
    path: '/app/v1/activation',
    access: 'activation',
    lane: 'secret',
    audit: 'factor.device_answered',
    status: 201,
    summary: 'Register the key of this device with an activation code; one use',
  },
  getDevice: {
    method: 'GET',
    path: '/app/v1/device',
    access: 'device',
    lane: 'none',
    waits: true,
    audit: null,
    status: 200,
    summary:
      'Where this device stands, and what waits for an answer; waits for news where asked to',
  },
  answerRequest: {
    method: 'POST',
    path: '/app/v1/requests/{requestId}/answer',
    access: 'device',
    lane: 'secret',
    audit: 'mfa.push.approved',
    status: 204,
    summary: 'Approve with the number, deny, or deny and report; signed',
  },
  subscribe: {
    method: 'PUT',
    path: '/app/v1/device/subscription',
    access: 'device',
    lane: 'none',
    audit: 'factor.notifications_changed',
    status: 204,
    summary: 'Where notifications for this device go (Web Push), or nowhere',
  },
  beginMove: {
    method: 'POST',
    path: '/app/v1/device/move',
    access: 'device',
    lane: 'none',
    audit: 'factor.enrol_started',
    status: 201,
    summary: 'Start moving to another phone: the code for it, shown this once',
  },
  confirmMove: {
    method: 'POST',
    path: '/app/v1/device/move/confirm',
    access: 'device',
    lane: 'none',
    audit: 'factor.moved',
    status: 204,
    summary: 'Say that the phone which answered is yours: it takes the place, this key is dead',
  },
  removeDevice: {
    method: 'DELETE',
    path: '/app/v1/device',
    access: 'device',
    lane: 'none',
    audit: 'factor.removed',
    status: 204,
    summary: 'Remove this device from the account',
  },
} as const satisfies Readonly<Record<string, DeviceEndpoint>>;

export type DeviceEndpointName = keyof typeof DEVICE_ENDPOINTS;

/** `Authorization: Proofup-Device <compact JWS>` on every call with access `device`. */
export const DEVICE_SCHEME = 'Proofup-Device';

/** The `typ` of each thing that a device signs (RFC 8725 section 3.11): none passes for another. */
export const SIGNED_TYPES = {
  registration: 'proofup-registration+jwt',
  request: 'proofup-request+jwt',
  answer: 'proofup-answer+jwt',
} as const;

/** A signed thing is taken this long before and after the time it names. */
export const SKEW_SECONDS = 60;
