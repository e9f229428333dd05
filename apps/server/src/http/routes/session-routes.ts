import type { SessionId } from '#domain/ids.ts';
import type { PlaceOf } from '#domain/places.ts';
import type { EndOneSession, EndOtherSessions } from '#sessions/end-other-sessions.ts';
import type { EndSession } from '#sessions/end-session.ts';
import type { ListSessions } from '#sessions/list-sessions.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { Caller } from '../caller.ts';
import type { Cookies } from '../cookies.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { viewPlace } from '../views.ts';

type Dependencies = {
  readonly endSession: EndSession;
  readonly listSessions: ListSessions;
  readonly endOneSession: EndOneSession;
  readonly endOtherSessions: EndOtherSessions;
  readonly placeOf: PlaceOf;
  readonly tokens: Tokens;
  readonly cookies: Cookies;
};

type SessionRoutes = Pick<
  Handlers,
  'getSession' | 'endSession' | 'getSessions' | 'endOneSession' | 'endOtherSessions'
>;

export function makeSessionRoutes(dependencies: Dependencies): SessionRoutes {
  return { ...theOneAtHand(dependencies), ...allOfThem(dependencies) };
}

function allOfThem(
  dependencies: Dependencies,
): Pick<SessionRoutes, 'getSessions' | 'endOneSession' | 'endOtherSessions'> {
  const view = async ({ session }: Caller<'session'>) => {
    const all = await dependencies.listSessions(session.userId);
    return ok({
      sessions: all.map((one) => ({
        id: one.id,
        browser: one.userAgent,
        place: viewPlace(dependencies.placeOf(one.address)),
        startedAt: one.createdAt.toISOString(),
        lastSeenAt: one.lastSeenAt.toISOString(),
        current: one.id === session.id,
      })),
    });
  };
  return {
    getSessions: async ({ caller }) => view(caller),
    endOneSession: async ({ caller, params }) => {
      const { session, context } = caller;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; another person's is not found
      const id = params.sessionId as SessionId;
      const outcome = await dependencies.endOneSession({ session, id, context });
      return outcome === 'ended' ? view(caller) : problem('not_found');
    },
    endOtherSessions: async ({ caller }) => {
      const { session, context } = caller;
      await dependencies.endOtherSessions({ session, context });
      return view(caller);
    },
  };
}

function theOneAtHand(
  dependencies: Dependencies,
): Pick<SessionRoutes, 'getSession' | 'endSession'> {
  const { tokens, cookies, endSession } = dependencies;
  return {
    getSession: async ({ caller: { session, user, token } }) =>
      ok({
        user: { id: user.id, login: user.login, displayName: user.displayName },
        role: session.role,
        csrfToken: tokens.hash('csrf', token),
        authenticatedAt: session.authenticatedAt.toISOString(),
        expiresAt: session.expiresAt.toISOString(),
      }),
    endSession: async ({ caller: { session, context } }) => {
      await endSession({ session, context });
      return ok(undefined, [cookies.clear('session'), cookies.clear('sign-in')]);
    },
  };
}
