import { z } from 'zod';
import type { DeviceEndpointName } from './device-endpoints.ts';
import type { Shape } from './schemas.ts';
import { label, place } from './views.ts';

/** One request for proof, as the person sees it. The number is not in it: it is on the other screen. */
export const deviceRequest = z.strictObject({
  id: z.uuid(),
  /** Who asks; the answer names it again. */
  relyingParty: z.string(),
  purpose: z.enum(['sign-in', 'step-up', 'relying-party', 'test']),
  browser: z.string(),
  place,
  /** How many digits are shown there. */
  digits: z.int(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export const device = z.strictObject({
  organisation: z.string(),
  account: z.string(),
  name: z.string(),
  /**
   * `waiting`: its owner has not yet said that it is theirs. `off`: too many wrong numbers, a report,
   * or frozen.
   */
  state: z.enum(['waiting', 'active', 'off']),
  lastUsedAt: z.iso.datetime().optional(),
  request: deviceRequest.optional(),
  /**
   * The help desk asks its owner, who is talking to it, to read this out. There is nothing to answer: it
   * approves nothing.
   */
  callerNumber: z.strictObject({ number: z.string(), expiresAt: z.iso.datetime() }).optional(),
  /** `stale`: the push service knows the subscription no more; subscribe again. */
  notifications: z.enum(['off', 'on', 'stale']),
  /** Another phone that answered to take the place of this one. */
  move: z.strictObject({ name: z.string(), browser: z.string(), place }).optional(),
  /** What to subscribe with (`applicationServerKey`, RFC 8292 section 3.2), base64url. */
  vapidKey: z.string(),
  /** The server's clock, for the times in what is signed. */
  now: z.iso.datetime(),
});

export const DEVICE_SCHEMAS = {
  activateDevice: {
    body: z.strictObject({
      /** From the link, or as typed. */
      code: z.string().max(64),
      name: label,
      /** Compact JWS of the new key: `jwk` in its header, its code and this origin inside. */
      registration: z.string().max(2048),
    }),
    response: z.strictObject({ organisation: z.string(), account: z.string() }),
  },
  getDevice: {
    /** Seconds to wait for news, at most 25; absent: none. */
    query: z.strictObject({
      wait: z
        .string()
        .regex(/^(?:[0-9]|1[0-9]|2[0-5])$/)
        .optional(),
    }),
    response: device,
  },
  answerRequest: {
    params: z.strictObject({ requestId: z.uuid() }),
    /** Judged by its verifier, not here: a malformed one is a wrong one and is counted. */
    body: z.strictObject({ answer: z.unknown() }),
  },
  subscribe: {
    body: z.strictObject({
      /** As a browser gives it; null: no notifications. */
      subscription: z
        .strictObject({
          endpoint: z.url().max(2048),
          p256dh: z.string().regex(/^[A-Za-z0-9_-]{87}$/),
          auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
        })
        .nullable(),
    }),
  },
  beginMove: {
    response: z.strictObject({
      /** SVG of `link`. */
      qr: z.string(),
      link: z.string(),
      expiresAt: z.iso.datetime(),
    }),
  },
  confirmMove: {},
  removeDevice: {},
} as const satisfies Readonly<Record<DeviceEndpointName, Shape>>;

export type DeviceView = z.infer<typeof device>;
export type DeviceRequestView = z.infer<typeof deviceRequest>;
