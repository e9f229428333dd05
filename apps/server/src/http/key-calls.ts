import type { Endpoint } from '@proofup/contract/endpoint.ts';
import { ERROR_CODES } from '@proofup/contract/error-codes.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallBudget } from '#api-keys/count-call.ts';
import type { BeginCall } from '#api-keys/keep-reply.ts';
import type { Clock } from '#domain/write.ts';
import { problem, type Reply } from './handler.ts';
import { problemOf } from './problem.ts';

/** An endpoint that programs may call, and one that shows a key to it. */
export const isByKey = (
  { access, scope }: Pick<Endpoint, 'access' | 'scope'>,
  authorization: string | undefined,
): boolean =>
  scope !== undefined && (access === 'service' || /^bearer /i.test(authorization ?? ''));

/** draft-ietf-httpapi-ratelimit-headers-10 section 3: one policy, whose partition is the key. */
export function addBudget(reply: FastifyReply, budget: CallBudget): void {
  const { limit, perMs, remaining, resetMs } = budget;
  reply.header('ratelimit-policy', `"key";q=${limit};w=${perMs / 1000}`);
  reply.header('ratelimit', `"key";r=${Math.max(0, remaining)};t=${Math.ceil(resetMs / 1000)}`);
}

/** A Structured Field String (RFC 9651 section 3.3.3), as the draft has it, or bare as most send it. */
const IDEMPOTENCY_KEY =
  /^(?:"([\x20\x21\x23-\x5b\x5d-\x7e]{1,128})"|([\x21\x23-\x5b\x5d-\x7e]{1,128}))$/;

type Given =
  | { readonly kind: 'malformed' }
  /** Undefined: the caller named none. */
  | { readonly kind: 'valid'; readonly key: string | undefined };

/** draft-ietf-httpapi-idempotency-key-header-07; also where a repeat would do nothing, and be told otherwise. */
export function readIdempotencyKey({ method, headers }: FastifyRequest): Given {
  const given = headers['idempotency-key'];
  if (given === undefined || method === 'GET') return { kind: 'valid', key: undefined };
  const [, quoted, bare] = IDEMPOTENCY_KEY.exec([given].flat().join(',')) ?? [];
  const key = quoted ?? bare;
  return key === undefined ? { kind: 'malformed' } : { kind: 'valid', key };
}

type Dependencies = { readonly beginCall: BeginCall; readonly clock: Clock };

type KeyedCall = {
  readonly request: FastifyRequest;
  readonly endpoint: Endpoint;
  readonly keyName: string;
  readonly idempotencyKey: string;
  readonly run: () => Promise<Reply<unknown>>;
};

export type Once =
  | { readonly kind: 'answer'; readonly answer: Reply<unknown> }
  /** As it was answered before. */
  | { readonly kind: 'replayed'; readonly status: number; readonly body: string };

const answered = (answer: Reply<unknown>): Once => ({ kind: 'answer', answer });

/** Does a call that may come again once, and answers the second as the first. */
export async function doOnce(dependencies: Dependencies, call: KeyedCall): Promise<Once> {
  const { request, endpoint, keyName, idempotencyKey, run } = call;
  const asked = [request.method, request.url, JSON.stringify(request.body ?? null)];
  const begun = await dependencies.beginCall({ keyName, idempotencyKey, asked });
  switch (begun.kind) {
    case 'reused':
      return answered(problem('idempotency_key_reused'));
    case 'in-progress':
      return answered(problem('call_in_progress', 1_000));
    case 'replayed': {
      const { status, body } = begun.reply;
      return body === undefined
        ? answered(problem('shown_once'))
        : { kind: 'replayed', status, body };
    }
    case 'begun':
  }
  try {
    const answer = await run();
    const kept = render(answer, { endpoint, request, now: dependencies.clock() });
    await begun.end(kept);
    return kept?.body === undefined || answer.kind === 'ok'
      ? answered(answer)
      : { kind: 'replayed', status: kept.status, body: kept.body };
  } catch (error) {
    await begun.end(undefined);
    throw error;
  }
}

type At = { readonly endpoint: Endpoint; readonly request: FastifyRequest; readonly now: Date };

/** What is kept of an answer; undefined where trying again may bring another. */
function render(answer: Reply<unknown>, { endpoint, request, now }: At) {
  if (answer.kind === 'ok') {
    const { status, once } = endpoint;
    const body = status === 204 ? '' : JSON.stringify(answer.value);
    return { status, body: once === true ? undefined : body };
  }
  const status = ERROR_CODES[answer.code];
  if (status === 429 || status >= 500) return undefined;
  return { status, body: JSON.stringify(problemOf(answer, { correlationId: request.id, now })) };
}

/** The answer of before, byte by byte. */
export function replay(
  reply: FastifyReply,
  { status, body }: { readonly status: number; readonly body: string },
): FastifyReply {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  reply.code(status);
  return body === '' ? reply.send() : reply.type(type).send(body);
}
