import type { Channel, PushMessage, SendOutcome } from '#delivery/ports.ts';
import type { Clock } from '#domain/write.ts';
import { vapidAuthorization } from './authorization.ts';
import { encrypt } from './encrypt.ts';
import type { makePost } from '#outbound/post.ts';

type Dependencies = {
  readonly key: Parameters<typeof vapidAuthorization>[1];
  readonly post: ReturnType<typeof makePost>;
  /** The push service says that there is no such subscription any more. */
  readonly onGone: (message: PushMessage) => Promise<void>;
  readonly clock: Clock;
};

/** As long as what it tells of (RFC 8030 section 5.2). */
const TTL_SECONDS = '60';

/** Says "open and look" and nothing else: whoever sees a lock screen learns nothing by it. */
const PAYLOAD = JSON.stringify({ open: 'request' });

/** Web Push: RFC 8030, encrypted by RFC 8291, signed by RFC 8292. */
export function makeSendPush(dependencies: Dependencies): Channel<PushMessage> {
  const { key, post, onGone, clock } = dependencies;
  return {
    send: async (_, message): Promise<SendOutcome> => {
      const endpoint = URL.parse(message.to.endpoint);
      if (endpoint === null) return { kind: 'refused', reason: 'bad_endpoint' };
      const posted = await post({
        endpoint,
        headers: {
          authorization: vapidAuthorization(endpoint, key, clock()),
          'content-encoding': 'aes128gcm',
          'content-type': 'application/octet-stream',
          ttl: TTL_SECONDS,
          urgency: 'high',
          topic: 'request',
        },
        body: encrypt(PAYLOAD, message.to),
      });
      if (posted.kind === 'refused') return { kind: 'refused', reason: posted.why };
      if (posted.kind === 'unreachable') return { kind: 'unavailable', reason: 'unreachable' };
      return judge(posted.status, message, onGone);
    },
  };
}

async function judge(
  status: number,
  message: PushMessage,
  onGone: Dependencies['onGone'],
): Promise<SendOutcome> {
  if (status >= 200 && status < 300) return { kind: 'accepted', providerMessageId: '' };
  if (status === 404 || status === 410) {
    await onGone(message);
    return { kind: 'refused', reason: 'subscription_gone' };
  }
  const isLater = status === 429 || status >= 500;
  return { kind: isLater ? 'unavailable' : 'refused', reason: `status_${status}` };
}
