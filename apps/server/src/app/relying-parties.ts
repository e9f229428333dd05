import { makeChangeApplications } from '#administration/change-applications.ts';
import { makeChangeRelyingParties } from '#administration/change-relying-parties.ts';
import { makeCheckTenant } from '#administration/check-tenant.ts';
import type { Config } from '#config/config.ts';
import { makeCheckDocuments } from '#entra/check-provider.ts';
import { CLOUDS, metadataUrlOf, PATHS } from '#entra/issuer.ts';
import { makePublicFetch } from '#entra/public-fetch.ts';
import { makeAdminApplicationRoutes } from '#http/routes/admin-applications-routes.ts';
import { makeAdminTenantRoutes } from '#http/routes/admin-tenants-routes.ts';
import { issuerOf } from '#oidc/issuer.ts';
import type { Core } from './core.ts';
import { makeTenantTrials } from './entra.ts';

/** Tenants and applications, by the same operations as the command line. */
export function relyingPartyHandlers(config: Config, core: Core) {
  const { publicUrl, mode } = config;
  const { stores } = core;
  const checkDocuments = makeCheckDocuments({
    tenantFetch: makePublicFetch({ allowPrivate: mode === 'evaluation' }),
    ownFetch: makePublicFetch({ allowPrivate: true }),
    publicUrl,
  });
  return {
    ...makeAdminTenantRoutes({
      ...stores,
      change: makeChangeRelyingParties(core),
      check: makeCheckTenant({ ...core, ...stores, checkDocuments }),
      ...makeTenantTrials(config, core),
      paste: {
        discoveryUrl: `${publicUrl}${PATHS.discovery}`,
        issuer: `${publicUrl}${PATHS.issuer}`,
        redirectUri: `${publicUrl}${PATHS.authorize}`,
        keysUrl: `${publicUrl}${PATHS.keys}`,
      },
      answersTo: (cloud) => CLOUDS[cloud].redirectUri,
      metadataUrlOf,
    }),
    ...makeAdminApplicationRoutes({
      ...stores,
      change: makeChangeApplications(core),
      discoveryUrl: `${issuerOf(publicUrl)}/.well-known/openid-configuration`,
    }),
  };
}
