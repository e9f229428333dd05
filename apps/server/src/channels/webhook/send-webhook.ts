import { createHmac } from 'node:crypto';
import type { AlertTarget, WebhookSecrets } from '#alerts/ports.ts';
import type { Channel, SendOutcome, WebhookMessage } from '#delivery/ports.ts';
import type { AlertTargetId } from '#domain/ids.ts';
import type { Clock } from '#domain/write.ts';
import type { makePost } from '#outbound/post.ts';

type Dependencies = {
  readonly post: ReturnType<typeof makePost>;
  readonly targetOf: (id: AlertTargetId) => Promise<AlertTarget | undefined>;
  readonly clock: Clock;
};

/** Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp` (seconds), `webhook-signature`. */
export function makeSendWebhook({ post, targetOf, clock }: Dependencies): Channel<WebhookMessage> {
  return {
    send: async (_, message): Promise<SendOutcome> => {
      const to = (await targetOf(message.target))?.to;
      if (to?.kind !== 'webhook') return { kind: 'refused', reason: 'target_gone' };
      const endpoint = URL.parse(to.address);
      if (endpoint === null) return { kind: 'refused', reason: 'bad_address' };
      const posted = await post({
        endpoint,
        headers: headersOf(message, to, clock()),
        body: Buffer.from(message.body, 'utf8'),
      });
      if (posted.kind === 'refused') return { kind: 'refused', reason: posted.why };
      if (posted.kind === 'unreachable') return { kind: 'unavailable', reason: 'unreachable' };
      const { status } = posted;
      if (status >= 200 && status < 300) return { kind: 'accepted', providerMessageId: '' };
      // "Gone" is how a receiver says that it wants no more.
      return { kind: status === 410 ? 'refused' : 'unavailable', reason: `status_${status}` };
    },
  };
}

function headersOf({ alert, body }: WebhookMessage, secrets: WebhookSecrets, now: Date) {
  const timestamp = Math.floor(now.getTime() / 1000);
  const signed = `${alert}.${timestamp}.${body}`;
  const { secret, previous } = secrets;
  const isStill = previous !== undefined && new Date(previous.until) > now;
  const keys = isStill ? [secret, previous.secret] : [secret];
  return {
    'content-type': 'application/json',
    'user-agent': 'Proofup-Webhooks',
    'webhook-id': alert,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': keys.map((key) => `v1,${sign(key, signed)}`).join(' '),
  };
}

const sign = (key: string, text: string): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
