import { z } from 'zod';
import { reason } from './group-views.ts';
import { id, methodKind, text, timestamp } from './views.ts';

/** The best that somebody has, weakest first. */
export const coveredBy = z.enum(['none', 'phone', 'app', 'passkey']);
const state = z.enum(['disabled', 'enabled', 'enforced']);

/** People, by the best that they have. */
const coverage = z.strictObject({
  none: z.int(),
  phone: z.int(),
  app: z.int(),
  passkey: z.int(),
});

const person = z.strictObject({
  id,
  login: z.string(),
  displayName: z.string(),
  email: z.string().optional(),
  state,
  coveredBy,
  methods: z.array(methodKind),
  reminders: z.int(),
  remindedAt: timestamp.optional(),
  graceUntil: timestamp.optional(),
});

const filter = {
  coveredBy: coveredBy.optional(),
  state: state.optional(),
  group: id.optional(),
} as const;

const after = text(600);

const reminder = z.strictObject({
  user: z.strictObject({ id, login: z.string() }),
  at: timestamp,
  cause: z.enum(['by-hand', 'schedule', 'sunset']),
  by: z.string(),
});

export const ROLL_OUT_SCHEMAS = {
  getCoverage: {
    response: z.strictObject({
      coverage,
      countedAt: timestamp,
      groups: z.array(z.strictObject({ id, name: z.string(), coverage })),
      /** Oldest first; empty for whoever is limited to several groups. */
      trend: z.array(z.strictObject({ day: z.iso.date(), coverage })),
    }),
  },
  listRollOut: {
    body: z.strictObject({ ...filter, after: after.optional() }),
    response: z.strictObject({ people: z.array(person), next: z.string().optional() }),
  },
  sendReminders: {
    body: z.strictObject({
      reason,
      /** These people; absent: all that the filter has, a page at a time. */
      userIds: z.array(id).min(1).max(100).optional(),
      ...filter,
      after: after.optional(),
    }),
    response: z.strictObject({
      sent: z.int(),
      /** Safe already, reminded that day already, without a mail address, or not theirs. */
      skipped: z.int(),
      next: z.string().optional(),
    }),
  },
  listReminders: {
    query: z.strictObject({ before: text(100).optional() }),
    response: z.strictObject({ reminders: z.array(reminder), next: z.string().optional() }),
  },
} as const;

export type CoverageView = z.infer<typeof coverage>;
export type CoveredByView = z.infer<typeof coveredBy>;
export type RollOutPersonView = z.infer<typeof person>;
export type ReminderView = z.infer<typeof reminder>;
