import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Cookies } from './cookies.ts';
import type { Door, DoorResponse } from './ports.ts';
import { FORM_TO_ANOTHER_SITE, SHARED_WITH_OPENER } from './security-headers.ts';
import type { Web } from './server.ts';

type Dependencies = { readonly doors: readonly Door[]; readonly cookies: Cookies };

/**
 * Doors of other people's protocols. Browsers come to them from other sites, by form posts without a
 * cookie: what makes such a request genuine is in it, and for the door to check.
 */
export async function registerProtocolDoors(
  { server, contextOf }: Web,
  { doors, cookies }: Dependencies,
): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_, body, done) => done(null, body),
    );
    for (const { method, path, open } of doors) {
      scope.route({
        method,
        url: path,
        handler: async (request, reply) => {
          const answer = await open({
            context: contextOf(request),
            body: typeof request.body === 'string' ? request.body : '',
            signInToken: cookies.read(request.headers.cookie, 'sign-in'),
            sessionToken: cookies.read(request.headers.cookie, 'session'),
          });
          return send({ request, reply, cookies }, answer);
        },
      });
    }
  });
}

type Exchange = {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly cookies: Cookies;
};

function send({ request, reply, cookies }: Exchange, answer: DoorResponse): FastifyReply {
  const { location, hasForm, signInToken, log } = answer;
  if (log !== undefined) request.log.info(log, 'relying party');
  reply.headers(SHARED_WITH_OPENER);
  if (location !== undefined) reply.header('location', location);
  if (hasForm === true) reply.headers(FORM_TO_ANOTHER_SITE);
  if (signInToken === null) reply.header('set-cookie', cookies.clear('sign-in'));
  else if (signInToken !== undefined)
    reply.header('set-cookie', cookies.set('sign-in', signInToken));
  return reply.code(answer.status).type(answer.contentType).send(answer.body);
}
