import type { ServerResponse } from 'node:http';
import type { Store } from '../store.ts';
import { SECURITY_HEADERS } from './respond.ts';

/** Several changes in one breath are one event. */
const GATHER_MS = 20;
const HEARTBEAT_MS = 15_000;

/** Server-sent events: the whole state now and after each change. */
export function streamState(store: Store, response: ServerResponse): void {
  response.writeHead(200, { ...SECURITY_HEADERS, 'content-type': 'text/event-stream' });
  const send = () => response.write(`data: ${JSON.stringify(store.state())}\n\n`);
  let pending: NodeJS.Timeout | undefined;
  const unsubscribe = store.subscribe(() => {
    pending ??= setTimeout(() => {
      pending = undefined;
      send();
    }, GATHER_MS);
  });
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
  response.once('close', () => {
    unsubscribe();
    clearTimeout(pending);
    clearInterval(heartbeat);
  });
  send();
}
