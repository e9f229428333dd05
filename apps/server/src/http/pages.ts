import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import { FOR_ANY_SITE, SHARED_WITH_OPENER } from './security-headers.ts';
import type { Web } from './server.ts';

/** Paths that the single page answers; everything else is not found, with the same page to say so. */
export const PAGES: readonly string[] = [
  '/',
  '/sign-in',
  '/security-info',
  '/my-apps',
  '/bootstrap',
  '/freeze',
  '/help/report',
  '/help',
  '/help/new-phone',
  '/help/lost-phone',
  '/help/no-code',
  '/help/moving-the-app',
  '/help/passkey',
  '/forgot-password',
  '/reset-password',
  '/admin',
];
/** The same page, where somebody comes from another site that goes on afterwards. */
export const SHARED_PAGES: readonly string[] = ['/entra/verify', '/verify', '/step-up'];

/** The account menu, which other people's pages load. */
const EMBEDDED = 'account-menu.js';

/** RFC 9110 section 9.3.2: the header fields that GET would bring, and no content. */
const WITH_HEAD = { exposeHeadRoute: true };

type Dependencies = {
  /** Folder of the built pages; absent on a node that serves the API only. */
  readonly folder: string;
  /** Paths that its one page answers. */
  readonly pages: readonly string[];
  readonly shared: readonly string[];
};

/** The built web pages. Files under /assets/ carry a hash in their name and never change. */
export async function registerPages(
  web: Web,
  { folder, pages, shared }: Dependencies,
): Promise<void> {
  const { server, sendProblem, refuse } = web;
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
        if (path.basename(file) === EMBEDDED) reply.headers(FOR_ANY_SITE);
        reply.header(
          'cache-control',
          isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    });
    for (const url of pages) {
      server.get(url, WITH_HEAD, async (_, reply) =>
        reply.type('text/html; charset=utf-8').send(page),
      );
    }
    for (const url of shared) {
      server.get(url, WITH_HEAD, async (_, reply) =>
        reply.headers(SHARED_WITH_OPENER).type('text/html; charset=utf-8').send(page),
      );
    }
  }
  server.setNotFoundHandler(async (request, reply) => {
    const isPage =
      ['GET', 'HEAD'].includes(request.method) && !/^\/(?:api|app)\//.test(request.url);
    if (!isPage) return refuse(reply, 'not_found');
    if (page === undefined) return sendProblem(reply, { code: 'not_found' });
    return reply.code(404).type('text/html; charset=utf-8').send(page);
  });
}
