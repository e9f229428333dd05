import type { ENDPOINTS, EndpointName } from '@proofup/contract/endpoints.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import type { CallerOf } from './caller.ts';
import type { ProblemDetails } from './problem.ts';

/** What a route answers; cookies are whole Set-Cookie values. */
export type Reply<Value> = { readonly cookies?: readonly string[] } & (
  | { readonly kind: 'ok'; readonly value: Value }
  | ({ readonly kind: 'problem' } & ProblemDetails)
);

export type Handler<Name extends EndpointName> = (request: {
  readonly caller: CallerOf<(typeof ENDPOINTS)[Name]>;
  readonly params: Call[Name]['params'];
  readonly query: Call[Name]['query'];
  readonly body: Call[Name]['body'];
}) => Promise<Reply<Call[Name]['response']>>;

/** One handler per endpoint of the contract: a missing one does not compile. */
export type Handlers = { readonly [Name in EndpointName]: Handler<Name> };

export const ok = <Value>(value: Value, cookies: readonly string[] = []): Reply<Value> => ({
  kind: 'ok',
  value,
  cookies,
});

export const problem = (
  code: ProblemDetails['code'],
  retryAfterMs?: number,
): Reply<never> & { readonly kind: 'problem' } => ({ kind: 'problem', code, retryAfterMs });
