import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RestApi } from '../carrier/rest-api.ts';
import type { PhoneControl } from '../control.ts';
import { equal } from '../equal.ts';
import type { Store } from '../store.ts';
import { handleControl } from './control-api.ts';
import { streamState } from './event-stream.ts';
import { hasToken, isOwnRequest, tokenCookie } from './guard.ts';
import { type PageFile, readPageFiles } from './page-files.ts';
import { readBody, refuse, respondJson, SECURITY_HEADERS } from './respond.ts';

type Dependencies = {
  readonly store: Store;
  readonly control: PhoneControl;
  readonly api: RestApi;
  readonly port: number;
  readonly controlToken: string | undefined;
};
type WebServer = { readonly port: number; close(): Promise<void> };
type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
};

/** The carrier's API, the page of phones and its control, on loopback and nowhere else. */
export async function startWebServer(deps: Dependencies): Promise<WebServer> {
  const files = readPageFiles();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    route(deps, files, { request, response, url }).catch(() => {
      if (!response.headersSent) refuse(response, 500, 'The simulator failed');
    });
  });
  server.listen(deps.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function portOf(server: ReturnType<typeof createServer>): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function route(
  deps: Dependencies,
  files: ReadonlyMap<string, PageFile>,
  exchange: Exchange,
): Promise<void> {
  const { request, response, url } = exchange;
  const port = request.socket.localPort ?? 0;
  if (!isOwnRequest(request, port)) return refuse(response, 403, 'Not from another site');
  if (url.pathname.startsWith('/2010-04-01/')) return serveApi(deps, exchange);
  if (takesToken(deps, exchange)) return undefined;
  if (!hasToken(request, deps.controlToken)) return refuse(response, 401, 'The token is missing');
  if (url.pathname === '/control/events' && request.method === 'GET') {
    return streamState(deps.store, response);
  }
  if (url.pathname.startsWith('/control/')) {
    return handleControl(deps.control, request, response);
  }
  return servePage(files, exchange);
}

async function serveApi({ api }: Dependencies, { request, response, url }: Exchange) {
  const body = await readBody(request);
  if (body === undefined) return refuse(response, 413, 'Too much');
  const { authorization } = request.headers;
  const answer = api({ method: request.method ?? '', path: url.pathname, authorization, body });
  if (answer === 'never') return undefined;
  respondJson(response, answer.status, answer.json);
  // Closing the simulator cuts short whatever is still on its way.
  return answer.afterwards?.().catch(() => {});
}

/** `/?token=…`, opened once, leaves a cookie, so that the token does not stay in the address. */
function takesToken({ controlToken }: Dependencies, { response, url }: Exchange): boolean {
  const given = url.searchParams.get('token');
  if (controlToken === undefined || url.pathname !== '/' || given === null) return false;
  if (!equal(given, controlToken)) return false;
  const headers = { location: '/', 'set-cookie': tokenCookie(controlToken) };
  response.writeHead(303, { ...SECURITY_HEADERS, ...headers }).end();
  return true;
}

function servePage(
  files: ReadonlyMap<string, PageFile>,
  { request, response, url }: Exchange,
): void {
  const file = files.get(url.pathname);
  if (!file) return refuse(response, 404, 'There is no such page');
  if (request.method !== 'GET') return refuse(response, 405, 'Pages are only read');
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': file.contentType });
  response.end(file.body);
}
