import type { Web } from './server.ts';

type Dependencies = {
  /** True while the database answers and the process is not stopping. */
  readonly isReady: () => Promise<boolean>;
};

/** For supervisors and load balancers: no version, no names, no numbers. */
export function registerHealth({ server }: Web, { isReady }: Dependencies): void {
  server.get('/livez', async (_, reply) => reply.type('text/plain').send('alive\n'));
  server.get('/readyz', async (_, reply) => {
    const ready = await isReady();
    return reply
      .code(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ready\n' : 'not ready\n');
  });
}
