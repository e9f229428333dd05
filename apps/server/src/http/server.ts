import fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { plainAddress, sourceOf } from '#domain/address.ts';
import { firstLanguage } from '#domain/language.ts';
import type { RequestContext } from '#domain/context.ts';
import { describeError } from '#domain/describe-error.ts';
import type { Clock } from '#domain/write.ts';
import type { Cookies } from './cookies.ts';
import { type ProblemDetails, problemOf } from './problem.ts';
import type { Refusal } from './refusal.ts';
import { ERROR_CODES, type ErrorCode } from '@proofup/contract/error-codes.ts';
import { STRICT_TRANSPORT } from './security-headers.ts';
import { makeTrustedProxies, sourceAddress } from './source-address.ts';
import { answerUnparsed } from './unparsed.ts';
import { deviceOf } from '#domain/device.ts';
import { userAgentFamily } from './user-agent.ts';

type Settings = {
  readonly publicUrl: string;
  /** On every answer, errors included. */
  readonly headers: Readonly<Record<string, string>>;
  readonly trustedProxies: readonly string[];
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  readonly logLevel: string;
  /** Where log lines go; standard output unless a test collects them. */
  readonly logStream?: { write(line: string): void } | undefined;
};

type Dependencies = {
  readonly settings: Settings;
  readonly cookies: Cookies;
  readonly newRequestId: () => string;
  readonly clock: Clock;
  /** Refusals and failures that closed a door are told to the audit log. */
  readonly onRefused: (refusal: Refusal) => Promise<void>;
  readonly onFailure: (context: RequestContext, route: string) => Promise<void>;
};

export type Web = {
  readonly server: FastifyInstance;
  readonly contextOf: (request: FastifyRequest) => RequestContext;
  /** One of the named proxies is at the other end of the connection. */
  readonly isFromProxy: (request: FastifyRequest) => boolean;
  readonly sendProblem: (reply: FastifyReply, problem: ProblemDetails) => FastifyReply;
  /** A shape or a path that no endpoint has: told to the audit log, whatever becomes of that, and refused. */
  readonly refuse: (reply: FastifyReply, code: ErrorCode) => Promise<FastifyReply>;
};

/** 64 kB are plenty for every form there is; headers 16 kB; slow clients are cut off. */
const LIMITS = {
  bodyLimit: 64 * 1024,
  requestTimeout: 30_000,
  keepAliveTimeout: 30_000,
  routerOptions: { maxParamLength: 128 },
} as const;
const MAX_HEADER_BYTES = 16 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;

/** The HTTP server with what every answer shares: limits, host, headers, correlation, errors, log lines. */
export function makeWeb(dependencies: Dependencies): Web {
  const { settings, cookies, newRequestId, clock } = dependencies;
  const server = makeFastify(settings, newRequestId);
  const proxies = makeTrustedProxies(settings.trustedProxies);

  const contextOf = (request: FastifyRequest): RequestContext => {
    const forwarded = request.headers['x-forwarded-for'];
    const hops = Array.isArray(forwarded) ? forwarded.join(',') : forwarded;
    const address = sourceAddress(peerOf(request), hops, proxies);
    const userAgent = userAgentFamily(request.headers['user-agent']);
    return {
      requestId: request.id,
      address,
      source: sourceOf(address),
      userAgent,
      device: deviceOf(userAgent),
      language: firstLanguage(request.headers['accept-language']),
      browserToken: cookies.read(request.headers.cookie, 'browser'),
      rememberedToken: cookies.read(request.headers.cookie, 'remembered'),
    };
  };
  const sendProblem = (reply: FastifyReply, problem: ProblemDetails): FastifyReply => {
    const document = problemOf(problem, { correlationId: reply.request.id, now: clock() });
    if (document.retryAfter !== undefined) reply.header('retry-after', document.retryAfter);
    return reply.code(document.status).type('application/problem+json').send(document);
  };

  const refuse = async (reply: FastifyReply, code: ErrorCode): Promise<FastifyReply> => {
    const { request } = reply;
    const reason = `${request.routeOptions.url ?? 'no route'}:${code}`;
    const context = contextOf(request);
    const refusal = { event: 'input_validation_fail', reason, context } as const;
    await dependencies.onRefused(refusal).catch(() => undefined);
    return sendProblem(reply, { code });
  };

  const isFromProxy = (request: FastifyRequest): boolean =>
    proxies.includes(plainAddress(peerOf(request)));
  const web = { server, contextOf, isFromProxy, sendProblem, refuse };
  addHeaders(web, settings);
  addHostCheck(web, dependencies);
  addErrorHandler(web, dependencies);
  addLogLines(server);
  return web;
}

const peerOf = ({ socket }: FastifyRequest): string => socket.remoteAddress ?? '';

function makeFastify(settings: Settings, newRequestId: () => string): FastifyInstance {
  const options = {
    ...LIMITS,
    // One line a request of our own, without what frameworks like to add.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: newRequestId,
    requestIdHeader: false as const,
    clientErrorHandler: answerUnparsed,
    return503OnClosing: true,
    forceCloseConnections: 'idle' as const,
    exposeHeadRoutes: false,
    schemaController: { compilersFactory: NO_COMPILERS },
    logger: {
      level: settings.logLevel,
      serializers: { req: () => ({}), res: () => ({}), err: describeError },
      ...(settings.logStream === undefined ? {} : { stream: settings.logStream }),
    },
  };
  const server =
    settings.tls === undefined
      ? fastify({ ...options, http: { maxHeaderSize: MAX_HEADER_BYTES } })
      : asHttp(
          fastify({ ...options, https: { ...settings.tls, maxHeaderSize: MAX_HEADER_BYTES } }),
        );
  server.server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.removeContentTypeParser('text/plain');
  return server;
}

const refuseSchema = () => () => {
  throw new Error('shapes are checked against the contract');
};
/** No route has a JSON schema: without these, what compiles them is loaded all the same (1.5 MB). */
const NO_COMPILERS = { buildValidator: refuseSchema, buildSerializer: refuseSchema };

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same interface over TLS
const asHttp = (server: unknown): FastifyInstance => server as FastifyInstance;

function addHeaders({ server }: Web, { publicUrl, headers }: Settings): void {
  const isSecure = publicUrl.startsWith('https:');
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    reply.header('cache-control', 'no-store');
    reply.header('x-correlation-id', request.id);
    if (isSecure) reply.header('strict-transport-security', STRICT_TRANSPORT);
  });
}

/** Links, cookies and redirects use the configured name only; a request for another name is not for us. */
function addHostCheck(web: Web, dependencies: Dependencies): void {
  const { server, contextOf, sendProblem } = web;
  const { host, origin } = new URL(dependencies.settings.publicUrl);
  // The absolute form of a target (RFC 9112 section 3.2.2) names a host of its own.
  const isOurTarget = (url: string): boolean => url.startsWith('/') || url.startsWith(`${origin}/`);
  server.addHook('onRequest', async (request, reply) => {
    const isNamed = request.headers.host === host && !hasTwoHosts(request);
    if ((isNamed && isOurTarget(request.url)) || isProbe(request.url)) return undefined;
    const context = contextOf(request);
    await dependencies.onRefused({ event: 'host_refused', reason: 'host', context });
    return sendProblem(reply, { code: 'host_refused' });
  });
  server.addHook('onRequest', async (request, reply) => {
    if (request.headers['content-encoding'] === undefined) return undefined;
    return web.refuse(reply, 'unsupported_media_type');
  });
}

/** RFC 9112 section 3.2; Node keeps the first, a proxy in front may have gone by the other. */
const hasTwoHosts = ({ raw: { rawHeaders } }: FastifyRequest): boolean =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length > 1;

/** Load balancers ask by address, and proxies in the name of the host whose request they hold back. */
const isProbe = (url: string): boolean =>
  url === '/livez' ||
  url === '/readyz' ||
  /^\/forward-auth\/(?:check|ask|envoy)(?:[/?]|$)/.test(url);

const FRAMEWORK_CODES: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_request',
  404: 'not_found',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};

function addErrorHandler(web: Web, { onFailure }: Dependencies): void {
  web.server.setErrorHandler(async (error: unknown, request, reply) => {
    const status = statusOf(error);
    const code = FRAMEWORK_CODES[status] ?? (status < 500 ? 'invalid_request' : undefined);
    if (code !== undefined) return web.refuse(reply, code);
    const route = request.routeOptions.url ?? 'unknown';
    request.log.error({ err: error, route }, 'request failed');
    // The audit log may be what failed.
    await onFailure(web.contextOf(request), route).catch(() => undefined);
    // Of who may do what nothing was decided, so it may be asked again.
    const isDecision = request.method !== 'GET' || /^\/(?:api|forward-auth)\//.test(request.url);
    return web.sendProblem(
      reply,
      isDecision ? { code: 'unavailable', retryAfterMs: 2_000 } : { code: 'internal_error' },
    );
  });
}

function statusOf(error: unknown): number {
  const isTagged = typeof error === 'object' && error !== null && 'statusCode' in error;
  return isTagged && typeof error.statusCode === 'number' && error.statusCode in ERROR_STATUSES
    ? error.statusCode
    : 500;
}

const ERROR_STATUSES: Readonly<Record<number, true>> = Object.fromEntries(
  Object.values(ERROR_CODES).map((status) => [status, true]),
);

/** One line a request: the route's pattern, never its parameters, headers or body. */
function addLogLines(server: FastifyInstance): void {
  server.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
      },
      'request',
    );
  });
}
