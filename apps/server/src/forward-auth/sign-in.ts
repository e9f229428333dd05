import type { AuditRecord } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { mayEnter, type ProxiedHost } from '#domain/proxied-host.ts';
import { isAtLeast, strengthOf, typesFor } from '#domain/strength.ts';
import type { DoorResponse, MountedRequest } from '#http/ports.ts';
import type { IssueHostCode } from '#relying-parties/issue-host-code.ts';
import type { Dress, Page } from '#relying-parties/page.ts';
import { tooOftenPage, tooWeakPage } from '#relying-parties/strength-pages.ts';
import type { SessionInUse } from '#sessions/ports.ts';
import type { BeginStepUp } from '#sign-in/begin-step-up.ts';
import { CALLBACK, MOUNT, OWN_PATHS, SIGN_IN } from './paths.ts';

type Dependencies = {
  readonly hosts: ReadonlyMap<string, ProxiedHost>;
  readonly whoAsks: (request: MountedRequest) => Promise<SessionInUse | undefined>;
  readonly beginStepUp: BeginStepUp;
  readonly issue: IssueHostCode;
  readonly render: (page: Omit<Page, keyof Dress>) => string;
  readonly record: (record: AuditRecord) => Promise<void>;
};

export type SendOn = (request: MountedRequest) => Promise<DoorResponse>;

type Going = {
  readonly request: MountedRequest;
  readonly host: ProxiedHost;
  /** On the host: path and query. */
  readonly path: string;
  readonly state: string;
};

/**
 * Where a proxy's host sends a browser that it does not know: on to the sign-in page or a step-up,
 * and from there back to the host with a code. Decided from the session as it is, and only ever to
 * a host of the list.
 */
export const makeSendOn =
  (dependencies: Dependencies): SendOn =>
  async (request) => {
    const going = readGoing(dependencies.hosts, request);
    if (going === undefined) return page(dependencies, 400, NOWHERE);
    const asker = await dependencies.whoAsks(request);
    if (asker === undefined) {
      return redirect(`/sign-in?return-to=${encodeURIComponent(backTo(going))}`);
    }
    const { session, user } = asker;
    const { host, path, state } = going;
    if (!mayEnter(host, user.role)) return notForYou(dependencies, going, asker);
    if (!isAtLeast(strengthOf(session.assurance), host.strength)) {
      return askForMore(dependencies, going, asker);
    }
    const code = await dependencies.issue({ session, origin: host.origin, path, state });
    return redirect(`${host.origin}${CALLBACK}?code=${code}`);
  };

function readGoing(hosts: Dependencies['hosts'], request: MountedRequest): Going | undefined {
  const { method, url = '' } = request.raw;
  if (method !== 'GET') return undefined;
  const query = new URL(url, 'http://localhost').searchParams;
  const [to, state] = [query.get('to') ?? '', query.get('state') ?? ''];
  if (!/^[\w-]{43}$/.test(state) || /[\\\p{Cc}]/u.test(to)) return undefined;
  if (!URL.canParse(to)) return undefined;
  const { origin, pathname, search, username, password } = new URL(to);
  const host = hosts.get(origin);
  if (host === undefined || username + password !== '') return undefined;
  return { request, host, path: pathname.startsWith(OWN_PATHS) ? '/' : pathname + search, state };
}

/** This very address, made anew of what was read. */
function backTo({ host, path, state }: Going): string {
  const query = new URLSearchParams({ to: `${host.origin}${path}`, state });
  return `${MOUNT}${SIGN_IN}?${query.toString()}`;
}

const redirect = (location: string): DoorResponse => ({
  status: 303,
  contentType: 'text/plain',
  body: '',
  location,
});

const page = (
  { render }: Dependencies,
  status: number,
  told: Omit<Page, keyof Dress>,
): DoorResponse => ({ status, contentType: 'text/html; charset=utf-8', body: render(told) });

const NOWHERE = {
  title: 'This request cannot be answered',
  paragraphs: ['The address leads nowhere that this service knows. Nothing was changed.'],
  links: [{ href: '/my-apps', label: 'My Apps' }],
};

const nameOf = ({ origin }: ProxiedHost): string => new URL(origin).host;

async function askForMore(
  dependencies: Dependencies,
  going: Going,
  { session }: SessionInUse,
): Promise<DoorResponse> {
  const { host, request } = going;
  const { strength } = host;
  const again = [{ href: backTo(going), label: 'Try again' }];
  const begun = await dependencies.beginStepUp({
    session,
    returnTo: backTo(going),
    accepts: typesFor(strength),
    context: request.context,
  });
  switch (begun.kind) {
    case 'begun':
      return { ...redirect(`/step-up#${begun.signIn.id}`), signInToken: begun.token };
    case 'throttled':
      return page(dependencies, 429, tooOftenPage(again));
    case 'sign-in-again':
      await refused(dependencies, going, { reason: `strength:${strength}`, session });
      return page(dependencies, 403, tooWeakPage(nameOf(host), strength, again));
  }
}

async function notForYou(
  dependencies: Dependencies,
  going: Going,
  { session, user }: SessionInUse,
): Promise<DoorResponse> {
  await refused(dependencies, going, { reason: `role:${user.role}`, session });
  return page(dependencies, 403, {
    title: `${nameOf(going.host)} is not for your account`,
    paragraphs: ['Ask who looks after it, if you need it for your work.'],
    links: [{ href: '/my-apps', label: 'My Apps' }],
    details: { 'Signed in as': user.login },
  });
}

type Refused = { readonly reason: string; readonly session: SessionInUse['session'] };

const refused = (
  { record }: Dependencies,
  { host, request }: Going,
  { reason, session }: Refused,
): Promise<void> =>
  record({
    event: 'forward_auth.refused',
    outcome: 'failure',
    reason,
    detail: { host: host.origin },
    ...auditOf(request.context, session.userId),
    sessionId: session.id,
  });
