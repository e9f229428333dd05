import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { Web } from './server.ts';

/** Paths that the single page answers; everything else is not found, with the same page to say so. */
export const PAGES: readonly string[] = [
  '/',
  '/sign-in',
  '/security-info',
  '/bootstrap',
  '/forgot-password',
  '/reset-password',
];

type Dependencies = {
  /** Folder of the built pages; absent on a node that serves the API only. */
  readonly folder: string;
};

/** The built web pages. Files under /assets/ carry a hash in their name and never change. */
export async function registerPages(web: Web, { folder }: Dependencies): Promise<void> {
  const { server, sendProblem } = web;
  const index = path.join(folder, 'index.html');
  const page = existsSync(index) ? readFileSync(index) : undefined;
  if (page !== undefined) {
    await server.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, file) => {
        const isHashed = path.dirname(file).endsWith('assets');
        reply.header(
          'cache-control',
          isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
    for (const url of PAGES) {
      server.get(url, async (_, reply) => reply.type('text/html; charset=utf-8').send(page));
    }
  }
  server.setNotFoundHandler(async (request, reply) => {
    const isPage = request.method === 'GET' && !request.url.startsWith('/api/');
    if (page === undefined || !isPage) return sendProblem(reply, { code: 'not_found' });
    return reply.code(404).type('text/html; charset=utf-8').send(page);
  });
}
