import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';

/** A request as the site behind the proxy saw it. */
export type Seen = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly names: readonly string[];
  readonly body: string;
};

/** A site that knows nothing of sign-in, and remembers what reached it. */
export async function startSite(port: number) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method = '', url = '', headers, rawHeaders } = request;
      const names = rawHeaders.filter((_, n) => n % 2 === 0).map((name) => name.toLowerCase());
      seen.push({ method, url, headers, names, body });
      response.end('the site');
    });
  });
  server.on('upgrade', ({ method = '', url = '', headers }, socket) => {
    seen.push({ method, url, headers, names: [], body: 'upgrade' });
    // RFC 6455 section 4.2.2.
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.end(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port,
    seen,
    close: async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Sent = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
};

export type Got = {
  readonly status: number;
  readonly location: string;
  readonly text: string;
};

/** A browser of the outside, over TLS to the proxy on this machine. */
export function makeOutsider(origin: string) {
  const { host, hostname, port } = new URL(origin);
  const cookies = new Map<string, string>();

  function open(uri: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Got> {
    const got = Promise.withResolvers<Got>();
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = { host, accept: 'text/html', ...(cookie === '' ? {} : { cookie }), ...headers };
    const request = https.request({
      host: '127.0.0.1',
      port,
      servername: hostname,
      path: uri,
      method,
      agent: false,
      rejectUnauthorized: false,
      headers: Object.entries(all).flatMap(([name, value]) =>
        [value].flat().flatMap((one) => [name, one]),
      ),
    });
    request.on('response', (response) => {
      for (const set of response.headers['set-cookie'] ?? []) {
        const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=', 2);
        cookies.set(name, value);
      }
      const { statusCode = 0, headers: given } = response;
      void text(response).then((said) =>
        got.resolve({ status: statusCode, location: given.location ?? '', text: said }),
      );
    });
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      got.resolve({ status: response.statusCode ?? 0, location: '', text: '' });
    });
    request.on('error', got.reject);
    request.end(body);
    return got.promise;
  }
  return { cookies, open };
}
