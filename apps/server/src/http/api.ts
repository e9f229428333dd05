import type { Endpoint } from '@proofup/contract/endpoint.ts';
import { CSRF_HEADER, ENDPOINTS, type EndpointName } from '@proofup/contract/endpoints.ts';
import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import { SCHEMAS } from '@proofup/contract/schemas.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { Cookies } from './cookies.ts';
import type { Handlers, Reply } from './handler.ts';
import type { Identify } from './identify.ts';
import type { ProblemDetails } from './problem.ts';
import type { Refusal } from './refusal.ts';
import { isSameOrigin, shapeOf, type Shaped as BareShaped } from './request-checks.ts';

type Dependencies = {
  readonly handlers: Handlers;
  readonly identify: Identify;
  readonly tokens: Tokens;
  readonly cookies: Cookies;
  readonly contextOf: (request: FastifyRequest) => RequestContext;
  readonly sendProblem: (reply: FastifyReply, problem: ProblemDetails) => FastifyReply;
  /** Every refusal that never reached an operation leaves its line in the audit log. */
  readonly recordRefusal: (refusal: Refusal) => Promise<void>;
  readonly publicUrl: string;
};

/** Registers every endpoint of the contract; what differs between them is in that table. */
export function registerApi(server: FastifyInstance, dependencies: Dependencies): void {
  for (const name of endpointNames()) {
    const { method, path, bodyLimit }: Endpoint = ENDPOINTS[name];
    server.route({
      method,
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      ...(bodyLimit === undefined ? {} : { bodyLimit }),
      handler: (request, reply) => serve(dependencies, name, { request, reply }),
    });
  }
}

const endpointNames = (): readonly EndpointName[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
  Object.keys(ENDPOINTS) as EndpointName[];

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/** Origin, caller, CSRF, shape, then the operation: whatever is not clearly allowed stops here. */
async function serve(
  dependencies: Dependencies,
  name: EndpointName,
  { request, reply }: Exchange,
): Promise<FastifyReply> {
  const endpoint: Endpoint = ENDPOINTS[name];
  const context = dependencies.contextOf(request);
  const refuse = async (event: AuditEvent, problem: ProblemDetails & { userId?: UserId }) => {
    const reason = `${name}:${problem.code}`;
    await dependencies.recordRefusal({ event, reason, context, userId: problem.userId });
    return dependencies.sendProblem(reply, problem);
  };
  const isWrite = endpoint.method !== 'GET';
  // A service has no page to be misused, and nothing of its own that a browser would send along.
  const isOfBrowser = endpoint.access !== 'service';
  if (isWrite && isOfBrowser && !isSameOrigin(request, dependencies.publicUrl)) {
    return refuse('csrf_refused', { code: 'csrf_refused' });
  }

  const { cookie, authorization } = request.headers;
  const identified = await dependencies.identify[endpoint.access]({
    context,
    sessionToken: dependencies.cookies.read(cookie, 'session'),
    signInToken: dependencies.cookies.read(cookie, 'sign-in'),
    authorization,
    passkeyToken: dependencies.cookies.read(cookie, 'passkey'),
    task: endpoint.task,
    roles: endpoint.roles,
    fresh: endpoint.fresh,
  });
  if (identified.kind === 'refused') return refuse('authz_fail', identified);
  const { caller } = identified;
  const { token, signIn } = caller;
  if (isWrite && token !== undefined && !hasCsrfToken(dependencies, request, token)) {
    return refuse('csrf_refused', { code: 'csrf_refused' });
  }

  const shaped = parse(name, request);
  if (shaped.kind === 'invalid') {
    return refuse('input_validation_fail', { code: 'invalid_request', fields: shaped.fields });
  }
  if (signIn !== undefined && shaped.signInId !== undefined && shaped.signInId !== signIn.id) {
    return refuse('authz_fail', { code: 'not_found' });
  }
  const { params, query, body } = shaped;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- access, schema and handler of one name belong together by type
  const handler = dependencies.handlers[name] as unknown as (
    input: unknown,
  ) => Promise<Reply<unknown>>;
  return send(dependencies, {
    reply,
    endpoint,
    answer: await handler({ caller, params, query, body }),
  });
}

type Answer = {
  readonly reply: FastifyReply;
  readonly endpoint: Endpoint;
  readonly answer: Reply<unknown>;
};

function send({ sendProblem }: Dependencies, { reply, endpoint, answer }: Answer): FastifyReply {
  for (const cookie of answer.cookies ?? []) reply.header('set-cookie', cookie);
  if (answer.kind === 'problem') return sendProblem(reply, answer);
  reply.code(endpoint.status);
  return endpoint.status === 204 ? reply.send() : reply.type('application/json').send(answer.value);
}

function hasCsrfToken({ tokens }: Dependencies, request: FastifyRequest, token: string): boolean {
  const given = request.headers[CSRF_HEADER];
  return typeof given === 'string' && tokens.matches('csrf', token, given);
}

type Shaped =
  | (Extract<BareShaped, { kind: 'valid' }> & { readonly signInId: string | undefined })
  | Extract<BareShaped, { kind: 'invalid' }>;

function parse(name: EndpointName, request: FastifyRequest): Shaped {
  const shaped = shapeOf(SCHEMAS[name], request);
  return shaped.kind === 'valid' ? { ...shaped, signInId: signInIdIn(shaped.params) } : shaped;
}

function signInIdIn(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || !('signInId' in params)) return undefined;
  return typeof params.signInId === 'string' ? params.signInId : undefined;
}
