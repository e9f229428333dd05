import { lookup as dnsLookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, isIPv4 } from 'node:net';
import { isPublicAddress } from '#domain/public-address.ts';

type Resolve = (host: string) => Promise<readonly string[]>;

export type PostSettings = {
  /** Evaluation and tests: also http, and this machine. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
  readonly timeoutMs?: number;
};

export type Post = {
  readonly endpoint: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

export type Posted =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'refused'; readonly why: 'not_https' | 'not_public' }
  | { readonly kind: 'unreachable' };

const TIMEOUT_MS = 5_000;

const resolveAll: Resolve = async (host) =>
  (await dnsLookup(host, { all: true })).map(({ address }) => address);

/**
 * An endpoint is a stranger's address. The name is resolved once, all that comes out must be public,
 * and the connection goes to just that; redirects are not followed and the answer is not read.
 */
export function makePost({
  allowPrivate,
  resolve = resolveAll,
  timeoutMs = TIMEOUT_MS,
}: PostSettings) {
  return async (post: Post): Promise<Posted> => {
    const { protocol, hostname } = post.endpoint;
    if (protocol !== 'https:' && !(allowPrivate && protocol === 'http:')) {
      return { kind: 'refused', why: 'not_https' };
    }
    const host = hostname.replaceAll(/[[\]]/g, '');
    const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
    const [address] = addresses;
    if (address === undefined) return { kind: 'unreachable' };
    if (!allowPrivate && !addresses.every(isPublicAddress)) {
      return { kind: 'refused', why: 'not_public' };
    }
    return send(post, address, timeoutMs).catch(() => ({ kind: 'unreachable' }));
  };
}

const send = (
  { endpoint, headers, body }: Post,
  address: string,
  timeoutMs: number,
): Promise<Posted> =>
  new Promise((resolve, reject) => {
    const family = isIPv4(address) ? 4 : 6;
    const open = endpoint.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = open(
      endpoint,
      {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        headers: { ...headers, 'content-length': body.length },
        lookup: (_, options, done) =>
          options.all === true ? done(null, [{ address, family }]) : done(null, address, family),
      },
      (response) => {
        response.destroy();
        resolve({ kind: 'answered', status: response.statusCode ?? 0 });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
