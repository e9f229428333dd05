import { z } from 'zod';
import {
  DEVICE_ENDPOINTS,
  DEVICE_SCHEME,
  type DeviceEndpoint,
  type DeviceEndpointName,
} from './device-endpoints.ts';
import { DEVICE_SCHEMAS } from './device-schemas.ts';
import type { Endpoint } from './endpoint.ts';
import { CSRF_HEADER, ENDPOINTS, type EndpointName, STREAMS } from './endpoints.ts';
import { ERROR_CODES } from './error-codes.ts';
import { isAmong, ROLES } from './roles.ts';
import { SCHEMAS, type Shape } from './schemas.ts';
import { type Scope, SCOPES } from './scopes.ts';

type Json = { readonly [key: string]: unknown };

/** JSON Schema 2020-12, which is what OpenAPI 3.1 speaks. */
const schemaOf = (type: z.ZodType): Json => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { unrepresentable: 'any', io: 'input' });
  return schema;
};

const jsonBody = (type: z.ZodType): Json => ({
  content: { 'application/json': { schema: schemaOf(type) } },
});

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'correlationId', 'timestamp'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { enum: Object.keys(ERROR_CODES) },
    correlationId: { type: 'string' },
    timestamp: { type: 'string', format: 'date-time' },
    retryAfter: { type: 'integer', description: 'Seconds' },
    fields: { type: 'array', items: { type: 'string' } },
  },
};

type AnyEndpoint = Endpoint | DeviceEndpoint;

/** What a caller shows, by the access of an endpoint; without any of them: nothing. */
const SHOWN: Readonly<Record<AnyEndpoint['access'], readonly Json[]>> = {
  public: [],
  'pre-auth': [{ signIn: [] }],
  'set-up': [{ signIn: [] }, { session: [] }],
  session: [{ session: [] }],
  'fresh-session': [{ session: [] }],
  administration: [{ session: [] }],
  service: [],
  activation: [],
  device: [{ deviceSignature: [] }],
};

/** Calls that no cookie makes need no token against forged ones. */
const WITHOUT_CSRF: readonly AnyEndpoint['access'][] = [
  'public',
  'service',
  'activation',
  'device',
];

const securityOf = ({
  access,
  scope,
}: {
  readonly access: AnyEndpoint['access'];
  readonly scope?: Scope | undefined;
}): readonly Json[] => [...SHOWN[access], ...(scope === undefined ? [] : [{ apiKey: [scope] }])];

type Row = { readonly endpoint: AnyEndpoint; readonly shape: Shape };

function operationOf(name: string, { endpoint, shape }: Row): Json {
  const { body, params, query } = shape;
  const { access, method, scope } = endpoint;
  return {
    operationId: name,
    summary: endpoint.summary,
    'x-access': access,
    ...(endpoint.roles === undefined
      ? {}
      : { 'x-roles': ROLES.filter((role) => isAmong(endpoint.roles, role)) }),
    ...(endpoint.fresh === undefined ? {} : { 'x-fresh': endpoint.fresh }),
    ...(scope === undefined ? {} : { 'x-scope': scope }),
    'x-rate-lane': endpoint.lane,
    'x-audit-event': endpoint.audit,
    parameters: [
      ...parametersIn('path', params),
      ...parametersIn('query', query),
      ...(hasCsrf(endpoint) ? [csrfFor(endpoint)] : []),
      ...(scope !== undefined && method === 'POST' ? [IDEMPOTENCY_KEY] : []),
    ],
    security: securityOf(endpoint),
    ...(body === undefined ? {} : { requestBody: { required: true, ...jsonBody(body) } }),
    responses: responsesOf({ endpoint, shape }),
  };
}

const hasCsrf = ({ access, method }: AnyEndpoint): boolean =>
  method !== 'GET' && !WITHOUT_CSRF.includes(access);

/** An API key needs none, where there may be one. */
const csrfFor = ({ scope }: AnyEndpoint): Json => ({
  name: CSRF_HEADER,
  in: 'header',
  required: scope === undefined,
  schema: { type: 'string' },
});

const IDEMPOTENCY_KEY: Json = { $ref: '#/components/parameters/IdempotencyKey' };
const PROBLEM_RESPONSE: Json = { $ref: '#/components/responses/Problem' };
const TOO_MANY: Json = { $ref: '#/components/responses/TooMany' };

const isKeyedWrite = ({ endpoint: { scope, method } }: Row): boolean =>
  scope !== undefined && method !== 'GET';

/** When each refusal can happen, beside those that can always (`default`). */
const REFUSALS: readonly (readonly [status: number, when: (row: Row) => boolean])[] = [
  [400, ({ shape: { body, params, query } }) => [body, params, query].some(isThere)],
  [401, ({ endpoint: { access } }) => access !== 'public'],
  [403, ({ endpoint: { access, scope } }) => access !== 'session' || isThere(scope)],
  [404, ({ shape: { params } }) => isThere(params)],
  [409, isKeyedWrite],
  [422, isKeyedWrite],
];

/** WHATWG HTML, server-sent events: it says that something moved, never what. */
function streamOf(name: string, stream: Pick<Endpoint, 'path' | 'access' | 'scope' | 'summary'>) {
  const { path, access, scope, summary } = stream;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
  return {
    operationId: name,
    summary,
    'x-access': access,
    ...(scope === undefined ? {} : { 'x-scope': scope }),
    parameters: names.map((parameter) => ({
      name: parameter,
      in: 'path',
      required: true,
      schema: { type: 'string', format: 'uuid' },
    })),
    security: securityOf({ access, scope }),
    responses: {
      200: {
        description:
          'A stream that stays open: an event `changed` without data whenever something moved, a comment every 15 seconds. Read anew after each, and once after it was opened.',
        headers: { 'X-Correlation-Id': CORRELATION, ...(scope === undefined ? {} : BUDGET) },
        content: { 'text/event-stream': { schema: { type: 'string' } } },
      },
      401: PROBLEM_RESPONSE,
      404: PROBLEM_RESPONSE,
      429: TOO_MANY,
      default: PROBLEM_RESPONSE,
    },
  };
}

const isThere = (one: unknown): boolean => one !== undefined;

function responsesOf({ endpoint, shape }: Row): Json {
  const { scope, status, lane, polled } = endpoint;
  const isLimited = scope !== undefined || lane !== 'none' || polled === true;
  const refusals = REFUSALS.filter(([, when]) => when({ endpoint, shape }));
  return {
    [status]: {
      description: 'Success',
      headers: { 'X-Correlation-Id': CORRELATION, ...(scope === undefined ? {} : BUDGET) },
      ...(shape.response === undefined ? {} : jsonBody(shape.response)),
    },
    ...Object.fromEntries(refusals.map(([refused]) => [refused, PROBLEM_RESPONSE])),
    ...(isLimited ? { 429: TOO_MANY } : {}),
    default: PROBLEM_RESPONSE,
  };
}

const CORRELATION: Json = { $ref: '#/components/headers/CorrelationId' };
const BUDGET: Json = {
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
  RateLimit: { $ref: '#/components/headers/RateLimit' },
};

const parametersIn = (place: 'path' | 'query', shape: z.ZodType | undefined): readonly Json[] =>
  shape instanceof z.ZodObject
    ? Object.entries<z.ZodType>(shape.shape).map(([name, type]) => ({
        name,
        in: place,
        required: !type.safeParse(undefined).success,
        schema: schemaOf(type),
      }))
    : [];

const header = (description: string): Json => ({ description, schema: { type: 'string' } });

const problem = (description: string, headers: Json): Json => ({
  description,
  headers: { 'X-Correlation-Id': CORRELATION, ...headers },
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const COMPONENTS: Json = {
  schemas: { Problem: PROBLEM },
  headers: {
    CorrelationId: header('Names this call in the log and the audit log'),
    RateLimitPolicy: header('Of an API key: `"key";q=CALLS;w=SECONDS`'),
    RateLimit: header('Of an API key: `"key";r=CALLS LEFT;t=SECONDS UNTIL ALL ARE BACK`'),
  },
  responses: {
    Problem: problem('RFC 9457 problem document; its `code` is one of a closed list', {}),
    TooMany: problem('Too many; wait as long as it says', {
      'Retry-After': { description: 'Seconds', schema: { type: 'integer' } },
    }),
  },
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'With an API key: a call of this name is done once, and answered again as before for 24 hours.',
      schema: { type: 'string', maxLength: 130 },
    },
  },
  securitySchemes: {
    deviceSignature: {
      type: 'http',
      scheme: DEVICE_SCHEME,
      description: 'A JWS of the device over this call (docs/authenticator-protocol.md)',
    },
    apiKey: {
      type: 'http',
      scheme: 'bearer',
      description: [
        'An API key; its scopes:',
        ...Object.entries(SCOPES).map(([scope, what]) => `\`${scope}\`: ${what}.`),
      ].join(' '),
    },
    session: {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-proofup-session',
      description: `Somebody signed in, in a browser; writes carry their token in ${CSRF_HEADER}`,
    },
    signIn: {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-proofup-sign-in',
      description: 'The browser that began a sign-in',
    },
  },
};

/** What a phone asks is answered there and nowhere else. */
const AUTHENTICATOR: Json = {
  url: '{authenticator}',
  description: 'The authenticator has an origin of its own (authenticator.publicUrl)',
  variables: { authenticator: { default: 'http://localhost:8082' } },
};

/** The OpenAPI 3.1 document of the whole contract. */
export function makeOpenApi(version: string): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { path, method } = ENDPOINTS[name];
    const operation = operationOf(name, { endpoint: ENDPOINTS[name], shape: SCHEMAS[name] });
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  for (const name of Object.keys(DEVICE_ENDPOINTS) as DeviceEndpointName[]) {
    const { path, method } = DEVICE_ENDPOINTS[name];
    const row = { endpoint: DEVICE_ENDPOINTS[name], shape: DEVICE_SCHEMAS[name] };
    const operation = operationOf(name, row);
    const servers = [AUTHENTICATOR];
    paths[path] = { ...paths[path], servers, [method.toLowerCase()]: operation };
  }
  for (const [name, stream] of Object.entries(STREAMS)) {
    paths[stream.path] = { get: streamOf(name, stream) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Proofup', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: COMPONENTS,
  };
}
