import { z } from 'zod';
import { challenge, id, label, option, text, timestamp } from './views.ts';

/** What can be proved through a program: passkeys work on pages of this service alone. */
export const VERIFICATION_METHODS = [
  'text',
  'call',
  'spoken-code',
  'push',
  'totp',
  'hardware-token',
] as const;

const address = z.union([z.ipv4(), z.ipv6()]);
const params = z.strictObject({ verificationId: id });
/** Where the person is, as the program sees it: guesses and messages are counted by it. */
const from = { clientAddress: address.optional() };

const verification = z.strictObject({
  id,
  /**
   * `waiting`: for the person. `verified`: the statement can be read. `ended`: given up, tried too
   * often, too late, or the statement was read.
   */
  state: z.enum(['waiting', 'verified', 'ended']),
  /** Ways to prove it, the one that is asked first in front. */
  options: z.array(option),
  /** `number`: show it to the person, who types it on the phone. */
  challenge: challenge.omit({ publicKey: true, codeNumber: true }).optional(),
  expiresAt: timestamp,
});

/** What a statement has, whichever way it came. */
export const STATEMENT = {
  verificationId: id,
  user: z.strictObject({ id, login: z.string() }),
  /** As it was asked. */
  purpose: z.string(),
  /** RFC 8176, of this step alone: what came before it, only the program has seen. */
  amr: z.array(z.string()),
  strength: z.enum(['two-step', 'phishing-resistant']),
  verifiedAt: timestamp,
} as const;

const statement = z.strictObject({ ...STATEMENT, method: z.enum(VERIFICATION_METHODS) });

export const VERIFICATION_SCHEMAS = {
  beginVerification: {
    body: z.strictObject({
      /** User name or mail address of whoever has shown a first factor to the program. */
      login: text(254).min(1),
      /** For what, and where: the person reads it on the phone. */
      purpose: label,
      /** The only ones to offer; absent: whatever the person has. */
      methods: z.array(z.enum(VERIFICATION_METHODS)).min(1).optional(),
      /** What the proof has to be at least. */
      strength: z.enum(['two-step', 'phishing-resistant']).optional(),
      clientAddress: address,
    }),
    response: verification,
  },
  getVerification: {
    params,
    query: z.strictObject({
      /** Seconds to wait for news, at most 25; absent: none. */
      wait: z
        .string()
        .regex(/^(?:[0-9]|1[0-9]|2[0-5])$/)
        .optional(),
    }),
    response: verification,
  },
  chooseVerification: {
    params,
    body: z.strictObject({ optionId: text(64), ...from }),
    response: verification,
  },
  verifyVerification: {
    params,
    body: z.strictObject({
      challengeId: id,
      /** Codes are judged by their authenticator: a malformed one is a wrong one and is counted. */
      output: z.unknown(),
      ...from,
    }),
    response: verification,
  },
  readVerification: { params, response: statement },
  cancelVerification: { params },
} as const;

export type VerificationView = z.infer<typeof verification>;
export type StatementView = z.infer<typeof statement>;
