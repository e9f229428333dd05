import { z } from 'zod';
import type { SendOutcome } from '#delivery/ports.ts';
import type { CarrierFetch } from './carrier-fetch.ts';
import type { TwilioSettings } from './settings.ts';

export type ApiDependencies = {
  readonly settings: TwilioSettings;
  readonly fetch: CarrierFetch;
};

type ApiRequest = (resource: 'Messages' | 'Calls', form: URLSearchParams) => Promise<SendOutcome>;

const Created = z.object({ sid: z.string().min(1).max(64) });
const Failure = z.object({ code: z.int() });

/** 408 and 429 say "later", unlike every other refusal of the API. */
const TRY_AGAIN: readonly number[] = [408, 429];

/** Creates one message or call; reasons name a code and nothing of what was sent. */
export function makeApiRequest({ settings, fetch }: ApiDependencies): ApiRequest {
  const { baseUrl, accountSid, authToken, requestTimeoutMs } = settings;
  const account = `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${accountSid}`;
  const headers = {
    authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
    accept: 'application/json',
  };

  return async (resource, form) => {
    const signal = AbortSignal.timeout(requestTimeoutMs);
    const init = { method: 'POST', headers, redirect: 'manual', signal } as const;
    try {
      const reply = await fetch(`${account}/${resource}.json`, { ...init, body: String(form) });
      return outcomeOf(reply.status, parseJson(await reply.text()));
    } catch {
      return { kind: 'unavailable', reason: signal.aborted ? 'timeout' : 'network' };
    }
  };
}

function outcomeOf(status: number, body: unknown): SendOutcome {
  if (status >= 200 && status < 300) {
    const created = Created.safeParse(body);
    return created.success
      ? { kind: 'accepted', providerMessageId: created.data.sid }
      : { kind: 'unavailable', reason: 'no_sid' };
  }
  const failure = Failure.safeParse(body);
  const final = status >= 400 && status < 500 && !TRY_AGAIN.includes(status);
  // A refusal without the API's own code comes from something in between, such as a proxy.
  return final && failure.success
    ? { kind: 'refused', reason: `twilio_${failure.data.code}` }
    : { kind: 'unavailable', reason: `http_${status}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
