import type { ClaimBootstrap } from '#administration/claim-bootstrap.ts';
import type { Brand } from '#domain/brand.ts';
import type { LiveBrand } from '#policy/ports.ts';
import { logoPath, stylePath } from '../brand.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { present } from '../views.ts';

type Dependencies = {
  readonly claimBootstrap: ClaimBootstrap;
  readonly brand: Pick<LiveBrand, 'current' | 'organisation'>;
  readonly helpContact: string;
  readonly evaluation: boolean;
  readonly portals: readonly { readonly name: string; readonly url: string }[];
};

const viewLook = ({ accent, logo }: Brand) => ({
  ...present('style', accent && stylePath(accent)),
  ...present('logo', logo && logoPath(logo.digest)),
});

export function makeInstallationRoutes(
  dependencies: Dependencies,
): Pick<Handlers, 'getConfiguration' | 'claimBootstrap'> {
  const { brand, helpContact, evaluation, portals } = dependencies;
  return {
    getConfiguration: async () =>
      ok({
        organisation: brand.organisation(),
        helpContact,
        evaluation,
        portals: [...portals],
        look: viewLook(brand.current()),
      }),
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
