import { z } from 'zod';
import { reason } from './group-views.ts';
import { id, text } from './views.ts';
import { VOICE_MESSAGES } from './voice-messages.ts';

/** A file of 1 MiB. */
const SOUND_CHARACTERS = Math.ceil((1024 * 1024) / 3) * 4;

/** BCP 47, as carriers take it: `en-US`. */
export const language = z.string().regex(/^[a-z]{2,3}(?:-[A-Z]{2})?$/);
const message = z.enum(VOICE_MESSAGES);

const voiceMessage = z.strictObject({
  message,
  /** What is said where nothing else was set. */
  standard: z.string(),
  /** Words of one's own in the language of calls. */
  words: z.string().optional(),
  /** A recording in that language; it is played instead of any words. */
  sound: z.strictObject({ mediaType: z.string(), seconds: z.number(), bytes: z.int() }).optional(),
});

const voice = z.strictObject({
  /** The language of calls: what is said to whoever has another, and nothing in it, too. */
  language,
  /** In which there are words or recordings, in their order. */
  languages: z.array(language),
  /** Whose messages these are. */
  shown: language,
  /** What calls in this language come from, where it is not the number of the installation. */
  callerId: z.string().optional(),
  messages: z.array(voiceMessage),
});

export const VOICE_SCHEMAS = {
  getVoice: {
    /** Absent: that of calls. */
    query: z.strictObject({ language: language.optional() }),
    response: voice,
  },
  setVoice: {
    body: z.strictObject({
      reason,
      language,
      /** E.164; absent: the number of the installation. */
      callerId: z
        .string()
        .regex(/^\+[1-9][0-9]{6,14}$/)
        .optional(),
    }),
    response: voice,
  },
  sendTest: {
    body: z.strictObject({
      reason,
      via: z.enum(['text', 'call']),
      /** One of one's own phones. */
      methodId: id,
      /** What a call says. */
      message: message.optional(),
    }),
    response: z.strictObject({ sent: z.literal(true) }),
  },
  setVoiceWords: {
    params: z.strictObject({ message }),
    body: z.strictObject({
      reason,
      language,
      /** Absent: the standard words again. `{organisation}` stands for its name. */
      words: z
        .string()
        .trim()
        .min(1)
        .max(400)
        .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>]*$/u)
        .optional(),
    }),
    response: voice,
  },
  setVoiceSound: {
    params: z.strictObject({ message }),
    body: z.strictObject({
      reason,
      language,
      /** Base64 of a WAV or MP3 file; absent: none any more. What it is, its own headers say. */
      sound: text(SOUND_CHARACTERS).optional(),
    }),
    response: voice,
  },
} as const;

export type VoiceView = z.infer<typeof voice>;
