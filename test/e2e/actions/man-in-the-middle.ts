import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** Somebody who stands between a browser and a server, under a name of their own. */
export type ManInTheMiddle = {
  readonly url: string;
  close(): Promise<void>;
};

/** Chromium leads every name below it to this machine, and takes it for a secure context. */
const NAME = 'examp1e.localhost';

/** Where the one in the middle is, as the server sees it. */
const ADDRESS = '203.0.113.66';

/**
 * A reverse proxy as toolkits for phishing have it: it hands on whatever comes, speaks the server's
 * name to the server and its own to the browser, and asks for passkeys of its own name, as no browser
 * would look for those of another.
 */
export async function standInTheMiddle(target: string): Promise<ManInTheMiddle> {
  const there = new URL(target);
  const server = createServer((request, response) => {
    void handOn({ there, here: here(), request, response });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const here = () => new URL(`http://${NAME}:${(server.address() as AddressInfo).port}`);
  return {
    url: here().origin,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

type Exchange = {
  readonly there: URL;
  readonly here: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
};

async function handOn({ there, here, request, response }: Exchange): Promise<void> {
  const { method, url: path, headers } = request;
  const { 'accept-encoding': _, ...kept } = headers;
  const sent = {
    ...kept,
    host: there.host,
    'x-forwarded-for': ADDRESS,
    ...(headers.origin === undefined ? {} : { origin: there.origin }),
    ...(headers.referer === undefined
      ? {}
      : { referer: headers.referer.replace(here.origin, there.origin) }),
  };
  const upstream = request.pipe(
    ask({ host: there.hostname, port: there.port, method, path, headers: sent }),
  );
  const [answer] = await once(upstream, 'response');
  const { statusCode, headers: given } = answer;
  const location = given.location?.replace(there.origin, here.origin);
  const isJson = String(given['content-type']).includes('json');
  const { 'content-length': length, ...rest } = given;
  response.writeHead(statusCode, {
    ...rest,
    ...(location === undefined ? {} : { location }),
    ...(isJson || length === undefined ? {} : { 'content-length': length }),
  });
  if (!isJson) return void answer.pipe(response);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  response.end(text.replaceAll(`"rpId":"${there.hostname}"`, `"rpId":"${here.hostname}"`));
}
