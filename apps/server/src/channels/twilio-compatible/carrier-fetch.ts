import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { request as httpRequest } from '#outbound/plain-http.ts';

type Reply = { readonly status: number; text(): Promise<string> };

type Init = {
  readonly method: 'POST';
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
};

/** The part of `fetch` that the channel uses; the global `fetch` fits too. */
export type CarrierFetch = (url: string, init: Init) => Promise<Reply>;

/** What the API answers is a few kilobytes; more is not the API. */
const MAX_REPLY_BYTES = 256 * 1024;

/** `fetch` has no limit for connecting alone, and without one a dead route costs the whole wait. */
export function makeCarrierFetch(limits: { readonly connectTimeoutMs: number }): CarrierFetch {
  return (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const send = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(url, { method, headers, signal }, (response) => {
        resolve({ status: response.statusCode ?? 0, text: () => readText(response) });
      });
      request.on('error', reject);
      giveUpUnlessConnected(request, limits.connectTimeoutMs);
      request.end(body);
    });
}

function giveUpUnlessConnected(request: ClientRequest, connectTimeoutMs: number): void {
  const timer = setTimeout(
    () => request.destroy(new Error('carrier_connect_timeout')),
    connectTimeoutMs,
  );
  const stop = () => clearTimeout(timer);
  request.once('close', stop);
  request.once('socket', (socket) => {
    if (socket.connecting) socket.once('connect', stop);
    else stop();
  });
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MAX_REPLY_BYTES) throw new Error('carrier_reply_too_large');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
