import { z } from 'zod';
import { reason } from './group-views.ts';
import { cursor, id, text, timestamp } from './views.ts';

const hardwareToken = z.strictObject({
  id,
  serial: z.string(),
  manufacturer: z.string(),
  model: z.string(),
  /** Seconds that a code is shown for. */
  interval: z.int(),
  state: z.enum(['free', 'assigned', 'active']),
  user: z.strictObject({ id, login: z.string() }).optional(),
  importedAt: timestamp,
});

const tokenId = z.strictObject({ tokenId: id });

export const TOKEN_SCHEMAS = {
  searchTokens: {
    body: z.strictObject({
      /** The beginning of a serial number. */
      serial: text(64).optional(),
      /** Those of this person: a whole login or mail address. */
      login: text(254).optional(),
      /** `next` of the page before. */
      after: cursor.optional(),
    }),
    response: z.strictObject({ tokens: z.array(hardwareToken), next: z.string().optional() }),
  },
  assignToken: {
    params: tokenId,
    /** Without a login: to nobody. */
    body: z.strictObject({ reason, login: text(254).optional() }),
    response: hardwareToken,
  },
  activateToken: {
    params: tokenId,
    /** Judged by its authenticator: a malformed one is a wrong one, and is counted. */
    body: z.strictObject({ reason, output: z.unknown() }),
    response: hardwareToken,
  },
  deactivateToken: { params: tokenId, body: z.strictObject({ reason }), response: hardwareToken },
  deleteToken: { params: tokenId, body: z.strictObject({ reason }) },
} as const;

export type HardwareTokenView = z.infer<typeof hardwareToken>;
