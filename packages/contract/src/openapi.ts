import { z } from 'zod';
import type { Access, Endpoint } from './endpoint.ts';
import { CSRF_HEADER, ENDPOINTS, type EndpointName } from './endpoints.ts';
import { ERROR_CODES } from './error-codes.ts';
import { SCHEMAS, type Shape } from './schemas.ts';
import { SCOPES } from './scopes.ts';

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

/** What a caller shows, by the access of an endpoint; without any of them: nothing. */
const SHOWN: Readonly<Record<Access, readonly Json[]>> = {
  public: [],
  'pre-auth': [{ signIn: [] }],
  'set-up': [{ signIn: [] }, { session: [] }],
  session: [{ session: [] }],
  'fresh-session': [{ session: [] }],
  administration: [{ session: [] }],
  service: [],
};

const securityOf = ({ access, scope }: Endpoint): readonly Json[] => [
  ...SHOWN[access],
  ...(scope === undefined ? [] : [{ apiKey: [scope] }]),
];

function operationOf(name: EndpointName): Json {
  const endpoint: Endpoint = ENDPOINTS[name];
  const { body, params, query }: Shape = SCHEMAS[name];
  const { access, method, scope } = endpoint;
  return {
    operationId: name,
    summary: endpoint.summary,
    'x-access': access,
    ...(endpoint.roles === undefined ? {} : { 'x-roles': endpoint.roles }),
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
    responses: responsesOf(name),
  };
}

const hasCsrf = ({ access, method }: Endpoint): boolean =>
  method !== 'GET' && access !== 'public' && access !== 'service';

/** An API key needs none, where there may be one. */
const csrfFor = ({ scope }: Endpoint): Json => ({
  name: CSRF_HEADER,
  in: 'header',
  required: scope === undefined,
  schema: { type: 'string' },
});

const IDEMPOTENCY_KEY: Json = { $ref: '#/components/parameters/IdempotencyKey' };
const PROBLEM_RESPONSE: Json = { $ref: '#/components/responses/Problem' };
const TOO_MANY: Json = { $ref: '#/components/responses/TooMany' };

type Row = { readonly endpoint: Endpoint; readonly shape: Shape };

const isKeyedPost = ({ endpoint: { scope, method } }: Row): boolean =>
  scope !== undefined && method === 'POST';

/** When each refusal can happen, beside those that can always (`default`). */
const REFUSALS: readonly (readonly [status: number, when: (row: Row) => boolean])[] = [
  [400, ({ shape: { body, params, query } }) => [body, params, query].some(isThere)],
  [401, ({ endpoint: { access } }) => access !== 'public'],
  [403, ({ endpoint: { access, scope } }) => access !== 'session' || isThere(scope)],
  [404, ({ shape: { params } }) => isThere(params)],
  [409, isKeyedPost],
  [422, isKeyedPost],
];

const isThere = (one: unknown): boolean => one !== undefined;

function responsesOf(name: EndpointName): Json {
  const endpoint: Endpoint = ENDPOINTS[name];
  const shape: Shape = SCHEMAS[name];
  const { scope, status, lane } = endpoint;
  const refusals = REFUSALS.filter(([, when]) => when({ endpoint, shape }));
  return {
    [status]: {
      description: 'Success',
      headers: { 'X-Correlation-Id': CORRELATION, ...(scope === undefined ? {} : BUDGET) },
      ...(shape.response === undefined ? {} : jsonBody(shape.response)),
    },
    ...Object.fromEntries(refusals.map(([refused]) => [refused, PROBLEM_RESPONSE])),
    ...(scope === undefined && lane === 'none' ? {} : { 429: TOO_MANY }),
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

/** The OpenAPI 3.1 document of the whole contract. */
export function makeOpenApi(version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
  for (const name of Object.keys(ENDPOINTS) as EndpointName[]) {
    const { path, method } = ENDPOINTS[name];
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(name) };
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Proofup', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: COMPONENTS,
  };
}
