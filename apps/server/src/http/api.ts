import type { Endpoint } from '@proofup/contract/endpoint.ts';
import { CSRF_HEADER, ENDPOINTS, type EndpointName } from '@proofup/contract/endpoints.ts';
import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import { SCHEMAS } from '@proofup/contract/schemas.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CountCall } from '#api-keys/count-call.ts';
import type { BeginCall } from '#api-keys/keep-reply.ts';
import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { Clock } from '#domain/write.ts';
import type { Callers } from './caller.ts';
import type { Cookies } from './cookies.ts';
import { openCursor, type Opened } from './cursors.ts';
import type { Handlers, Reply } from './handler.ts';
import type { Identify } from './identify.ts';
import { addBudget, doOnce, isByKey, readIdempotencyKey, replay } from './key-calls.ts';
import { type MayPoll, POLL_AGAIN_MS } from './poll-pace.ts';
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
  readonly countCall: CountCall;
  readonly beginCall: BeginCall;
  readonly mayPoll: MayPoll;
  readonly clock: Clock;
  readonly publicUrl: string;
};

/** Registers every endpoint of the contract; what differs between them is in that table. */
export function registerApi(server: FastifyInstance, dependencies: Dependencies): void {
  const early: Early = new WeakMap();
  for (const name of endpointNames()) {
    const { method, path, bodyLimit }: Endpoint = ENDPOINTS[name];
    server.route({
      method,
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      ...(bodyLimit === undefined
        ? {}
        : {
            bodyLimit,
            onRequest: (request, reply) =>
              identifyFirst({ ...dependencies, early }, name, { request, reply }),
          }),
      handler: (request, reply) => serve({ ...dependencies, early }, name, { request, reply }),
    });
  }
}

const endpointNames = (): readonly EndpointName[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
  Object.keys(ENDPOINTS) as EndpointName[];

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };

/** Who was identified before the body was read. */
type Early = WeakMap<FastifyRequest, Extract<Identified, { readonly kind: 'caller' }>>;
type Serving = Dependencies & { readonly early: Early };

/** Of a body that may be larger than any other, not a byte is read for whoever may not send it. */
async function identifyFirst(
  dependencies: Serving,
  name: EndpointName,
  exchange: Exchange,
): Promise<void> {
  const { request, reply } = exchange;
  const endpoint: Endpoint = ENDPOINTS[name];
  const context = dependencies.contextOf(request);
  const identified = await identify(dependencies, { name, endpoint, context, ...exchange });
  if (identified.kind === 'caller') {
    dependencies.early.set(request, identified);
    return;
  }
  reply.header('connection', 'close');
  await refuse(dependencies, { name, context, reply, refusal: identified });
}

type Refusing = {
  readonly name: EndpointName;
  readonly context: RequestContext;
  readonly reply: FastifyReply;
  readonly refusal: Extract<Admitted, { readonly kind: 'refused' }>;
};

async function refuse(
  { recordRefusal, sendProblem }: Dependencies,
  { name, context, reply, refusal }: Refusing,
): Promise<FastifyReply> {
  const { event, problem, userId, keyName } = refusal;
  const reason = `${name}:${problem.code}`;
  await recordRefusal({ event, reason, context, userId, keyName });
  return sendProblem(reply, problem);
}

/** Whatever is not clearly allowed stops here; then the operation. */
async function serve(
  dependencies: Serving,
  name: EndpointName,
  exchange: Exchange,
): Promise<FastifyReply> {
  const { request, reply } = exchange;
  const endpoint: Endpoint = ENDPOINTS[name];
  const context = dependencies.contextOf(request);
  const admitted = await admit(dependencies, { name, endpoint, context, ...exchange });
  if (admitted.kind === 'refused') {
    return refuse(dependencies, { name, context, reply, refusal: admitted });
  }
  const { caller, idempotencyKey, params, query, body, seal } = admitted;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- access, schema and handler of one name belong together by type
  const handler = dependencies.handlers[name] as unknown as (
    input: unknown,
  ) => Promise<Reply<unknown>>;
  const run = async () => seal(await handler({ caller, params, query, body }));
  const keyName = keyOf(caller)?.name;
  if (keyName === undefined || idempotencyKey === undefined) {
    return send(dependencies, { reply, endpoint, answer: await run() });
  }
  const done = await doOnce(dependencies, { request, endpoint, keyName, idempotencyKey, run });
  return done.kind === 'answer'
    ? send(dependencies, { reply, endpoint, answer: done.answer })
    : replay(reply, done);
}

type Asked = Exchange & {
  readonly name: EndpointName;
  readonly endpoint: Endpoint;
  readonly context: RequestContext;
};

type AnyCaller = Callers[Endpoint['access']];

type Admitted =
  | {
      readonly kind: 'admitted';
      readonly caller: AnyCaller;
      readonly idempotencyKey: string | undefined;
      readonly params: unknown;
      readonly query: unknown;
      readonly body: unknown;
      readonly seal: Extract<Opened, { readonly kind: 'opened' }>['seal'];
    }
  | {
      readonly kind: 'refused';
      readonly event: AuditEvent;
      readonly problem: ProblemDetails;
      readonly userId?: UserId | undefined;
      readonly keyName?: string | undefined;
    };

const refused = (event: AuditEvent, problem: ProblemDetails) =>
  ({ kind: 'refused', event, problem }) as const;

const keyOf = (caller: AnyCaller) => ('key' in caller ? caller.key : undefined);

/** Who calls, then what. */
async function admit(dependencies: Serving, asked: Asked): Promise<Admitted> {
  const identified = dependencies.early.get(asked.request) ?? (await identify(dependencies, asked));
  if (identified.kind === 'refused') return identified;
  const { caller } = identified;
  const { name, request } = asked;
  const shaped = parse(name, request);
  if (shaped.kind === 'invalid') return misshapen(shaped.fields);
  const idempotency = keyOf(caller) === undefined ? NO_KEY : readIdempotencyKey(request);
  if (idempotency.kind === 'malformed') return misshapen(['headers.idempotency-key']);
  const { params, query, body, signInId } = shaped;
  const { signIn } = caller;
  if (signIn !== undefined && signInId !== undefined && signInId !== signIn.id) {
    return refused('authz_fail', { code: 'not_found' });
  }
  const hasty = refuseHasty(dependencies, asked, { caller, params });
  if (hasty !== undefined) return hasty;
  const asking = { name, who: whoIs(caller) ?? '', params, query, body };
  const opened = openCursor(dependencies.tokens, asking);
  if (opened.kind === 'bad') return misshapen([opened.field]);
  return { ...opened, kind: 'admitted', caller, idempotencyKey: idempotency.key, params };
}

function refuseHasty(
  { mayPoll }: Serving,
  { name, endpoint: { polled } }: Asked,
  { caller, params }: { readonly caller: AnyCaller; readonly params: unknown },
) {
  if (polled !== true || mayPoll(waitedForOf(name, caller, params))) return undefined;
  const problem = { code: 'too_many_attempts', retryAfterMs: POLL_AGAIN_MS } as const;
  return { ...refused('excess_rate_limit_exceeded', problem), keyName: keyOf(caller)?.name };
}

/** Whoever asks has a pace of their own: a stranger who knows an id slows nobody down. */
function waitedForOf(name: EndpointName, caller: AnyCaller, params: unknown): string {
  return JSON.stringify([name, whoIs(caller) ?? caller.context.source, params]);
}

function whoIs(caller: AnyCaller): string | undefined {
  if ('actor' in caller) return caller.actor.userId;
  if ('session' in caller) return caller.session.userId;
  return keyOf(caller)?.name ?? caller.signIn?.id;
}

const misshapen = (fields: readonly string[]) =>
  refused('input_validation_fail', { code: 'invalid_request', fields });

type Identified =
  | { readonly kind: 'caller'; readonly caller: AnyCaller }
  | Extract<Admitted, { readonly kind: 'refused' }>;

/** Origin, caller, then the key's budget and scope, or the page's CSRF token. */
async function identify(dependencies: Dependencies, asked: Asked): Promise<Identified> {
  const { endpoint, context, request } = asked;
  const { access, method, task, roles, fresh } = endpoint;
  const { cookie, authorization } = request.headers;
  // A program has no page to be misused, and nothing of its own that a browser would send along.
  const isOfProgram = isByKey(endpoint, authorization);
  const isPageWrite = method !== 'GET' && !isOfProgram;
  if (isPageWrite && !isSameOrigin(request, dependencies.publicUrl)) {
    return refused('csrf_refused', { code: 'csrf_refused' });
  }
  const { cookies } = dependencies;
  const identified = await dependencies.identify[isOfProgram ? 'service' : access]({
    context,
    sessionToken: cookies.read(cookie, 'session'),
    signInToken: cookies.read(cookie, 'sign-in'),
    authorization,
    passkeyToken: cookies.read(cookie, 'passkey'),
    task,
    roles,
    fresh,
  });
  if (identified.kind === 'refused') {
    const { code, userId, retryAfterMs } = identified;
    return { ...refused('authz_fail', { code, retryAfterMs }), userId };
  }
  const { caller } = identified;
  const key = keyOf(caller);
  if (key !== undefined) {
    return (await judgeKey(dependencies, key, asked)) ?? { kind: 'caller', caller };
  }
  const isGenuine =
    !isPageWrite || caller.token === undefined || hasCsrfToken(dependencies, request, caller.token);
  return isGenuine ? { kind: 'caller', caller } : refused('csrf_refused', { code: 'csrf_refused' });
}

const NO_KEY = { kind: 'valid', key: undefined } as const;

/** Its budget first: a key that may not do something has spent a call by asking. */
async function judgeKey(
  { countCall }: Dependencies,
  key: Callers['service']['key'],
  { endpoint: { scope }, reply }: Asked,
): Promise<Extract<Admitted, { readonly kind: 'refused' }> | undefined> {
  const budget = await countCall(key);
  addBudget(reply, budget);
  const keyName = key.name;
  if (budget.remaining < 0) {
    const problem = { code: 'too_many_calls', retryAfterMs: budget.resetMs } as const;
    return { ...refused('excess_rate_limit_exceeded', problem), keyName };
  }
  const mayCall = scope !== undefined && key.scopes.includes(scope);
  return mayCall ? undefined : { ...refused('authz_fail', { code: 'scope_missing' }), keyName };
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
