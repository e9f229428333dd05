import { ENTRA_METHODS } from '@proofup/contract/relying-party-views.ts';
import type { TenantView, TrialView } from '@proofup/contract/schemas.ts';
import type { ChangeRelyingParties } from '#administration/change-relying-parties.ts';
import type { CheckTenant } from '#administration/check-tenant.ts';
import type { RelyingPartyId } from '#domain/ids.ts';
import type {
  BeginTrial,
  Cloud,
  ReadTrial,
  RelyingParty,
  RelyingPartyStore,
  TrialResult,
} from '#relying-parties/ports.ts';
import { type Handlers, ok, problem, type Reply } from '../handler.ts';
import { present } from '../views.ts';
import { signedInAs } from './admin-act.ts';

type Paste = {
  readonly discoveryUrl: string;
  readonly issuer: string;
  readonly redirectUri: string;
  readonly keysUrl: string;
};

type Dependencies = {
  readonly relyingParties: Pick<RelyingPartyStore, 'find' | 'list'>;
  readonly change: ChangeRelyingParties;
  readonly check: CheckTenant;
  readonly beginTrial: BeginTrial;
  readonly readTrial: ReadTrial;
  readonly paste: Paste;
  readonly answersTo: (cloud: Cloud) => string;
  readonly metadataUrlOf: (cloud: Cloud, tenantId: string) => string;
};

type TenantRoutes = Pick<
  Handlers,
  | 'listTenants'
  | 'addTenant'
  | 'checkTenant'
  | 'tryTenant'
  | 'readTrial'
  | 'setTenantState'
  | 'removeTenant'
>;

const MINUTE = 60_000;
const HINT_MINUTES = 15;

export function makeAdminTenantRoutes(dependencies: Dependencies): TenantRoutes {
  const { relyingParties, change, check, paste } = dependencies;
  const list = async () => {
    const all = await relyingParties.list();
    return ok({ tenants: all.map((party) => viewTenant(dependencies, party)), paste });
  };
  return {
    listTenants: list,
    addTenant: async ({ caller, body }) => {
      const { cloud = 'global', tenantId, hintMinutes = HINT_MINUTES, reason, ...wanted } = body;
      const party = {
        name: wanted.name,
        tenantId,
        clientId: wanted.clientId,
        cloud,
        metadataUrl: wanted.metadataUrl ?? dependencies.metadataUrlOf(cloud, tenantId),
        link: wanted.link ?? 'login',
        createsAccounts: wanted.createsAccounts ?? false,
        registersInline: wanted.registersInline ?? false,
        hintMaxAgeMs: hintMinutes * MINUTE,
      };
      if (!URL.canParse(party.metadataUrl)) {
        return { ...problem('invalid_request'), fields: ['body.metadataUrl'] };
      }
      const isAdded = await change.add(party, { ...signedInAs(caller), reason });
      return isAdded ? list() : problem('name_taken');
    },
    checkTenant: async ({ caller, params }) =>
      withParty(dependencies, params, async (party) => {
        const findings = await check(party, signedInAs(caller));
        return ok({
          findings: findings.map(({ mistake, ...seen }) => ({
            ...seen,
            ...(mistake && { mistake }),
          })),
        });
      }),
    tryTenant: async ({ caller, params }) =>
      withParty(dependencies, params, async (party) =>
        party.disabledAt === undefined
          ? ok(viewForm(await dependencies.beginTrial(party, caller)))
          : problem('not_found'),
      ),
    readTrial: async ({ caller, params }) => {
      const result = await dependencies.readTrial(params.trialId, caller);
      return result === undefined ? problem('not_found') : ok(viewTrial(result));
    },
    setTenantState: async ({ caller, params, body: { state, reason } }) =>
      withParty(dependencies, params, async (party) => {
        await change.setState(party, state, { ...signedInAs(caller), reason });
        return list();
      }),
    removeTenant: async ({ caller, params, body }) =>
      withParty(dependencies, params, async (party) => {
        await change.remove(party, { ...signedInAs(caller), reason: body.reason });
        return list();
      }),
  };
}

async function withParty<Value>(
  { relyingParties }: Dependencies,
  { partyId }: { readonly partyId: string },
  work: (party: RelyingParty) => Promise<Reply<Value>>,
): Promise<Reply<Value>> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is not found
  const party = await relyingParties.find(partyId as RelyingPartyId);
  return party === undefined ? problem('not_found') : work(party);
}

const viewForm = ({ action, fields }: Awaited<ReturnType<BeginTrial>>) => ({
  action,
  fields: { ...fields },
});

function viewTrial(result: TrialResult): TrialView {
  const { tenant, answersTo, state } = result;
  if (result.state !== 'verified') return { tenant, answersTo, state };
  const { method, claims, findings } = result;
  const told = ENTRA_METHODS.find((known) => known === method);
  return {
    tenant,
    answersTo,
    state,
    ...present('method', told),
    claims: {
      ...claims,
      iat: claims.iat.toISOString(),
      exp: claims.exp.toISOString(),
      amr: [...claims.amr],
    },
    findings: [...findings],
  };
}

const viewTenant = ({ answersTo }: Dependencies, party: RelyingParty): TenantView => ({
  id: party.id,
  name: party.name,
  state: party.disabledAt === undefined ? 'enabled' : 'disabled',
  tenantId: party.tenantId,
  clientId: party.clientId,
  cloud: party.cloud,
  answersTo: answersTo(party.cloud),
  metadataUrl: party.metadataUrl,
  link: party.link,
  createsAccounts: party.createsAccounts,
  registersInline: party.registersInline,
  hintMinutes: Math.round(party.hintMaxAgeMs / MINUTE),
});
