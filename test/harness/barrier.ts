import { once } from 'node:events';
import net from 'node:net';
import { type HttpAnswer, parseHttpAnswer } from './http-answer.ts';

export type BarrierRequest = {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; say in `headers` what it is. */
  readonly body?: string;
};

/**
 * The last-byte barrier: one socket per request, everything but the last byte of each is sent,
 * and only when the server holds them all do the last bytes follow together. Requests that are
 * merely started together reach a handler milliseconds apart, which hides most races.
 */
export async function par(
  count: number,
  requestFor: (index: number) => BarrierRequest,
): Promise<readonly HttpAnswer[]> {
  const requests = Array.from({ length: count }, (_, index) => requestFor(index));
  const held = await Promise.all(requests.map(holdBack));
  return Promise.all(held.map(({ release }) => release()));
}

type Held = { readonly release: () => Promise<HttpAnswer> };

async function holdBack(request: BarrierRequest): Promise<Held> {
  const { hostname, port } = new URL(request.url);
  const socket = net.connect({ host: loopbackOf(hostname), port: Number(port), noDelay: true });
  const answer = readToEnd(socket);
  // The answer is awaited only after the release; a refusal before it must not go unhandled.
  answer.catch(() => undefined);
  await once(socket, 'connect');
  const bytes = Buffer.from(wireForm(request));
  await new Promise((sent) => {
    socket.write(bytes.subarray(0, -1), sent);
  });
  return {
    release: async () => {
      socket.write(bytes.subarray(-1));
      return parseHttpAnswer(await answer);
    },
  };
}

/** Browsers resolve every `*.localhost` name to loopback; the system's resolver need not. */
function loopbackOf(hostname: string): string {
  return hostname.endsWith('.localhost') ? '127.0.0.1' : hostname.replace(/^\[|\]$/g, '');
}

function wireForm({ url, method = 'GET', headers = {}, body = '' }: BarrierRequest): string {
  const { host, pathname, search } = new URL(url);
  // A node is reached by its address and answers to the public name.
  const { host: named = host, ...rest } = headers;
  const length = body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`];
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    `host: ${named}`,
    'connection: close',
    ...length,
    ...Object.entries(rest).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

async function readToEnd(socket: net.Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks);
}
