/** What a proxy says of the request that it holds back; each exactly as it was sent. */
export type Described = {
  readonly method: string;
  /** Of the browser's connection: `https`. */
  readonly protocol: string;
  /** The Host header. */
  readonly host: string;
  /** The target: path and query. */
  readonly uri: string;
};

export type ProxiedRequest = {
  readonly method: string;
  readonly origin: string;
  readonly uri: string;
};

/** RFC 9110 section 9, RFC 5789, and those of WebDAV (RFC 4918, 3253, 3744, 5323). */
const METHODS: ReadonlySet<string> = new Set(
  'GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT ACL SEARCH'.split(
    ' ',
  ),
);

/** A proxy that is told of a WebSocket may call its scheme that of the socket. */
const PROTOCOLS: Readonly<Record<string, string>> = {
  https: 'https',
  wss: 'https',
  http: 'http',
  ws: 'http',
};

const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?$/i;
/** RFC 3986, and what browsers leave as it is in a query besides; a `%` always has its two digits. */
const URI = /^\/(?:[!$&-;=@-Z_a-z~[\]]|%[0-9a-f]{2})*(?:\?(?:[!$&-~]|%[0-9a-f]{2})*)?$/i;
const LONGEST_URI = 8192;

/** Undefined: anything is missing, or is not what a browser sends. Nothing is mended. */
export function parseProxiedRequest(described: Described): ProxiedRequest | undefined {
  const { method, host, uri } = described;
  const protocol = PROTOCOLS[described.protocol];
  if (!METHODS.has(method) || protocol === undefined) return undefined;
  if (!HOST.test(host) || uri.length > LONGEST_URI || !URI.test(uri)) return undefined;
  const origin = URL.parse(`${protocol}://${host}`)?.origin;
  return origin === undefined ? undefined : { method, origin, uri };
}
