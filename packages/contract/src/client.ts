import type { Endpoint } from './endpoint.ts';
import type { EndpointName } from './endpoints.ts';
import { CSRF_HEADER, OWN } from './endpoints/own.ts';
import type { Problem } from './error-codes.ts';
import type { Call } from './schemas.ts';

/** An expected "no" is a value: `problem` says what happened; `unreachable` that no answer came. */
export type Result<Response> =
  | { readonly kind: 'ok'; readonly value: Response }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'unreachable' };

type Present<Key extends string, Value> = Value extends undefined
  ? { readonly [K in Key]?: undefined }
  : { readonly [K in Key]: Value };

export type Input<Name extends EndpointName> = Present<'params', Call[Name]['params']> &
  Present<'body', Call[Name]['body']> &
  Present<'query', Call[Name]['query']>;

type Settings = {
  readonly fetch: typeof globalThis.fetch;
  /** The CSRF token of the sign-in or session at hand; asked before every write. */
  readonly csrfToken: () => string | undefined;
};

export type ClientOf<Names extends EndpointName> = <Name extends Names>(
  name: Name,
  input: Input<Name>,
) => Promise<Result<Call[Name]['response']>>;

/** For what people do for themselves. */
export type Client = ClientOf<keyof typeof OWN>;

export const makeClient = (settings: Settings): Client => makeClientOf(OWN, settings);

/** The typed client of a table of endpoints: the web and other people's programs use this one. */
export function makeClientOf<Names extends EndpointName>(
  endpoints: Readonly<Record<Names, Endpoint>>,
  settings: Settings,
): ClientOf<Names> {
  return async <Name extends Names>(name: Name, input: Input<Name>) => {
    try {
      const response = await settings.fetch(...requestOf(endpoints[name], input, settings));
      return await resultOf<Call[Name]['response']>(response);
    } catch {
      return { kind: 'unreachable' };
    }
  };
}

type AnyInput = {
  readonly params?: unknown;
  readonly body?: unknown;
  readonly query?: unknown;
};

function requestOf(endpoint: Endpoint, input: AnyInput, settings: Settings): [string, RequestInit] {
  const csrf = endpoint.method === 'GET' ? undefined : settings.csrfToken();
  return [
    `${pathOf(endpoint.path, input.params)}${queryOf(input.query)}`,
    {
      method: endpoint.method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        ...(input.body ? { 'content-type': 'application/json' } : {}),
        ...(csrf ? { [CSRF_HEADER]: csrf } : {}),
      },
      ...(input.body ? { body: JSON.stringify(input.body) } : {}),
    },
  ];
}

/** Fills `{name}` from the parameters. */
export function pathOf(template: string, params: unknown): string {
  const values = new Map<string, unknown>(Object.entries(params ?? {}));
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values.get(name))),
  );
}

/** `?name=value` of the strings that are there, or nothing. */
export function queryOf(query: unknown): string {
  const text = new URLSearchParams();
  for (const [name, value] of new Map<string, unknown>(Object.entries(query ?? {}))) {
    if (typeof value === 'string') text.set(name, value);
  }
  return text.size === 0 ? '' : `?${text.toString()}`;
}

async function resultOf<Response>(response: globalThis.Response): Promise<Result<Response>> {
  if (response.status === 204) return { kind: 'ok', value: noContent };
  const body: unknown = await response.json();
  // The server's answers are checked against the contract by its own tests, so that browsers need no schemas.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  if (response.ok) return { kind: 'ok', value: body as Response };
  return isProblem(body) ? { kind: 'problem', problem: body } : { kind: 'unreachable' };
}

/** What a proxy on the way says in the server's stead has no code of ours: the server did not answer. */
const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a 204's contract is undefined
const noContent = undefined as never;
