import type { ApplicationView, Call } from '@proofup/contract/schemas.ts';
import type { ChangeApplications, WantedApplication } from '#administration/change-applications.ts';
import {
  type ApplicationFault,
  grantsFor,
  judgeApplication,
  USUAL_SCOPES,
} from '#relying-parties/judge-application.ts';
import type { Application, ApplicationStore } from '#relying-parties/ports.ts';
import { type Handlers, ok, problem, type Reply } from '../handler.ts';
import { present } from '../views.ts';
import { signedInAs } from './admin-act.ts';

type Dependencies = {
  readonly applications: Pick<ApplicationStore, 'list'>;
  readonly change: ChangeApplications;
  readonly discoveryUrl: string;
};

type ApplicationRoutes = Pick<
  Handlers,
  | 'listApplications'
  | 'createApplication'
  | 'replaceApplicationSecret'
  | 'setApplicationState'
  | 'removeApplication'
>;

const FIELDS: Readonly<Record<ApplicationFault, string>> = {
  name: 'name',
  grants: 'redirectUris',
  redirect: 'redirectUris',
  'unsafe-redirect': 'redirectUris',
  start: 'startUrl',
  backchannel: 'backchannelLogoutUri',
  scopes: 'scopes',
  collection: 'collection',
};

export function makeAdminApplicationRoutes(dependencies: Dependencies): ApplicationRoutes {
  const { applications, change, discoveryUrl } = dependencies;
  const list = async () =>
    ok({ applications: (await applications.list()).map(viewApplication), discoveryUrl });
  return {
    listApplications: list,
    createApplication: async ({ caller, body }) => {
      const wanted = wantedIn(body);
      const fault = judgeApplication(wanted);
      if (fault !== undefined) {
        return { ...problem('invalid_request'), fields: [`body.${FIELDS[fault]}`] };
      }
      const made = await change.create(wanted, { ...signedInAs(caller), reason: body.reason });
      return made === undefined ? problem('name_taken') : ok(viewMade(made));
    },
    replaceApplicationSecret: async ({ caller, params, body }) =>
      withApplication(dependencies, params, async (application) => {
        const order = { ...signedInAs(caller), reason: body.reason };
        const made = await change.replaceSecret(application, order);
        return made === undefined ? problem('invalid_request') : ok(viewMade(made));
      }),
    setApplicationState: async ({ caller, params, body: { state, reason } }) =>
      withApplication(dependencies, params, async (application) => {
        await change.setState(application, state, { ...signedInAs(caller), reason });
        return list();
      }),
    removeApplication: async ({ caller, params, body }) =>
      withApplication(dependencies, params, async (application) => {
        await change.remove(application, { ...signedInAs(caller), reason: body.reason });
        return list();
      }),
  };
}

async function withApplication<Value>(
  { applications }: Dependencies,
  { applicationId }: { readonly applicationId: string },
  work: (application: Application) => Promise<Reply<Value>>,
): Promise<Reply<Value>> {
  const all = await applications.list();
  const application = all.find(({ id }) => id === applicationId);
  return application === undefined ? problem('not_found') : work(application);
}

function wantedIn(body: Call['createApplication']['body']): WantedApplication {
  const { redirectUris, postLogoutRedirectUris = [], backchannelLogoutUri } = body;
  const { authentication = 'client_secret_basic', native = false } = body;
  return {
    name: body.name,
    strength: body.strength ?? 'two-step',
    consent: body.consent ?? 'none',
    startUrl: body.startUrl,
    collection: body.collection,
    metadata: {
      redirectUris,
      postLogoutRedirectUris,
      backchannelLogoutUri,
      authentication,
      grantTypes: grantsFor({
        redirectUris,
        refresh: body.refresh ?? false,
        device: body.device ?? false,
      }),
      scopes: body.groups === true ? [...USUAL_SCOPES, 'groups'] : USUAL_SCOPES,
      isNative: native,
      bindsTokens: false,
      pushesRequests: false,
    },
  };
}

const viewMade = ({
  clientId,
  secret,
}: {
  readonly clientId: string;
  readonly secret: string | undefined;
}) => ({
  clientId,
  ...present('secret', secret),
});

const viewApplication = ({ metadata, ...application }: Application): ApplicationView => ({
  id: application.id,
  name: application.name,
  state: application.disabledAt === undefined ? 'enabled' : 'disabled',
  clientId: application.clientId,
  strength: application.strength,
  consent: application.consent,
  ...present('startUrl', application.startUrl),
  ...present('collection', application.collection),
  redirectUris: [...metadata.redirectUris],
  postLogoutRedirectUris: [...metadata.postLogoutRedirectUris],
  ...present('backchannelLogoutUri', metadata.backchannelLogoutUri),
  authentication: metadata.authentication,
  grantTypes: [...metadata.grantTypes],
  scopes: [...metadata.scopes],
  createdAt: application.createdAt.toISOString(),
});
