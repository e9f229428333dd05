import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export type ReceivedAlert = {
  readonly id: string;
  readonly timestamp: Date;
  readonly signatures: readonly string[];
  readonly raw: string;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: Readonly<Record<string, unknown>>;
  };
};

export type WebhookReceiver = {
  readonly url: string;
  readonly received: readonly ReceivedAlert[];
  /** What is answered from now on. */
  behave(status: number): void;
  waitFor(wanted: (alert: ReceivedAlert) => boolean): Promise<ReceivedAlert>;
  close(): Promise<void>;
};

const PATIENCE_MS = 15_000;

/** Somebody who listens to webhooks, on this machine. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: ReceivedAlert[] = [];
  let status = 204;
  const server = createServer((request, response) => {
    void text(request).then((raw) => {
      const { headers } = request;
      received.push({
        id: String(headers['webhook-id']),
        timestamp: new Date(Number(headers['webhook-timestamp']) * 1000),
        signatures: String(headers['webhook-signature']).split(' '),
        raw,
        body: JSON.parse(raw),
      });
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/alerts`,
    received,
    behave: (next) => {
      status = next;
    },
    waitFor: async (wanted) => {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = received.find(wanted);
        if (found !== undefined) return found;
        if (Date.now() > end) throw new Error('no such alert came');
        await sleep(50);
      }
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** As a receiver checks it (Standard Webhooks 1.0). */
export function isSignedBy(alert: ReceivedAlert, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${alert.id}.${alert.timestamp.getTime() / 1000}.${alert.raw}`;
  const wanted = createHmac('sha256', key).update(signed).digest();
  return alert.signatures.some((one) => {
    const [version, value = ''] = one.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
