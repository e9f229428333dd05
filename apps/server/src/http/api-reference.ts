import { ENDPOINTS, type EndpointName } from '@proofup/contract/endpoints.ts';
import type { Endpoint } from '@proofup/contract/endpoint.ts';
import { ERROR_CODES } from '@proofup/contract/error-codes.ts';
import { makeOpenApi } from '@proofup/contract/openapi.ts';
import { SCHEMAS, type Shape } from '@proofup/contract/schemas.ts';
import { SCOPES } from '@proofup/contract/scopes.ts';
import { z } from 'zod';
import { escapeHtml as escape } from '#relying-parties/page.ts';
import { API_REFERENCE_STYLE } from './api-reference-style.ts';
import type { Web } from './server.ts';

const PATHS = {
  page: '/api/docs',
  style: '/api/docs.css',
  document: '/api/openapi.json',
} as const;

/** The reference of the API, of the contract and nothing else: one page without a script. */
export function registerApiReference({ server }: Web, version: string): void {
  const document = onceAsked(() => JSON.stringify(makeOpenApi(version)));
  const page = onceAsked(() => renderReference(version));
  server.get(PATHS.document, async (_, reply) => reply.type('application/json').send(document()));
  server.get(PATHS.style, async (_, reply) => reply.type('text/css').send(API_REFERENCE_STYLE));
  server.get(PATHS.page, async (_, reply) => reply.type('text/html; charset=utf-8').send(page()));
}

/** Most servers are never asked for it. */
function onceAsked(make: () => string): () => string {
  let made: string | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
const NAMES = Object.keys(ENDPOINTS) as readonly EndpointName[];

const endpointOf = (name: EndpointName): Endpoint => ENDPOINTS[name];

/** Whom it is for, in the order of the page. */
const PARTS: readonly (readonly [
  id: string,
  title: string,
  has: (endpoint: Endpoint) => boolean,
])[] = [
  ['programs', 'For programs', ({ access }) => access === 'service'],
  ['administration', 'Administration', ({ access }) => access === 'administration'],
  [
    'people',
    'What people do for themselves',
    ({ access }) => access !== 'service' && access !== 'administration',
  ],
];

function renderReference(version: string): string {
  const parts = PARTS.map(([id, title, has]) => ({
    id,
    title,
    names: NAMES.filter((name) => has(endpointOf(name))),
  }));
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><title>API reference – Proofup</title>',
    `<link rel="icon" href="data:,"><link rel="stylesheet" href="${PATHS.style}">`,
    '</head><body>',
    '<nav aria-label="Operations">',
    '<p><strong>Proofup API</strong></p>',
    ...parts.map(
      ({ id, title, names }) =>
        `<details open><summary>${title}</summary><ul><li><a href="#${id}">All of it</a></li>${names
          .map((name) => `<li><a href="#${name}">${name}</a></li>`)
          .join('')}</ul></details>`,
    ),
    '</nav><main>',
    `<h1>API reference</h1><p>Version ${escape(version)}. The same for machines: <a href="${PATHS.document}">${PATHS.document}</a> (OpenAPI 3.1).</p>`,
    ...INTRODUCTION,
    ...parts.map(
      ({ id, title, names }) =>
        `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${names.map(renderOperation).join('\n')}</section>`,
    ),
    '</main></body></html>',
  ].join('\n');
}

const list = (items: readonly string[]): string =>
  `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;

const code = (text: string): string => `<code>${escape(text)}</code>`;

const INTRODUCTION: readonly string[] = [
  '<h2 id="keys">API keys</h2>',
  '<p>A program sends <code>Authorization: Bearer KEY</code>. An administrator makes the key in the console, or <code>proofup api-key create</code> does. It acts as itself, on accounts without a role, and only as its scopes say:</p>',
  list(Object.entries(SCOPES).map(([scope, what]) => `${code(scope)}: ${escape(what)}`)),
  '<h2 id="limits">Limits</h2>',
  '<p>Each answer to a key says in <code>RateLimit-Policy</code> and <code>RateLimit</code> how many calls it has left in this minute. Too many are answered with 429, and with <code>Retry-After</code> in seconds. Messages and guesses have budgets of their own, per person.</p>',
  '<h2 id="idempotency">Doing it once</h2>',
  '<p>A write by a key (POST, PATCH, DELETE) may carry <code>Idempotency-Key</code>: it is done once, and asked again within 24 hours answered as before. With another body it is 422, while it is being done 409. An answer that shows a secret is shown once: asked again, it is 409 <code>shown_once</code>.</p>',
  '<h2 id="lists">Lists</h2>',
  '<p>A list answers a page, and where there is more, <code>next</code>: send it as <code>after</code> (or <code>before</code>). A page may have nothing on it and yet go on.</p>',
  '<h2 id="errors">Errors</h2>',
  '<p>Every error is a problem document (RFC 9457) whose <code>code</code> is one of these, with a <code>correlationId</code> by which the whole story is found:</p>',
  `<p>${Object.entries(ERROR_CODES)
    .map(([name, status]) => `<code>${status} ${name}</code>`)
    .join(' ')}</p>`,
];

const NEEDS: Readonly<Record<Endpoint['access'], string>> = {
  public: 'nothing',
  'pre-auth': 'the browser that began the sign-in',
  'set-up': 'a set-up, or a fresh session',
  session: 'a session',
  'fresh-session': 'a session with a proof of the last 5 minutes',
  administration: 'a session of',
  service: 'an API key',
};

function needsOf({ access, roles = [], fresh, scope }: Endpoint): string {
  const session = [
    `${NEEDS[access]} ${roles.map(code).join(', ')}`,
    ...(fresh === true ? ['with a proof of the last 5 minutes'] : []),
  ].join(' ');
  if (scope === undefined) return session;
  const key = `an API key with ${code(scope)}`;
  return access === 'service' ? key : `${session}, or ${key}`;
}

function renderOperation(name: EndpointName): string {
  const endpoint = endpointOf(name);
  const { body, params, query, response }: Shape = SCHEMAS[name];
  const { method, path, summary, status, audit } = endpoint;
  return [
    `<article aria-labelledby="${name}"><h3 id="${name}">${name}</h3>`,
    `<p class="call"><code><b>${method}</b> ${escape(path)}</code></p><p>${escape(summary)}.</p>`,
    `<dl><dt>Needs</dt><dd>${needsOf(endpoint)}</dd><dt>Audit log</dt><dd>${audit === null ? 'nothing' : code(audit)}</dd></dl>`,
    shown('Parameters', params),
    shown('Query', query),
    shown('Body', body),
    shown(`Answer ${status}`, response, 'output'),
    '</article>',
  ].join('');
}

function shown(title: string, type: z.ZodType | undefined, io: 'input' | 'output' = 'input') {
  if (type === undefined) return '';
  const { $schema: _, ...schema } = z.toJSONSchema(type, { unrepresentable: 'any', io });
  const text = JSON.stringify(schema, undefined, 2);
  return `<details><summary>${title}</summary><pre tabindex="0">${escape(text)}</pre></details>`;
}
