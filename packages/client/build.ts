import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import type { Endpoint } from '@proofup/contract/endpoint.ts';
import { ENDPOINTS, type EndpointName, STREAMS } from '@proofup/contract/endpoints.ts';
import { ERROR_CODES } from '@proofup/contract/error-codes.ts';
import { SCHEMAS, type Shape } from '@proofup/contract/schemas.ts';
import { type Schema, typeOf } from './src/types-of-schema.ts';

const NOTE = '// Made of the contract by `npm run build`: plain JavaScript, and its types.';

/** What programs may call. */
const names = (): readonly EndpointName[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
  (Object.keys(ENDPOINTS) as EndpointName[]).filter((name) => endpointOf(name).scope !== undefined);

const endpointOf = (name: EndpointName): Endpoint => ENDPOINTS[name];

const wordsFor = (type: z.ZodType | undefined, io: 'input' | 'output'): string =>
  type === undefined
    ? 'undefined'
    : // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is read of it, if it is there
      typeOf(z.toJSONSchema(type, { unrepresentable: 'any', io }) as Schema);

const part = (name: string, type: z.ZodType | undefined): readonly string[] =>
  type === undefined
    ? []
    : [`readonly ${name}${type.safeParse({}).success ? '?' : ''}: ${wordsFor(type, 'input')}`];

function operationTypes(name: EndpointName): string {
  const { summary, scope } = endpointOf(name);
  const { body, params, query, response }: Shape = SCHEMAS[name];
  const input = [...part('params', params), ...part('query', query), ...part('body', body)];
  return [
    `  /** ${summary}. Scope: \`${scope}\`. */`,
    `  readonly ${name}: {`,
    `    readonly input: { ${input.join('; ')} };`,
    `    readonly response: ${wordsFor(response, 'output')};`,
    '  };',
  ].join('\n');
}

const types = (): string =>
  [
    NOTE,
    `export type ErrorCode = ${Object.keys(ERROR_CODES)
      .map((code) => `'${code}'`)
      .join(' | ')};`,
    '/** RFC 9457. */',
    'export type Problem = { readonly type: string; readonly title: string; readonly status: number; readonly code: ErrorCode; readonly correlationId: string; readonly timestamp: string; readonly retryAfter?: number; readonly fields?: readonly string[] };',
    '/** An expected "no" is a value: `problem` says what happened; `unreachable` that no answer came. */',
    "export type Result<Response> = { readonly kind: 'ok'; readonly value: Response } | { readonly kind: 'problem'; readonly problem: Problem } | { readonly kind: 'unreachable'; readonly error: unknown };",
    'export type Operations = {',
    ...names().map(operationTypes),
    '};',
    'export type Settings = { readonly url: string; readonly key: string; readonly fetch?: typeof globalThis.fetch };',
    'type More = { readonly idempotencyKey?: string; readonly signal?: AbortSignal };',
    "export type Client = <Name extends keyof Operations>(name: Name, input: Operations[Name]['input'] & More) => Promise<Result<Operations[Name]['response']>>;",
    `/** ${STREAMS.verificationEvents.summary}. Once at the beginning as well; throws what fetch throws. */`,
    'export declare function makeWatcher(settings: Settings): (input: { readonly params: { readonly verificationId: string }; readonly signal?: AbortSignal }) => AsyncGenerator<void>;',
    '/** `url`: where the service is; `key`: of `proofup api-key create`, or of the console. */',
    'export declare function makeClient(settings: Settings): Client;',
    '',
  ].join('\n');

function script(): string {
  const source = readFileSync(path.join(import.meta.dirname, 'src/call.ts'), 'utf8');
  const operations = names().map((name) => {
    const { method, path: url } = endpointOf(name);
    return `  ['${name}', { method: '${method}', path: '${url}' }],`;
  });
  const plain = stripTypeScriptTypes(source)
    .replaceAll(/(?<=\S) +(?=[,;)\n])/g, '')
    .replaceAll(/(?<=\S) {2,}/g, ' ')
    .replaceAll(/\n{2,}/g, '\n\n')
    .replace('export const makeCaller', 'const makeCaller')
    .replace('export const makeWatcher', 'const makeStream')
    .trim();
  return [
    NOTE,
    'const OPERATIONS = new Map([',
    ...operations,
    ']);',
    '',
    plain,
    '',
    'export const makeClient = (settings) => makeCaller(OPERATIONS, settings);',
    `export const makeWatcher = (settings) => makeStream({ path: '${STREAMS.verificationEvents.path}' }, settings);`,
    '',
  ].join('\n');
}

/** Writes the client and its types into a folder. */
export function buildClient(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'proofup-client.js'), script());
  writeFileSync(path.join(folder, 'proofup-client.d.ts'), types());
}

if (import.meta.main) buildClient(path.join(import.meta.dirname, 'dist'));
