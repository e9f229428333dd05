import type { WebhookHandler } from './ports.ts';
import type { Web } from './server.ts';

type Dependencies = { readonly handle: WebhookHandler; readonly publicUrl: string };

/** Call-backs of the carrier: raw text in, because the signature covers what was sent. */
export async function registerHooks(
  { server }: Web,
  { handle, publicUrl }: Dependencies,
): Promise<void> {
  await server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, body));
    scope.route({
      method: ['GET', 'POST'],
      url: '/hooks/twilio/:what',
      handler: async (request, reply) => {
        const headers = Object.entries(request.headers).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(',') : value,
        ]);
        const answer = await handle({
          method: request.method,
          url: `${publicUrl}${request.url}`,
          headers: Object.fromEntries(headers),
          body: typeof request.body === 'string' ? request.body : '',
        });
        return reply.code(answer.status).type(answer.contentType).send(answer.body);
      },
    });
  });
}
