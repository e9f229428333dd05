import type { Shape } from '@proofup/contract/schemas.ts';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

/** Browsers say where a write comes from (Fetch, W3C Fetch Metadata); what does not say so is refused. */
export function isSameOrigin({ headers }: FastifyRequest, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined) return headers.origin === publicUrl && site !== 'cross-site';
  return site === 'same-origin';
}

export type Shaped =
  | {
      readonly kind: 'valid';
      readonly params: unknown;
      readonly query: unknown;
      readonly body: unknown;
    }
  | { readonly kind: 'invalid'; readonly fields: readonly string[] };

/** The parts of a request, each in the shape that its endpoint has for it; what no one asked for is wrong. */
export function shapeOf(shape: Shape, request: FastifyRequest): Shaped {
  const params = shape.params?.safeParse(request.params);
  const query = shape.query?.safeParse(request.query);
  const given = request.body ?? {};
  const body = shape.body?.safeParse(given);
  const unasked = shape.body === undefined && Object.keys(given).length > 0 ? ['body'] : [];
  const fields = [
    ...unasked,
    ...pathsOf('params', params),
    ...pathsOf('query', query),
    ...pathsOf('body', body),
  ];
  if (fields.length > 0) return { kind: 'invalid', fields };
  return { kind: 'valid', params: params?.data, query: query?.data, body: body?.data };
}

/** Names of our own fields only: what else was sent may be a secret in the wrong place. */
const pathsOf = (
  where: string,
  result: z.ZodSafeParseResult<unknown> | undefined,
): readonly string[] =>
  (result?.error?.issues ?? []).map(({ path }) => [where, ...path.map(String)].join('.'));
