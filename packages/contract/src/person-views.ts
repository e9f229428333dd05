import { z } from 'zod';
import { language } from './voice-views.ts';

const ownLanguage = z.strictObject({
  /** Absent: nothing was chosen. */
  language: language.optional(),
  /** Those in which the organisation has something to say, its own language first. */
  offered: z.array(language),
});

export const PERSON_SCHEMAS = {
  getLanguage: { response: ownLanguage },
  setLanguage: {
    /** Absent: the organisation's. */
    body: z.strictObject({ language: language.optional() }),
    response: ownLanguage,
  },
} as const;

export type OwnLanguageView = z.infer<typeof ownLanguage>;
