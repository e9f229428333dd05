import type { GroupStore } from '#directory/ports.ts';
import { mayEnter, type ProxiedHost } from '#domain/proxied-host.ts';
import type { ProxiedRequest } from '#domain/proxied-request.ts';
import { isAtLeast, strengthOf } from '#domain/strength.ts';
import type { DoorResponse, MountedRequest } from '#http/ports.ts';
import type { FindHostAccess } from '#relying-parties/find-host-access.ts';
import { ASKED_PURPOSE } from '#relying-parties/host-access.ts';
import type { RedeemHostCode } from '#relying-parties/redeem-host-code.ts';
import type { Tokens } from '#sign-in/ports.ts';
import { identityOf } from './identity.ts';
import { ASK, CALLBACK, CHECK, ENVOY, MOUNT, OWN_PATHS, SIGN_IN } from './paths.ts';
import { isNavigation, readRequest } from './read-request.ts';

/** Of one origin (http/cookies.ts). */
export type HostCookies = {
  read(header: string | undefined, kind: 'access' | 'asked'): string | undefined;
  set(kind: 'access' | 'asked', value: string): string;
};

type Dependencies = {
  readonly publicUrl: string;
  readonly hosts: ReadonlyMap<string, ProxiedHost>;
  readonly cookiesOf: (origin: string) => HostCookies;
  readonly findAccess: FindHostAccess;
  /** What the site hears that they are in. */
  readonly groups: Pick<GroupStore, 'groupsOf'>;
  readonly redeem: RedeemHostCode;
  readonly tokens: Pick<Tokens, 'random' | 'hash'>;
  readonly refuse: (request: MountedRequest, reason: string) => Promise<void>;
};

export type Ask = (request: MountedRequest) => Promise<DoorResponse>;

const plain = (
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): DoorResponse => ({ status, contentType: 'text/plain; charset=utf-8', body, headers });

/**
 * Whether a request that a proxy holds back may go on: 200 for one that is complete, of a host in the
 * list, and of somebody whose session is alive, strong enough and of a role that the host is for.
 */
export const makeAsk =
  (dependencies: Dependencies): Ask =>
  async (request) => {
    const { raw, path } = request;
    const isCheck = path === CHECK;
    if (!isCheck && path !== ASK && !path.startsWith(`${ENVOY}/`)) return plain(404, 'not found');
    const no = async (status: number, reason: string): Promise<DoorResponse> => {
      await dependencies.refuse(request, reason);
      return plain(status, reason);
    };
    if (!request.isFromProxy) return no(403, 'not_a_proxy');
    const proxied = readRequest(raw, path);
    // nginx knows two answers besides yes, and takes every other one for a breakdown.
    if (proxied === undefined) return no(isCheck ? 403 : 400, 'malformed');
    const host = dependencies.hosts.get(proxied.origin);
    if (host === undefined) return no(403, 'unknown_host');
    const asking = { request, proxied, host };
    if (!proxied.uri.startsWith(OWN_PATHS)) return decide(dependencies, asking);
    return isCheck ? plain(403, 'not for the application') : comeBack(dependencies, asking);
  };

type Asking = {
  readonly request: MountedRequest;
  readonly proxied: ProxiedRequest;
  readonly host: ProxiedHost;
};

async function decide(dependencies: Dependencies, asking: Asking): Promise<DoorResponse> {
  const { request, host } = asking;
  const { origin } = host;
  const cookie = request.raw.headers.cookie;
  const token = dependencies.cookiesOf(origin).read(cookie, 'access');
  const found = await dependencies.findAccess({ token, origin });
  if (found === undefined) return sendToSignIn(dependencies, asking, 401);
  if (!mayEnter(host, found.user.role)) return sendToSignIn(dependencies, asking, 403);
  const isStrong = isAtLeast(strengthOf(found.session.assurance), host.strength);
  if (!isStrong) return sendToSignIn(dependencies, asking, 401);
  const groups = await dependencies.groups.groupsOf(found.user.id);
  return plain(
    200,
    '',
    identityOf(
      found.user,
      groups.map(({ name }) => name),
    ),
  );
}

/** What is said of a refusal is said on our own origin; whoever cannot be sent there gets the status. */
function sendToSignIn(
  { publicUrl, cookiesOf, tokens }: Dependencies,
  { request: { raw, path }, proxied, host: { origin } }: Asking,
  status: 401 | 403,
): DoorResponse {
  if (path === CHECK || !isNavigation(raw, proxied)) {
    return plain(status, status === 401 ? 'not signed in' : 'not for you');
  }
  const cookies = cookiesOf(origin);
  // One for all its windows: each comes back to its own place with the same.
  const asked = cookies.read(raw.headers.cookie, 'asked') ?? tokens.random();
  const whole = `${origin}${proxied.uri}`;
  const to = encodeURIComponent(whole).length > LONGEST_TO ? `${origin}/` : whole;
  const query = new URLSearchParams({ to, state: tokens.hash(ASKED_PURPOSE, asked) });
  return plain(302, '', {
    location: `${publicUrl}${MOUNT}${SIGN_IN}?${query.toString()}`,
    'set-cookie': cookies.set('asked', asked),
  });
}

/** All of it is the way back from the sign-in page, which has room for 2048 characters. */
const LONGEST_TO = 1500;

/** From the sign-in, with a code: on with a cookie of this host. */
async function comeBack(
  { cookiesOf, redeem }: Dependencies,
  { request: { raw, context }, proxied, host: { origin } }: Asking,
): Promise<DoorResponse> {
  const { pathname, searchParams } = new URL(proxied.uri, origin);
  const code = searchParams.get('code') ?? '';
  const isCallback = pathname === CALLBACK && proxied.method === 'GET';
  if (!isCallback || !/^[\w-]{43}$/.test(code)) return plain(403, BEGIN_AGAIN);
  const cookies = cookiesOf(origin);
  const asked = cookies.read(raw.headers.cookie, 'asked');
  const outcome = await redeem({ code, origin, asked, context });
  switch (outcome.kind) {
    case 'let-in':
      return plain(302, '', {
        location: `${origin}${outcome.path}`,
        'set-cookie': cookies.set('access', outcome.token),
      });
    case 'refused':
      return plain(403, BEGIN_AGAIN);
    case 'throttled': {
      const seconds = Math.ceil(outcome.retryAfterMs / 1000);
      return plain(429, 'Too many attempts. Wait for a while, then try again.', {
        'retry-after': String(seconds),
      });
    }
  }
}

const BEGIN_AGAIN =
  'This address was used before, or has had its time, or belongs to another browser. Open the page that you want anew.';
