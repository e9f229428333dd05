import type { EndSession } from '#sessions/end-session.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { Cookies } from '../cookies.ts';
import { type Handlers, ok } from '../handler.ts';

type Dependencies = {
  readonly endSession: EndSession;
  readonly tokens: Tokens;
  readonly cookies: Cookies;
};

export function makeSessionRoutes(
  dependencies: Dependencies,
): Pick<Handlers, 'getSession' | 'endSession'> {
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
