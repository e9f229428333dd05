import { lookup as dnsLookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, isIPv4 } from 'node:net';
import { isPublicAddress } from '#domain/public-address.ts';

export type FetchFailure =
  | 'not_https'
  | 'not_public'
  | 'unknown_host'
  | 'redirected'
  | 'status'
  | 'too_large'
  | 'not_json'
  | 'timeout'
  | 'unreachable';

export type Fetched =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly why: FetchFailure };

/** Reads one JSON document. */
export type FetchJson = (url: string) => Promise<Fetched>;

type Resolve = (host: string) => Promise<readonly string[]>;

type Settings = {
  /** Evaluation and tests: also http, and this machine. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
  readonly timeoutMs?: number;
};

const MAX_BYTES = 1024 * 1024;
const TIMEOUT_MS = 5_000;

class Failure extends Error {
  readonly why: FetchFailure;
  constructor(why: FetchFailure) {
    super(why);
    this.why = why;
  }
}

const resolveAll: Resolve = async (host) =>
  (await dnsLookup(host, { all: true })).map(({ address }) => address);

/**
 * For addresses that an operator, or somebody else's document, names. The name is resolved once, all
 * that comes out must be public, and the connection goes to just that: a name that changes its
 * answer afterwards changes nothing. Redirects are not followed.
 */
export function makePublicFetch({
  allowPrivate,
  resolve = resolveAll,
  timeoutMs = TIMEOUT_MS,
}: Settings): FetchJson {
  async function addressOf(url: URL): Promise<string> {
    if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) {
      throw new Failure('not_https');
    }
    // By now the URL parser has made four numbers of every other spelling of an IPv4 address.
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) === 0 ? await resolve(host).catch(() => []) : [host];
    const [address] = addresses;
    if (address === undefined) throw new Failure('unknown_host');
    if (!allowPrivate && !addresses.every(isPublicAddress)) throw new Failure('not_public');
    return address;
  }

  async function read(given: string, signal: AbortSignal): Promise<unknown> {
    if (!URL.canParse(given)) throw new Failure('unknown_host');
    const url = new URL(given);
    const response = await get(url, { address: await addressOf(url), signal });
    const { statusCode: status = 0 } = response;
    if (status !== 200) {
      response.destroy();
      throw new Failure(status >= 300 && status < 400 ? 'redirected' : 'status');
    }
    return parseJson(await textOf(response));
  }

  return async (url) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const tooLong = Promise.withResolvers<never>();
    signal.addEventListener('abort', () => tooLong.reject(new Failure('timeout')));
    try {
      return { kind: 'json', value: await Promise.race([read(url, signal), tooLong.promise]) };
    } catch (error) {
      return { kind: 'failed', why: error instanceof Failure ? error.why : 'unreachable' };
    }
  };
}

type To = { readonly address: string; readonly signal: AbortSignal };

const get = (url: URL, { address, signal }: To): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const family = isIPv4(address) ? 4 : 6;
    const request = send(
      url,
      {
        agent: false,
        signal,
        headers: { accept: 'application/json' },
        lookup: (_, options, done) =>
          options.all === true ? done(null, [{ address, family }]) : done(null, address, family),
      },
      resolve,
    );
    request.on('error', reject);
    request.end();
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('not_json');
  }
}
