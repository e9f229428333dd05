import type { IncomingMessage } from 'node:http';
import { equal } from '../equal.ts';

/**
 * Only pages of this very server may talk to it: a name that was rebound to this machine shows in
 * `Host`, and another site's page in `Origin`.
 */
export function isOwnRequest({ headers }: IncomingMessage, port: number): boolean {
  const { host = '', origin } = headers;
  return isOwn(`http://${host}`, port) && (origin === undefined || isOwn(origin, port));
}

function isOwn(text: string, port: number): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, port: given } = new URL(text);
  const local =
    hostname === 'localhost' || hostname === '127.0.0.1' || hostname.endsWith('.localhost');
  return local && protocol === 'http:' && Number(given || 80) === port;
}

const COOKIE = 'proofup_simulator';

/** Where a token is set, the page and its control answer only to those who have it. */
export function hasToken({ headers }: IncomingMessage, token: string | undefined): boolean {
  if (token === undefined) return true;
  const bearer = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
  const cookies = (headers.cookie ?? '').split('; ');
  const cookie = cookies.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  return equal(bearer ?? decode(cookie ?? ''), token);
}

export const tokenCookie = (token: string): string =>
  `${COOKIE}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Strict`;

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return '';
  }
}
