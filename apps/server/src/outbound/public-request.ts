import { lookup as dnsLookup } from 'node:dns/promises';
import type { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, isIPv4 } from 'node:net';
import { isWithin } from '#domain/network.ts';
import { isPublicAddress } from '#domain/public-address.ts';
import { request as httpRequest } from './plain-http.ts';

export type RequestFailure =
  | 'not_https'
  | 'not_public'
  | 'unknown_host'
  | 'too_large'
  | 'timeout'
  | 'unreachable';

export type Requested =
  | { readonly kind: 'answered'; readonly status: number; readonly body: string }
  | { readonly kind: 'failed'; readonly why: RequestFailure };

export type Wanted = {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** The answer is read where this is true; otherwise its status is all that is looked at. */
  readonly reads: boolean;
};

/** One request to an address that somebody else named. */
export type PublicRequest = (url: URL, wanted: Wanted) => Promise<Requested>;

export type RequestSettings = {
  /** Evaluation and tests: also http, and this machine. */
  readonly allowPrivate: boolean;
  /** Names, addresses and networks inside the organisation that may be reached all the same, over https. */
  readonly privateHosts?: readonly string[];
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly timeoutMs?: number;
};

const MAX_BYTES = 1024 * 1024;
const TIMEOUT_MS = 5_000;

class Failure extends Error {
  readonly why: RequestFailure;
  constructor(why: RequestFailure) {
    super(why);
    this.why = why;
  }
}

const resolveAll = async (host: string): Promise<readonly string[]> =>
  (await dnsLookup(host, { all: true })).map(({ address }) => address);

/**
 * For addresses that an operator, a browser or somebody else's document names. The name is resolved
 * once, all that comes out must be public, and the connection goes to nothing else: a name that changes
 * its answer afterwards changes nothing. Redirects are answers, and are not followed.
 */
export function makePublicRequest(settings: RequestSettings): PublicRequest {
  const { timeoutMs = TIMEOUT_MS } = settings;

  async function run(url: URL, wanted: Wanted, signal: AbortSignal): Promise<Requested> {
    const response = await open(url, wanted, {
      addresses: await addressesOf(settings, url),
      signal,
    });
    const { statusCode: status = 0 } = response;
    if (!wanted.reads || (status >= 300 && status < 400)) {
      response.destroy();
      return { kind: 'answered', status, body: '' };
    }
    return { kind: 'answered', status, body: await textOf(response) };
  }

  return async (url, wanted) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const tooLong = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => tooLong.reject(new Failure('timeout')));
    try {
      return await Promise.race([run(url, wanted, signal), tooLong.promise]);
    } catch (error) {
      return { kind: 'failed', why: error instanceof Failure ? error.why : 'unreachable' };
    }
  };
}

async function addressesOf(settings: RequestSettings, url: URL): Promise<readonly string[]> {
  const { allowPrivate, privateHosts = [], resolve = resolveAll } = settings;
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
    throw new Failure('not_https');
  }
  // By now the URL parser has made four numbers of every other spelling of an IPv4 address.
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
  if (addresses.length === 0) throw new Failure('unknown_host');
  const isAllowed = (address: string): boolean =>
    isPublicAddress(address) || isWithin(address, privateHosts);
  const mayBePrivate = allowPrivate || privateHosts.includes(host);
  if (!mayBePrivate && !addresses.every(isAllowed)) throw new Failure('not_public');
  return addresses;
}

type To = { readonly addresses: readonly string[]; readonly signal: AbortSignal };

const open = (
  url: URL,
  { method, headers, body }: Wanted,
  { addresses, signal }: To,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    // All of them: where one family leads nowhere, the other is tried (RFC 8305).
    const found = addresses.map((address) => ({ address, family: isIPv4(address) ? 4 : 6 }));
    const length = body === undefined ? {} : { 'content-length': body.length };
    const request = send(
      url,
      {
        method,
        agent: false,
        signal,
        headers: { ...headers, ...length },
        lookup: (_host, _options, done) => done(null, found),
      },
      resolve,
    );
    request.on('error', reject);
    request.end(body);
  });

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > MAX_BYTES) throw new Failure('too_large');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
