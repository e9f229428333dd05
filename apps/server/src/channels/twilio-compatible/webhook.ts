import type { CallConversation, DeliveryReports, IsMessageOf, VoiceBook } from '#delivery/ports.ts';
import type { OutboxId } from '#domain/ids.ts';
import type { WebhookHandler, WebhookRequest, WebhookResponse } from '#http/ports.ts';
import { makeConverse } from './converse.ts';
import type { Hook } from './hook-url.ts';
import { makeReportStatus } from './report-status.ts';
import { verifyTwilioSignature } from './signature.ts';
import { respond } from './twiml.ts';
import { parseVoiceTurn } from './voice-turn.ts';

type Dependencies = {
  readonly authToken: string;
  readonly calls: CallConversation;
  readonly voice: VoiceBook;
  readonly reports: DeliveryReports;
  readonly isMessageOf: IsMessageOf;
  /** Told of every call-back that the carrier did not sign. */
  readonly onBadSignature: () => void | Promise<void>;
};

type HookHandler = (url: URL, fields: URLSearchParams) => Promise<WebhookResponse>;

const empty = (status: number): WebhookResponse => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body: '',
});
const twiml = (body: string): WebhookResponse => ({
  status: 200,
  contentType: 'text/xml; charset=utf-8',
  body,
});

/** Everything the carrier calls back about. Nothing is read before the signature is found good. */
export function makeTwilioWebhook(dependencies: Dependencies): WebhookHandler {
  const hooks = makeHooks(dependencies);
  return async (request) => {
    if (!verifyTwilioSignature(request, dependencies.authToken)) {
      await dependencies.onBadSignature();
      return empty(403);
    }
    const url = new URL(request.url);
    const hook = hookOf(url);
    if (!hook) return empty(404);
    if (request.method !== 'POST') return empty(405);
    return hooks[hook](url, fieldsOf(request));
  };
}

function makeHooks({
  calls,
  voice,
  reports,
  isMessageOf,
}: Dependencies): Readonly<Record<Hook, HookHandler>> {
  const converse = makeConverse({ calls, voice });
  const reportStatus = makeReportStatus({ calls, reports });
  return {
    status: async (url, fields) => {
      const message = parseOutboxId(url);
      if (!message) return empty(400);
      if (!(await isMessageOf(message, sidIn(fields)))) return empty(403);
      await reportStatus(message, fields);
      return empty(204);
    },
    voice: async (url, fields) => {
      const message = parseOutboxId(url);
      const turn = message && parseVoiceTurn(url, message, fields);
      if (!message || !turn) return empty(400);
      if (!(await isMessageOf(message, sidIn(fields)))) return empty(403);
      return twiml(await converse(turn));
    },
    // Caller ids and texts are forged with ease, so what comes in by phone proves nothing.
    inbound: async () => twiml(respond()),
  };
}

function hookOf(url: URL): Hook | undefined {
  const [, name] = /\/hooks\/twilio\/(\w+)$/.exec(url.pathname) ?? [];
  return (['status', 'voice', 'inbound'] as const).find((hook) => hook === name);
}

/** Both hooks that read fields are always sent as forms; a JSON body simply has none. */
const fieldsOf = ({ body }: WebhookRequest): URLSearchParams => new URLSearchParams(body);

/** Of a call or a text (twilio.com/docs/voice/twiml, …/messaging/guides/track-outbound-message-status). */
const sidIn = (fields: URLSearchParams): string | undefined =>
  fields.get('CallSid') ?? fields.get('MessageSid') ?? undefined;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function parseOutboxId(url: URL): OutboxId | undefined {
  const values = url.searchParams.getAll('message');
  const [value = ''] = values;
  if (values.length !== 1 || !UUID.test(value)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the boundary where ids are parsed
  return value as OutboxId;
}
