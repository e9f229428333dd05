import { type Configuration, Provider } from 'oidc-provider';
import type { LogoutMessage } from '#delivery/ports.ts';
import type { ApplicationId } from '#domain/ids.ts';
import { makeAdapter } from './adapter.ts';
import type { Artifacts } from './artifacts.ts';
import type { CompareSecret } from './compare-secret.ts';
import { makeConfiguration, type Wired } from './configuration.ts';
import { makeFindByUserCode } from './find-by-user-code.ts';
import { issuerOf } from './issuer.ts';
import { type OwnSessions, useOwnSessions } from './own-session.ts';
import type { ApplicationStore } from '#relying-parties/ports.ts';

type Dependencies = Omit<Wired, 'adapter'> & {
  readonly ownSessions: OwnSessions;
  readonly artifacts: Artifacts;
  readonly userCodes: Omit<Parameters<typeof makeFindByUserCode>[0], 'artifacts'>;
  readonly applications: Pick<ApplicationStore, 'findByClientId'>;
  readonly compareSecret: CompareSecret;
  /** That a session is over: with what else the request leaves to be written. */
  readonly tellLogout: (message: Omit<LogoutMessage, 'kind'>) => Promise<void>;
};

type Told = { readonly clientId: string; readonly proofup_id: ApplicationId };

type Shown = { readonly clientSecret?: string; readonly proofup_id?: unknown };

/** The library, with what is ours in place of what it would keep by itself. */
export function makeProvider(dependencies: Dependencies): Provider {
  const { publicUrl, ownSessions, artifacts, applications, compareSecret } = dependencies;
  const adapter: Configuration['adapter'] = makeAdapter({
    artifacts,
    findApplication: async (clientId) => {
      const application = await applications.findByClientId(clientId);
      return application?.disabledAt === undefined ? application : undefined;
    },
    ownSessions,
    findByUserCode: makeFindByUserCode({ ...dependencies.userCodes, artifacts }),
  });
  const configuration = makeConfiguration({ ...dependencies, adapter });
  const provider = new Provider(issuerOf(publicUrl), configuration);
  // What stands before us is told by us (http/mount.ts), whatever a browser sends.
  provider.proxy = true;
  useOwnSessions(provider, ownSessions, artifacts);
  const { prototype } = provider.Client;
  Object.assign(prototype, {
    // What the library would post while somebody waits goes by the outbox, which sends it by this.
    tellLogout: Object.getOwnPropertyDescriptor(prototype, 'backchannelLogout')?.value,
    backchannelLogout(this: Told, subject: string, sid: string): Promise<void> {
      const { proofup_id: application, clientId } = this;
      return dependencies.tellLogout({ application, clientId, subject, sid });
    },
    compareClientSecret(this: Shown, given: string): Promise<boolean> {
      const application = String(this.proofup_id);
      return compareSecret({ given, expected: this.clientSecret, application });
    },
  });
  return provider;
}
