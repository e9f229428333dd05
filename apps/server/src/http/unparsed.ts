import type { Socket } from 'node:net';
import { SECURITY_HEADERS } from './security-headers.ts';

// Not by an import: outbound/plain-http.ts says what that costs.
const { STATUS_CODES } = process.getBuiltinModule('node:http');

const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/**
 * Cookies of a neighbouring sub-domain come to us as well, and too many of them fill every request
 * (RFC 6265 section 8.6). The answer asks the browser to throw them away (W3C Clear Site Data).
 */
const OVERFLOW = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Too many cookies</title>
<h1>Your browser sent too many cookies</h1>
<p>Another site under the same name has set more of them than we take. We have asked your browser to clear them.</p>
<p><a href="/sign-in">Clear and go to sign in</a></p>
</html>
`;

/** What is no HTTP, too long or too slow has no request, and is answered on the bare socket. */
export function answerUnparsed(
  error: Error & { readonly code?: string | undefined },
  socket: Socket,
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = STATUSES[error.code ?? ''] ?? 400;
  const isOverflow = status === 431;
  const body = isOverflow ? OVERFLOW : '';
  const headers = {
    ...SECURITY_HEADERS,
    'cache-control': 'no-store',
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    ...(isOverflow
      ? { 'content-type': 'text/html; charset=utf-8', 'clear-site-data': '"cookies"' }
      : {}),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines].join('\r\n');
  if (socket.writable) socket.end(`${head}\r\n\r\n${body}`);
  else socket.destroy();
}
