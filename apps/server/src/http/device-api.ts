import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import {
  DEVICE_ENDPOINTS,
  DEVICE_SCHEME,
  type DeviceEndpoint,
  type DeviceEndpointName,
} from '@proofup/contract/device-endpoints.ts';
import { DEVICE_SCHEMAS } from '@proofup/contract/device-schemas.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { IdentifyDevice } from '#devices/identify-device.ts';
import type { Device } from '#devices/ports.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Reply } from './handler.ts';
import { isSameOrigin, shapeOf } from './request-checks.ts';
import type { ProblemDetails } from './problem.ts';
import type { Refusal } from './refusal.ts';
import type { Web } from './server.ts';
import { WAIT_AGAIN_MS } from './waiting.ts';

type Schemas = typeof DEVICE_SCHEMAS;

type PartOf<S, Part extends string> = S extends { readonly [K in Part]: infer Z extends z.ZodType }
  ? z.infer<Z>
  : undefined;

type DeviceCallers = {
  readonly activation: { readonly context: RequestContext };
  readonly device: {
    readonly context: RequestContext;
    readonly device: Device;
    /** The call is over: whoever waits for it need not. */
    readonly gone: AbortSignal;
  };
};

export type DeviceHandlers = {
  readonly [Name in DeviceEndpointName]: (request: {
    readonly caller: DeviceCallers[(typeof DEVICE_ENDPOINTS)[Name]['access']];
    readonly params: PartOf<Schemas[Name], 'params'>;
    readonly query: PartOf<Schemas[Name], 'query'>;
    readonly body: PartOf<Schemas[Name], 'body'>;
  }) => Promise<Reply<PartOf<Schemas[Name], 'response'>>>;
};

type Dependencies = {
  readonly handlers: DeviceHandlers;
  readonly identify: IdentifyDevice;
  /** As many of this source wait as may. */
  readonly isFull: (source: string) => boolean;
  readonly recordRefusal: (refusal: Refusal) => Promise<void>;
  readonly publicUrl: string;
};

/** The body's bytes: what a device signs covers what was sent, not what was made of it. */
const RAW = new WeakMap<FastifyRequest, string>();

/** Registers what the authenticator asks. There are no cookies here: every call is signed, or brings a code. */
export async function registerDeviceApi(web: Web, dependencies: Dependencies): Promise<void> {
  await web.server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
      const text = body.toString();
      RAW.set(request, text);
      try {
        done(null, JSON.parse(text));
      } catch {
        done(Object.assign(new Error('not JSON'), { statusCode: 400 }));
      }
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
    for (const name of Object.keys(DEVICE_ENDPOINTS) as DeviceEndpointName[]) {
      const { method, path } = DEVICE_ENDPOINTS[name];
      scope.route({
        method,
        url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
        handler: (request, reply) => serve(web, dependencies, { name, request, reply }),
      });
    }
  });
}

type Exchange = {
  readonly name: DeviceEndpointName;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

/** Origin, device, shape, then the operation: whatever is not clearly allowed stops here. */
async function serve(
  { contextOf, sendProblem }: Web,
  dependencies: Dependencies,
  { name, request, reply }: Exchange,
): Promise<FastifyReply> {
  const endpoint: DeviceEndpoint = DEVICE_ENDPOINTS[name];
  const context = contextOf(request);
  const refuse = async (event: AuditEvent, problem: ProblemDetails) => {
    await dependencies.recordRefusal({ event, reason: `${name}:${problem.code}`, context });
    return sendRefusal(sendProblem, reply, problem);
  };
  if (endpoint.waits === true && wantsToWait(request) && dependencies.isFull(context.source)) {
    const problem = { code: 'too_many_attempts', retryAfterMs: WAIT_AGAIN_MS } as const;
    return refuse('excess_rate_limit_exceeded', problem);
  }
  if (!isOurs(request, dependencies.publicUrl)) {
    return refuse('csrf_refused', { code: 'csrf_refused' });
  }
  const device = endpoint.access === 'device' ? await deviceOf(dependencies, request) : undefined;
  if (endpoint.access === 'device' && device === undefined) {
    return refuse('authz_fail', { code: 'device_unknown' });
  }
  const shaped = shapeOf(DEVICE_SCHEMAS[name], request);
  if (shaped.kind === 'invalid') {
    return refuse('input_validation_fail', { code: 'invalid_request', fields: shaped.fields });
  }
  const { params, query, body } = shaped;
  const caller = device === undefined ? { context } : { context, device, gone: goneOf(reply) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- access, schema and handler of one name belong together by type
  const handler = dependencies.handlers[name] as unknown as (
    input: unknown,
  ) => Promise<Reply<unknown>>;
  const answer = await handler({ caller, params, query, body });
  if (answer.kind === 'problem') return sendRefusal(sendProblem, reply, answer);
  reply.code(endpoint.status);
  return endpoint.status === 204 ? reply.send() : reply.type('application/json').send(answer.value);
}

/** Told by the address alone, before a signature is checked: a flood is to cost as little as it can. */
const wantsToWait = ({ query }: FastifyRequest): boolean =>
  typeof query === 'object' && query !== null && 'wait' in query && query.wait !== '0';

/** A connection that is kept costs more than what it was refused. */
function sendRefusal(send: Web['sendProblem'], reply: FastifyReply, problem: ProblemDetails) {
  if (problem.code === 'too_many_attempts') reply.header('connection', 'close');
  return send(reply, problem);
}

/** A page says where it comes from; an app that is no page says nothing. */
function isOurs(request: FastifyRequest, publicUrl: string): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers;
  return (origin === undefined && site === undefined) || isSameOrigin(request, publicUrl);
}

function deviceOf({ identify }: Dependencies, request: FastifyRequest) {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  const { method, url } = request;
  const call = { method, url, body: RAW.get(request) ?? '' };
  return identify(scheme === DEVICE_SCHEME ? token : undefined, call);
}

function goneOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // Who went while the call was checked is not heard of any more.
  if (reply.raw.closed || reply.raw.destroyed) gone.abort();
  else reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
