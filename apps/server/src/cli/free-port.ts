import { createServer } from 'node:net';
import { Refusal } from './explain-error.ts';

/** A browser may try either when it is told "localhost", so a port is free only if both are. */
const LOOPBACKS = ['127.0.0.1', '::1'];
const TRIES = 100;
/** Where an address family does not exist, nobody can be in the way on it. */
const ABSENT = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

function isFreeOn(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', (error: NodeJS.ErrnoException) => resolve(ABSENT.has(error.code ?? '')));
  server.listen({ host, port, exclusive: true }, () => {
    server.close(() => resolve(true));
  });
  return promise;
}

async function isFreePort(port: number): Promise<boolean> {
  for (const host of LOOPBACKS) if (!(await isFreeOn(host, port))) return false;
  return true;
}

/** The port that is wanted, or the next one that is free and not `taken` already. */
export async function findFreePort(wanted: number, taken: readonly number[]): Promise<number> {
  for (let port = wanted; port < wanted + TRIES && port < 65_536; port += 1) {
    if (!taken.includes(port) && (await isFreePort(port))) return port;
  }
  throw new Refusal(`no free port from ${wanted} on`);
}
