import { once } from 'node:events';
import net from 'node:net';

/**
 * In a process of its own, so that only the server's memory counts: opens so many polls, a hundred at
 * once, until all but `waiting` of them were answered; then it says what came. Faster, the system's
 * queue of connections overflows on a busy machine, and one is heard after many seconds.
 */

type Flood = {
  readonly port: number;
  readonly count: number;
  readonly waiting: number;
  readonly request: string;
};

const AT_ONCE = 100;

const flood: Flood = JSON.parse(process.argv[2] ?? '');
const statuses: number[] = [];
let heard = Promise.withResolvers<void>();

async function poll(): Promise<void> {
  const socket = net.connect(flood.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
    if (status === undefined) return;
    statuses.push(Number(status));
    heard.resolve();
  });
  await once(socket, 'connect');
  socket.write(flood.request, 'latin1');
}

for (let opened = 0; opened < flood.count; opened += AT_ONCE) {
  const more = Math.min(AT_ONCE, flood.count - opened);
  await Promise.all(Array.from({ length: more }, poll));
  while (statuses.length < opened + more - flood.waiting) {
    await heard.promise;
    heard = Promise.withResolvers();
  }
}
process.on('message', () => process.send?.(statuses));
process.once('disconnect', () => process.exit());
process.send?.('open');
