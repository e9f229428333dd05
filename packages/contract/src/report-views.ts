import { z } from 'zod';
import { SIGN_IN_REASON_NAMES } from './sign-in-reasons.ts';
import { cursor, id, text, timestamp } from './views.ts';

export const REPORT_NAMES = [
  'sign-ins',
  'methods',
  'registration',
  'fraud',
  'bypass',
  'blocked',
  'applications',
  'administration',
] as const;

const asked = {
  report: z.enum(REPORT_NAMES),
  /** Exactly this login or mail address. */
  login: text(254).optional(),
  outcome: z.enum(['success', 'failure']).optional(),
  /** As records name it: `text`, `call`, `totp`, `passkey`, `push` … */
  method: text(40).optional(),
  /** Sign-ins: why they went on or did not. */
  why: z.enum(SIGN_IN_REASON_NAMES).optional(),
  /** The `id` of an application or tenant, or the origin of a host behind a proxy. */
  application: text(300).optional(),
  /** ISO 3166-1 alpha-2: where the address is, as far as that is known. */
  country: text(2)
    .regex(/^[A-Z]{2}$/)
    .optional(),
  from: timestamp.optional(),
  to: timestamp.optional(),
} as const;

export const reportPage = z.strictObject({ ...asked, after: cursor.optional() });
const reportAsked = z.strictObject(asked);

const reportExport = z.strictObject({
  id,
  report: z.enum(REPORT_NAMES),
  state: z.enum(['running', 'done', 'failed']),
  lines: z.int(),
  /** 0 to 100. */
  percent: z.int(),
  /** How many parts the file has by now. */
  parts: z.int(),
  askedAt: timestamp,
  expiresAt: timestamp,
});

const exportId = z.strictObject({ exportId: id });
const listedExports = z.strictObject({ exports: z.array(reportExport) });

export const REPORT_SCHEMAS = {
  beginExport: { body: reportAsked, response: listedExports },
  listExports: { response: listedExports },
  readExportPart: {
    params: exportId,
    body: z.strictObject({ part: z.int().min(0).optional() }),
    response: z.strictObject({ text: z.string(), next: z.int().optional() }),
  },
  removeExport: { params: exportId, response: listedExports },
  readMessages: {
    body: z.strictObject({ from: timestamp.optional(), to: timestamp.optional() }),
    response: z.strictObject({
      /** ISO 4217. */
      currency: z.string(),
      rows: z.array(
        z.strictObject({
          provider: z.string(),
          kind: z.enum(['text', 'call']),
          /** ISO 3166-1 alpha-2; `??` where a number has none. */
          country: z.string(),
          sent: z.int(),
          delivered: z.int(),
          failed: z.int(),
          /** Absent: no price is set. */
          cost: z.number().optional(),
        }),
      ),
    }),
  },
} as const;

export type ReportExportView = z.infer<typeof reportExport>;
export type MessageRowView = z.infer<
  (typeof REPORT_SCHEMAS)['readMessages']['response']
>['rows'][number];
