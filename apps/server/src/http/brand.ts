import type { FastifyReply, FastifyRequest } from 'fastify';
import { accentSheet } from '#domain/brand.ts';
import type { BrandStore, LiveBrand } from '#policy/ports.ts';
import type { Web } from './server.ts';

/** Where what the organisation looks like is fetched from; each address is good for one version of it. */
export const stylePath = (accent: string): string => `/brand/accent-${accent.slice(1)}.css`;
export const logoPath = (digest: string): string => `/brand/logo-${digest}`;

type Dependencies = {
  readonly brand: Pick<LiveBrand, 'current'>;
  readonly brands: Pick<BrandStore, 'logo'>;
};

type File = {
  readonly version: string;
  readonly type: string;
  readonly read: () => Promise<string | Uint8Array | undefined>;
};

/** As what it is opened by itself, too, nothing in it can run. */
const ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'";
const FOR_EVER = 'public, max-age=31536000, immutable';

/** The organisation's colour and logo, for everybody: a sign-in page shows them before anybody is known. */
export function registerBrand({ server, sendProblem }: Web, { brand, brands }: Dependencies): void {
  async function send(
    { headers }: FastifyRequest,
    reply: FastifyReply,
    { version, type, read }: File,
  ): Promise<FastifyReply> {
    const etag = `"${version}"`;
    reply.headers({
      etag,
      'cache-control': FOR_EVER,
      'content-security-policy': ALONE,
      'x-content-type-options': 'nosniff',
    });
    if (headers['if-none-match'] === etag) return reply.code(304).send();
    const content = await read();
    if (content === undefined) return missing(reply);
    return reply
      .code(200)
      .type(type)
      .send(typeof content === 'string' ? content : Buffer.from(content));
  }
  const missing = (reply: FastifyReply): FastifyReply => {
    reply.header('cache-control', 'no-store');
    return sendProblem(reply, { code: 'not_found' });
  };
  const options = { exposeHeadRoute: true };
  server.get<{ Params: { file: string } }>('/brand/:file', options, async (request, reply) => {
    const { accent, logo } = brand.current();
    const path = `/brand/${request.params.file}`;
    if (accent !== undefined && path === stylePath(accent)) {
      const read = async () => accentSheet(accent);
      return send(request, reply, { version: accent, type: 'text/css; charset=utf-8', read });
    }
    if (logo !== undefined && path === logoPath(logo.digest)) {
      const read = () => brands.logo(logo.digest);
      return send(request, reply, { version: logo.digest, type: logo.mediaType, read });
    }
    return missing(reply);
  });
}
