import { z } from 'zod';
import { STATEMENT } from './verification-views.ts';
import { id, label, signIn, text, timestamp } from './views.ts';

const address = z.union([z.ipv4(), z.ipv6()]);

/** On our own page everything works that is a second step; what is kept for getting back in is none. */
export const HANDOVER_METHODS = [
  'passkey',
  'push',
  'totp',
  'hardware-token',
  'text',
  'call',
  'spoken-code',
] as const;

export const HANDOVER_SCHEMAS = {
  beginHandover: {
    body: z.strictObject({
      /** User name or mail address of whoever has shown a first factor to the program. */
      login: text(254).min(1),
      /** For what, and where: the person reads it on the page and on the phone. */
      purpose: label,
      methods: z.array(z.enum(HANDOVER_METHODS)).min(1).optional(),
      strength: z.enum(['two-step', 'phishing-resistant']).optional(),
      /** Where the person is, as the program sees it. */
      clientAddress: address,
      /** Where the browser goes afterwards: one of the key's return addresses, letter by letter. */
      returnUrl: text(2048).min(1),
    }),
    response: z.strictObject({
      verificationId: id,
      /** For the browser of the person, and nobody else: whoever opens it first has it. */
      url: z.string(),
      expiresAt: timestamp,
    }),
  },
  openHandover: {
    body: z.strictObject({ token: text(64).min(1) }),
    response: signIn,
  },
  readHandover: {
    params: z.strictObject({ verificationId: id }),
    body: z.strictObject({
      /** What stood in the address that the browser came back to. */
      code: text(64).min(1),
    }),
    response: z.strictObject({ ...STATEMENT, method: z.enum(HANDOVER_METHODS) }),
  },
} as const;
