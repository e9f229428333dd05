import type { ApplicationId, UserId } from '#domain/ids.ts';
import type { ApplicationStore } from '#relying-parties/ports.ts';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { isOwn } from './client.ts';

type Dependencies = { readonly applications: Pick<ApplicationStore, 'consentOf'> };

type Oidc = KoaContextWithOIDC['oidc'];
type Grant = InstanceType<Provider['Grant']>;

/**
 * What this application may have of this person in this session: all that it asks for where it is the
 * organisation's own, else what the person agreed to. A grant belongs to one session, so that it ends
 * with it.
 */
export const makeLoadGrant =
  (dependencies: Dependencies) =>
  async ({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> => {
    const { client, account, provider } = oidc;
    if (client === undefined || account === undefined) return undefined;
    const grant =
      (await findGrant(oidc, client.clientId)) ??
      new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
    const has = grant.getOIDCScopeEncountered().split(' ');
    const agreed = await agreedTo(dependencies, oidc);
    const scopes = agreed.filter((scope) => !has.includes(scope));
    const claims = isOwn(client) ? [...oidc.requestParamClaims] : [];
    if (grant.jti !== undefined && scopes.length === 0 && claims.length === 0) return grant;
    if (scopes.length > 0) grant.addOIDCScope(scopes.join(' '));
    if (claims.length > 0) grant.addOIDCClaims(claims);
    await grant.save();
    return grant;
  };

async function findGrant(
  { session, provider }: Oidc,
  clientId: string,
): Promise<Grant | undefined> {
  const known = session?.grantIdFor(clientId);
  return known === undefined ? undefined : provider.Grant.find(known);
}

/** Of what is asked for. */
async function agreedTo(
  { applications }: Dependencies,
  { client, account, requestParamOIDCScopes }: Oidc,
): Promise<readonly string[]> {
  const asked = [...requestParamOIDCScopes];
  if (client === undefined || account === undefined || isOwn(client)) return asked;
  const agreed = await applications.consentOf(
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our session's
    account.accountId as UserId,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as client.ts told it
    client['proofup_id'] as ApplicationId,
  );
  return asked.filter((scope) => agreed.includes(scope));
}
