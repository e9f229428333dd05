import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Cookies } from './cookies.ts';
import type { DoorResponse, Mount } from './ports.ts';
import { FORM_TO_ANOTHER_SITE, SHARED_WITH_OPENER } from './security-headers.ts';
import type { Web } from './server.ts';

type Dependencies = {
  readonly mount: Mount;
  readonly cookies: Cookies;
  readonly publicUrl: string;
};

/**
 * A protocol whose library reads the request and writes the answer itself: all below one path is
 * its own. The host was checked and every answer has our headers before it sees anything.
 */
export async function registerMount(
  { server, contextOf, isFromProxy }: Web,
  { mount, cookies, publicUrl }: Dependencies,
): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // The library reads the body, with a limit of its own.
    scope.addContentTypeParser('*', (_, __, done) => done(null));
    const { headers = {} } = mount;
    scope.addHook('onRequest', async (_, reply) => void reply.headers(headers));
    scope.all(`${mount.path}/*`, async (request, reply) => {
      const { raw } = request;
      nameOurselves(raw.headers, publicUrl);
      const answer = await mount.open({
        context: contextOf(request),
        path: new URL(raw.url ?? '/', publicUrl).pathname.slice(mount.path.length),
        sessionToken: cookies.read(raw.headers.cookie, 'session'),
        isFromHere: isFromHere(request, publicUrl),
        isFromProxy: isFromProxy(request),
        raw,
        logFailure: (error) =>
          request.log.error({ err: error, route: `${mount.path}/*` }, 'request failed'),
        takeOver: () => takeOver(reply),
      });
      return answer === undefined ? reply : send(reply, cookies, answer);
    });
  });
}

/** Whatever stands in front: addresses are built from the configured one. */
function nameOurselves(headers: FastifyRequest['headers'], publicUrl: string): void {
  const { protocol, host } = new URL(publicUrl);
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
  headers['x-forwarded-host'] = host;
}

const isFromHere = ({ headers }: FastifyRequest, publicUrl: string): boolean =>
  headers.origin === publicUrl && headers['sec-fetch-site'] !== 'cross-site';

function takeOver(reply: FastifyReply) {
  const headers = { ...reply.getHeaders(), ...FORM_TO_ANOTHER_SITE, ...SHARED_WITH_OPENER };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.hijack();
  return reply.raw;
}

function send(reply: FastifyReply, cookies: Cookies, answer: DoorResponse): FastifyReply {
  const { location, hasForm, signInToken, headers = {} } = answer;
  reply.headers({ ...SHARED_WITH_OPENER, ...headers });
  if (hasForm === true) reply.headers(FORM_TO_ANOTHER_SITE);
  if (location !== undefined) reply.header('location', location);
  if (typeof signInToken === 'string') {
    reply.header('set-cookie', cookies.set('sign-in', signInToken));
  }
  return reply.code(answer.status).type(answer.contentType).send(answer.body);
}
