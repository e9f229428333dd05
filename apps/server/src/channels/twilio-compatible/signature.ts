import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookRequest } from '#http/ports.ts';

type Field = readonly [name: string, value: string];

/**
 * Twilio's webhook signature: HMAC-SHA1, base64, over the URL followed by each form field's name
 * and value with nothing in between, sorted by name; repeated fields by value, each value once.
 */
export function twilioSignature(authToken: string, url: string, fields: Iterable<Field>): string {
  const unique = new Map([...fields].map((field) => [JSON.stringify(field), field]));
  const sorted = [...unique.values()].toSorted(
    (a, b) => compare(a[0], b[0]) || compare(a[1], b[1]),
  );
  const signed = sorted.reduce((text, [name, value]) => text + name + value, url);
  return createHmac('sha1', authToken).update(signed, 'utf8').digest('base64');
}

/** Answers whether the carrier, and nobody else, sent exactly this to exactly this URL. */
export function verifyTwilioSignature(request: WebhookRequest, authToken: string): boolean {
  const given = request.headers['x-twilio-signature'];
  if (!given) return false;
  const json = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
  // A JSON body is covered by its hash in the URL, a form by its fields.
  if (json && !hasBodyHash(request)) return false;
  const fields = json ? [] : [...new URLSearchParams(request.body)];
  return signedForms(request.url)
    .map((url) => equal(given, twilioSignature(authToken, url, fields)))
    .includes(true);
}

function hasBodyHash({ url, body }: WebhookRequest): boolean {
  const given = new URL(url).searchParams.get('bodySHA256') ?? '';
  return equal(given, createHash('sha256').update(body, 'utf8').digest('hex'));
}

/**
 * The carrier drops user and password from the URL before it signs. For https it is documented to
 * drop the port and has been seen to keep it; its own libraries accept either.
 */
function signedForms(url: string): readonly string[] {
  const [, scheme = '', authority = '', rest = ''] = /^(\w+:\/\/)([^/?#]*)(.*)$/s.exec(url) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (scheme.toLowerCase() !== 'https://') return [scheme + host + rest];
  const bare = host.replace(/:\d+$/, '');
  const withPort = bare === host ? `${host}:443` : host;
  return [scheme + bare + rest, scheme + withPort + rest];
}

function equal(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** By code unit, as the documentation's "Unix-style case-sensitive" order; never by locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
