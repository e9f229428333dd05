import type { IncomingMessage } from 'node:http';
import {
  type Described,
  parseProxiedRequest,
  type ProxiedRequest,
} from '#domain/proxied-request.ts';
import { ENVOY, MOUNT } from './paths.ts';

type Parts = { readonly [Part in keyof Described]: string | undefined };

/** The one value of a header; undefined where it is missing or was sent twice (RFC 9110 section 5.3). */
function only(raw: IncomingMessage, name: string): string | undefined {
  const { rawHeaders } = raw;
  const values = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  );
  return values.length === 1 ? values[0] : undefined;
}

/** Told in headers: what nginx, Traefik, Caddy and HAProxy send. */
const inHeaders = (raw: IncomingMessage): Parts => ({
  method: only(raw, 'x-forwarded-method'),
  protocol: only(raw, 'x-forwarded-proto'),
  host: only(raw, 'x-forwarded-host'),
  uri: only(raw, 'x-forwarded-uri'),
});

/** It is the request itself, below a path of ours: what Envoy sends. */
const inItself = (raw: IncomingMessage, target: string): Parts => ({
  method: raw.method,
  protocol: only(raw, 'x-forwarded-proto'),
  host: only(raw, 'host'),
  uri: target.slice(`${MOUNT}${ENVOY}`.length),
});

/** The request that a proxy holds back; undefined where it does not say all of it. */
export function readRequest(raw: IncomingMessage, path: string): ProxiedRequest | undefined {
  const isItself = path.startsWith(`${ENVOY}/`);
  const { method, protocol, host, uri } = isItself ? inItself(raw, raw.url ?? '') : inHeaders(raw);
  if (method === undefined || protocol === undefined) return undefined;
  if (host === undefined || uri === undefined) return undefined;
  return parseProxiedRequest({ method, protocol, host, uri });
}

/** Somebody waits for a page, and can be sent elsewhere (Fetch Metadata; older browsers say less). */
export function isNavigation({ headers }: IncomingMessage, { method }: ProxiedRequest): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? headers.accept?.includes('text/html') === true : mode === 'navigate';
}
