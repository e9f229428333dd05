import {
  BINDING_EVENTS_PATH,
  SIGN_IN_EVENTS_PATH,
  VERIFICATION_EVENTS_PATH,
} from '@proofup/contract/endpoints.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from '#domain/context.ts';
import type { BindingId, SignInId } from '#domain/ids.ts';
import type { CountCall } from '#api-keys/count-call.ts';
import type { FindVerification } from '#relying-parties/find-verification.ts';
import type { BindingStore } from '#security-info/ports.ts';
import type { Signals } from '#sign-in/ports.ts';
import type { Cookies } from './cookies.ts';
import type { Credentials, Identify } from './identify.ts';
import { addBudget } from './key-calls.ts';
import type { ProblemDetails } from './problem.ts';

type Dependencies = {
  readonly identify: Identify;
  readonly bindings: Pick<BindingStore, 'find'>;
  readonly findVerification: FindVerification;
  readonly countCall: CountCall;
  readonly signals: Signals;
  readonly cookies: Cookies;
  readonly contextOf: (request: FastifyRequest) => RequestContext;
  readonly sendProblem: (reply: FastifyReply, problem: ProblemDetails) => FastifyReply;
};

/** Open streams of one source; one more is told to poll. */
const STREAMS_PER_SOURCE = 50;
const HEARTBEAT_MS = 15_000;

export type EventStreams = {
  /** Told to close: the server stops, browsers reconnect to another node. */
  closeAll(): void;
};

/** Server-sent events for waiting pages: they say that something moved, never what. */
export function registerEvents(server: FastifyInstance, dependencies: Dependencies): EventStreams {
  const open = new Set<() => void>();
  const perSource = new Map<string, number>();

  const stream = (
    subject: SignInId | BindingId,
    reply: FastifyReply,
    source: string,
  ): FastifyReply => {
    const streams = perSource.get(source) ?? 0;
    if (streams >= STREAMS_PER_SOURCE) {
      return dependencies.sendProblem(reply, { code: 'too_many_attempts', retryAfterMs: 5_000 });
    }
    perSource.set(source, streams + 1);
    const close = openStream(dependencies.signals, subject, reply);
    open.add(close);
    reply.raw.once('close', () => {
      open.delete(close);
      const left = (perSource.get(source) ?? 1) - 1;
      if (left > 0) perSource.set(source, left);
      else perSource.delete(source);
    });
    return reply;
  };

  const credentials = (request: FastifyRequest): Credentials => ({
    context: dependencies.contextOf(request),
    sessionToken: dependencies.cookies.read(request.headers.cookie, 'session'),
    signInToken: dependencies.cookies.read(request.headers.cookie, 'sign-in'),
    passkeyToken: undefined,
  });

  server.get<{ Params: { signInId: string } }>(
    toRoute(SIGN_IN_EVENTS_PATH),
    async (request, reply) => {
      const identified = await dependencies.identify['pre-auth'](credentials(request));
      if (identified.kind === 'refused') return dependencies.sendProblem(reply, identified);
      const { signIn, context } = identified.caller;
      if (signIn.id !== request.params.signInId)
        return dependencies.sendProblem(reply, { code: 'not_found' });
      return stream(signIn.id, reply, context.source);
    },
  );

  server.get<{ Params: { bindingId: string } }>(
    toRoute(BINDING_EVENTS_PATH),
    async (request, reply) => {
      const given: Credentials = { ...credentials(request), task: 'better-method' };
      const identified = await dependencies.identify['set-up'](given);
      if (identified.kind === 'refused') return dependencies.sendProblem(reply, identified);
      const { actor, context } = identified.caller;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown one is not found
      const binding = await dependencies.bindings.find(request.params.bindingId as BindingId);
      if (binding?.userId !== actor.userId)
        return dependencies.sendProblem(reply, { code: 'not_found' });
      return stream(binding.id, reply, context.source);
    },
  );

  streamVerifications(server, { ...dependencies, credentials, stream });

  return {
    closeAll: () => {
      for (const close of open) close();
    },
  };
}

type Streaming = Dependencies & {
  readonly credentials: (request: FastifyRequest) => Credentials;
  readonly stream: (subject: SignInId, reply: FastifyReply, source: string) => FastifyReply;
};

/** For programs: the same, by their key and on its budget. */
function streamVerifications(server: FastifyInstance, dependencies: Streaming): void {
  const { credentials, stream } = dependencies;
  server.get<{ Params: { verificationId: string } }>(
    toRoute(VERIFICATION_EVENTS_PATH),
    async (request, reply) => {
      const { authorization } = request.headers;
      const identified = await dependencies.identify.service({
        ...credentials(request),
        authorization,
      });
      if (identified.kind === 'refused') return dependencies.sendProblem(reply, identified);
      const { key } = identified.caller;
      const budget = await dependencies.countCall(key);
      addBudget(reply, budget);
      const { remaining, resetMs: retryAfterMs } = budget;
      if (remaining < 0) {
        return dependencies.sendProblem(reply, { code: 'too_many_calls', retryAfterMs });
      }
      if (!key.scopes.includes('verification')) {
        return dependencies.sendProblem(reply, { code: 'scope_missing' });
      }
      const found = await dependencies.findVerification(request.params.verificationId, key.name);
      if (found === undefined) return dependencies.sendProblem(reply, { code: 'not_found' });
      return stream(found.signIn.id, reply, key.name);
    },
  );
}

const toRoute = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

function openStream(
  signals: Signals,
  subject: SignInId | BindingId,
  reply: FastifyReply,
): () => void {
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) raw.setHeader(name, value);
  }
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  raw.write('retry: 1000\n\n');
  const stop = signals.listen(subject, () => raw.write('event: changed\ndata: {}\n\n'));
  const heartbeat = setInterval(() => raw.write(':\n\n'), HEARTBEAT_MS).unref();
  raw.once('close', () => {
    clearInterval(heartbeat);
    stop();
  });
  return () => raw.end();
}
