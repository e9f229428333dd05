import { z } from 'zod';
import { ALERT_KIND_NAMES } from './alert-kinds.ts';
import { cursor, id, label, text, timestamp } from './views.ts';

const kinds = z.array(z.enum(ALERT_KIND_NAMES));

const target = z.strictObject({
  id,
  name: z.string(),
  kind: z.enum(['mail', 'webhook']),
  /** A mail address, or the origin of a webhook: the rest of its address may hold a secret. */
  address: z.string(),
  alerts: kinds,
  /** Told nothing for now; what happens meanwhile it is not told later. */
  off: z.boolean(),
  addedAt: timestamp,
});

const sentAlert = z.strictObject({
  id,
  alert: z.enum([...ALERT_KIND_NAMES, 'test']),
  at: timestamp,
  target: z.strictObject({ id, name: z.string(), kind: z.enum(['mail', 'webhook']) }),
  status: z.enum(['queued', 'sent', 'delivered', 'undelivered', 'failed', 'expired']),
  attempts: z.int(),
  reason: z.string().optional(),
  /** When it is tried next; absent: it is over. */
  nextTryAt: timestamp.optional(),
});

const targetId = z.strictObject({ targetId: id });
const done = z.strictObject({ targets: z.array(target) });

export const ALERT_SCHEMAS = {
  listAlertTargets: { response: done },
  addAlertTarget: {
    body: z.strictObject({
      name: label,
      kind: z.enum(['mail', 'webhook']),
      /** A mail address, or an https address. */
      address: text(2048).min(3),
      /** Absent: all of them. */
      alerts: kinds.optional(),
    }),
    response: z.strictObject({
      targets: z.array(target),
      /** Of a webhook (Standard Webhooks: `whsec_` and base64). */
      secret: z.string().optional(),
    }),
  },
  changeAlertTarget: {
    params: targetId,
    body: z.strictObject({
      name: label.optional(),
      alerts: kinds.optional(),
      off: z.boolean().optional(),
    }),
    response: done,
  },
  removeAlertTarget: { params: targetId, response: done },
  rotateAlertSecret: { params: targetId, response: z.strictObject({ secret: z.string() }) },
  testAlertTarget: { params: targetId, response: done },
  listAlerts: {
    query: z.strictObject({ before: cursor.optional() }),
    response: z.strictObject({ alerts: z.array(sentAlert), next: z.string().optional() }),
  },
  replayAlert: {
    params: z.strictObject({ alertId: id }),
    response: z.strictObject({ alerts: z.array(sentAlert) }),
  },
} as const;

export type AlertTargetView = z.infer<typeof target>;
export type SentAlertView = z.infer<typeof sentAlert>;
