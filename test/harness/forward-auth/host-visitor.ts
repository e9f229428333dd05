import { request } from 'node:http';
import { follow } from '../oidc/peer.ts';
import type { Browser } from '../world/browser.ts';
import type { World } from '../world/world.ts';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

type Told = {
  readonly path?: string;
  readonly method?: string;
  /** In place of what a proxy would say; undefined: left out. */
  readonly headers?: Headers;
};

export type Said = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
};

/** A request as it is, over a socket: headers that are sent twice are sent twice. */
export function say(
  base: string,
  { path = '/', method = 'GET', headers = {} }: Told,
): Promise<Said> {
  const answer = Promise.withResolvers<Said>();
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().flatMap((one) => [name, one]),
  );
  const sent = request(base + path, { method, headers: given, agent: false }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => (text += chunk));
    response.on('end', () =>
      answer.resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
    );
  });
  sent.on('error', answer.reject);
  sent.end();
  return answer.promise;
}

const locationOf = ({ headers }: Said): string => String(headers['location'] ?? '');

/** One browser as a host behind a proxy sees it, with the cookies of that host; the proxy is played. */
export function makeHostVisitor(world: World, origin: string) {
  const cookies = new Map<string, string>();
  const { host, protocol } = new URL(origin);
  let source = '203.0.113.7';

  const ask = async (uri: string, told: Told = {}): Promise<Said> => {
    const said = await say(world.nodeUrls[0] ?? '', {
      path: '/forward-auth/ask',
      ...told,
      headers: {
        host: 'proofup.internal:8080',
        accept: 'text/html',
        'x-forwarded-for': source,
        'x-forwarded-method': 'GET',
        'x-forwarded-proto': protocol.slice(0, -1),
        'x-forwarded-host': host,
        'x-forwarded-uri': uri,
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...told.headers,
      },
    });
    for (const cookie of [said.headers['set-cookie'] ?? []].flat()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=', 2);
      cookies.set(name, value);
    }
    return said;
  };
  return {
    cookies,
    ask,
    from: (address: string) => void (source = address),
    check: (uri = '/', headers: Headers = {}) => ask(uri, { path: '/forward-auth/check', headers }),
    locationOf,
    /** Opens a page, signs in on our origin with a browser that is signed in, and comes back with a code. */
    codeFor: async (browser: Browser, uri = '/'): Promise<string> => {
      const { at } = await follow(browser, locationOf(await ask(uri)));
      if (!at.startsWith(`${origin}/`)) throw new Error(`not sent back: ${at}`);
      return at.slice(origin.length);
    },
    enter: async (browser: Browser, uri = '/'): Promise<Said> => {
      const { at } = await follow(browser, locationOf(await ask(uri)));
      return ask(at.slice(origin.length));
    },
  };
}
