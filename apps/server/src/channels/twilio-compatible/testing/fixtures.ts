import type { CallResponse, CallScript, E164 } from '#delivery/ports.ts';
import type { OutboxId } from '#domain/ids.ts';
import type { WebhookRequest } from '#http/ports.ts';
import type { CarrierFetch } from '../carrier-fetch.ts';
import type { TwilioSettings } from '../settings.ts';
import { twilioSignature } from '../signature.ts';
import { makeTwilioWebhook } from '../webhook.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
export const OUTBOX_ID = '0190b5a2-6c1e-7d3f-8a4b-0c5d6e7f8091' as OutboxId;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint a number, good or bad
export const e164 = (number: string) => number as E164;

export const SETTINGS: TwilioSettings = {
  baseUrl: 'https://api.example.com',
  accountSid: `AC${'0123456789abcdef'.repeat(2)}`,
  authToken: 'the-account-token',
  from: '+13125550101',
  callFrom: '+13125550102',
  publicUrl: 'https://proof.example.com',
  connectTimeoutMs: 3_000,
  requestTimeoutMs: 10_000,
  machineDetection: true,
};

export type SentRequest = Parameters<CarrierFetch>[1] & { readonly url: string };

/** A carrier that answers every request alike and remembers what it was sent. */
export function recordingCarrier(status: number, reply: string) {
  const sent: SentRequest[] = [];
  const fetch: CarrierFetch = async (url, init) => {
    sent.push({ ...init, url });
    return { status, text: async () => reply };
  };
  return { sent, fetch };
}

/** A webhook over one call in memory: the first response uses its challenge up. */
export function webhookFor(script: CallScript | undefined) {
  const responses: CallResponse[] = [];
  const reports: (readonly [status: string, code: string | undefined])[] = [];
  let badSignatures = 0;
  let current = script;
  const handle = makeTwilioWebhook({
    authToken: SETTINGS.authToken,
    calls: {
      scriptFor: async () => current,
      languageOf: async () => undefined,
      respond: async (_id, response) => {
        responses.push(response);
        const outcome = current ? 'accepted' : 'over';
        current = undefined;
        return outcome;
      },
    },
    voice: { read: async () => new Map() },
    reports: {
      record: async (_id, status, code) => {
        reports.push([status, code]);
      },
    },
    isMessageOf: async () => true,
    onBadSignature: () => {
      badSignatures += 1;
    },
  });
  return { handle, responses, reports, badSignatures: () => badSignatures };
}

/** A call-back as the carrier would send it, signed with its token. */
export function signed(
  url: string,
  fields: Readonly<Record<string, string>> = {},
  authToken = SETTINGS.authToken,
): WebhookRequest {
  return {
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': twilioSignature(authToken, url, Object.entries(fields)),
    },
    body: String(new URLSearchParams(fields)),
  };
}

export function hook(path: string, query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams({ message: OUTBOX_ID, ...query });
  return `${SETTINGS.publicUrl}/hooks/twilio/${path}?${search.toString()}`;
}
