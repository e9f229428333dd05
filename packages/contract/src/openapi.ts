import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { CSRF_HEADER, ENDPOINTS, type EndpointName } from './endpoints.ts';
import { ERROR_CODES } from './error-codes.ts';
import { isAmong, ROLES } from './roles.ts';
import { SCHEMAS, type Shape } from './schemas.ts';

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

function operationOf(name: EndpointName): Json {
  const endpoint: Endpoint = ENDPOINTS[name];
  const { body, params, query, response }: Shape = SCHEMAS[name];
  const { access } = endpoint;
  const hasCsrf = endpoint.method !== 'GET' && access !== 'public' && access !== 'service';
  return {
    operationId: name,
    summary: endpoint.summary,
    'x-access': endpoint.access,
    ...(endpoint.roles === undefined
      ? {}
      : { 'x-roles': ROLES.filter((role) => isAmong(endpoint.roles, role)) }),
    ...(endpoint.fresh === undefined ? {} : { 'x-fresh': endpoint.fresh }),
    'x-rate-lane': endpoint.lane,
    'x-audit-event': endpoint.audit,
    parameters: [
      ...parametersIn('path', params),
      ...parametersIn('query', query),
      ...(hasCsrf ? [CSRF] : []),
    ],
    ...(access === 'service' ? { security: [{ serviceKey: [] }] } : {}),
    ...(body === undefined ? {} : { requestBody: { required: true, ...jsonBody(body) } }),
    responses: {
      [endpoint.status]: {
        description: 'Success',
        ...(response === undefined ? {} : jsonBody(response)),
      },
      default: {
        description: 'RFC 9457 problem document',
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        },
      },
    },
  };
}

const CSRF: Json = { name: CSRF_HEADER, in: 'header', required: true, schema: { type: 'string' } };

const parametersIn = (place: 'path' | 'query', shape: z.ZodType | undefined): readonly Json[] =>
  shape instanceof z.ZodObject
    ? Object.entries<z.ZodType>(shape.shape).map(([name, type]) => ({
        name,
        in: place,
        required: !type.safeParse(undefined).success,
        schema: schemaOf(type),
      }))
    : [];

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
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      securitySchemes: { serviceKey: { type: 'http', scheme: 'bearer' } },
    },
  };
}
