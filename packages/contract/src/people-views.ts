import { z } from 'zod';
import { state, userDetails } from './administration-schemas.ts';
import { reason } from './group-views.ts';
import { LINE_FAULTS } from './line-faults.ts';
import { cursor, id, label, text, timestamp } from './views.ts';

/** What a file is about; its columns: docs/guides/people.md. */
export const IMPORT_CONTENTS = ['people', 'states', 'tokens'] as const;

/** A file on its way in, batch by batch: how far it is, and what came of it so far. */
const importRun = z.strictObject({
  id,
  content: z.enum(IMPORT_CONTENTS),
  /** Nothing was done: it was said what would be. */
  dryRun: z.boolean(),
  reason: z.string(),
  startedBy: z.string(),
  startedAt: timestamp,
  finishedAt: timestamp.optional(),
  /** The last line that was read. */
  linesDone: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  bad: z.int(),
});

const lineResult = z.strictObject({
  line: z.int(),
  /** Whom or what the line names. */
  name: z.string().optional(),
  kind: z.enum(['added', 'changed', 'unchanged', 'bad']),
  before: z.string().optional(),
  after: z.string().optional(),
  why: z.enum(LINE_FAULTS).optional(),
});

export const PEOPLE_SCHEMAS = {
  createUser: {
    body: z.strictObject({
      reason,
      login: text(254).min(1),
      displayName: label,
      email: z.email().max(254).optional(),
      state,
      /** One is made, shown once, and good for one sign-in; else the person asks for a link. */
      withPassword: z.boolean().optional(),
    }),
    response: z.strictObject({ user: userDetails, password: z.string().optional() }),
  },
  startImport: {
    body: z.strictObject({
      reason,
      content: z.enum(IMPORT_CONTENTS),
      dryRun: z.boolean().optional(),
      /** Of lines of `states` that name none. */
      state: state.optional(),
    }),
    response: importRun,
  },
  importAtOnce: {
    body: z.strictObject({
      reason,
      content: z.enum(IMPORT_CONTENTS),
      dryRun: z.boolean().optional(),
      /** Of lines of `states` that name none. */
      state: state.optional(),
      /** The number of the first line here in the whole file, from 1. */
      firstLine: z.int().min(1).max(10_000_000).optional(),
      /** Whole lines, 500 at most. */
      csv: text(48_000),
    }),
    response: z.strictObject({ results: z.array(lineResult) }),
  },
  importLines: {
    params: z.strictObject({ importId: id }),
    body: z.strictObject({
      /** The number of the first line here, from 1: the one after the last that was read, or one of a batch sent again. */
      firstLine: z.int().min(1).max(10_000_000),
      /** Whole lines, 500 at most; what is in them is judged line by line. */
      csv: z.string().max(48_000),
      last: z.boolean().optional(),
    }),
    response: z.strictObject({ run: importRun, results: z.array(lineResult) }),
  },
  listImports: {
    query: z.strictObject({ before: cursor.optional() }),
    response: z.strictObject({ runs: z.array(importRun), next: z.string().optional() }),
  },
} as const;

export type ImportRunView = z.infer<typeof importRun>;
export type LineResultView = z.infer<typeof lineResult>;
