import { z } from 'zod';
import { SCOPE_NAMES } from './scopes.ts';
import { text, timestamp } from './views.ts';

/** What the audit log calls it by; never used for another key. */
export const apiKeyName = z.string().regex(/^[a-z0-9-]{1,64}$/);
const scope = z.enum(SCOPE_NAMES);

const apiKey = z.strictObject({
  name: apiKeyName,
  scopes: z.array(scope),
  callsPerMinute: z.int(),
  /** Where a browser may go back to that it handed over. */
  returnUrls: z.array(z.string()),
  state: z.enum(['active', 'expired', 'revoked']),
  /** The login of whoever made it, where it was done on a page. */
  madeBy: z.string().optional(),
  createdAt: timestamp,
  expiresAt: timestamp,
  /** To the minute. */
  lastUsedAt: timestamp.optional(),
});

const apiKeys = z.strictObject({ apiKeys: z.array(apiKey) });
/** A few plain words on one line; they stand in the audit log. */
const reason = text(200)
  .trim()
  .min(3)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);

export const API_KEY_SCHEMAS = {
  listApiKeys: { response: apiKeys },
  createApiKey: {
    body: z.strictObject({
      name: apiKeyName,
      scopes: z.array(scope).min(1).max(SCOPE_NAMES.length),
      /** Until it expires. */
      days: z.int().min(1).max(365),
      callsPerMinute: z.int().min(1).max(6000).optional(),
      returnUrls: z.array(text(2048).min(1)).max(20).optional(),
      reason,
    }),
    response: z.strictObject({
      apiKey,
      /** It exists nowhere else. */
      key: z.string(),
    }),
  },
  revokeApiKey: {
    params: z.strictObject({ keyName: apiKeyName }),
    body: z.strictObject({ reason }),
    response: apiKeys,
  },
} as const;

export type ApiKeyView = z.infer<typeof apiKey>;
