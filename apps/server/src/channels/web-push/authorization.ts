import { type KeyObject, sign } from 'node:crypto';

/** At most 24 hours (RFC 8292 section 2); a message of ours is worth a minute. */
const LIFE_SECONDS = 60 * 60;

type Sender = {
  readonly privateKey: KeyObject;
  readonly publicKey: string;
  /** Whom a push service may turn to: our address. */
  readonly subject: string;
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Who sends, to this push service, for an hour (RFC 8292 section 3). */
export function vapidAuthorization(endpoint: URL, sender: Sender, now: Date): string {
  const exp = Math.floor(now.getTime() / 1000) + LIFE_SECONDS;
  const claims = { aud: endpoint.origin, exp, sub: sender.subject };
  const text = `${encode({ typ: 'JWT', alg: 'ES256' })}.${encode(claims)}`;
  const key = { key: sender.privateKey, dsaEncoding: 'ieee-p1363' } as const;
  const token = `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  return `vapid t=${token}, k=${sender.publicKey}`;
}
