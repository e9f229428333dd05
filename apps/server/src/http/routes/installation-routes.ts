import type { ClaimBootstrap } from '#administration/claim-bootstrap.ts';
import { type Handlers, ok, problem } from '../handler.ts';

type Dependencies = {
  readonly claimBootstrap: ClaimBootstrap;
  readonly organisation: string;
  readonly helpContact: string;
  readonly evaluation: boolean;
  readonly portals: readonly { readonly name: string; readonly url: string }[];
};

export function makeInstallationRoutes(
  dependencies: Dependencies,
): Pick<Handlers, 'getConfiguration' | 'claimBootstrap'> {
  const { organisation, helpContact, evaluation, portals } = dependencies;
  return {
    getConfiguration: async () =>
      ok({ organisation, helpContact, evaluation, portals: [...portals] }),
    claimBootstrap: async ({ caller: { context }, body }) => {
      const outcome = await dependencies.claimBootstrap({ ...body, context });
      switch (outcome.kind) {
        case 'claimed':
          return ok({ login: body.login });
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
        case 'refused':
          return problem('bootstrap_refused');
        case 'login-taken':
          return problem('login_taken');
        case 'password-unacceptable':
          return problem('password_unacceptable');
      }
    },
  };
}
