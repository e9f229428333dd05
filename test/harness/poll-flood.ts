import { once } from 'node:events';
import net from 'node:net';

/** In a process of its own, so that only the server's memory counts: opens so many polls, and says what came. */

type Flood = { readonly port: number; readonly count: number; readonly request: string };

const AT_ONCE = 100;

const flood: Flood = JSON.parse(process.argv[2] ?? '');
const statuses: number[] = [];

async function poll(): Promise<void> {
  const socket = net.connect(flood.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1];
    if (status !== undefined) statuses.push(Number(status));
  });
  await once(socket, 'connect');
  socket.write(flood.request, 'latin1');
}

for (let opened = 0; opened < flood.count; opened += AT_ONCE) {
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, flood.count - opened) }, poll));
}
process.on('message', () => process.send?.(statuses));
process.once('disconnect', () => process.exit());
process.send?.('open');
