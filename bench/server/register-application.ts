import { makeChangeApplications } from '../../apps/server/src/administration/change-applications.ts';
import type { KeyRing } from '../../apps/server/src/crypto/key-ring.ts';
import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import { makeIdSource } from '../../apps/server/src/crypto/uuid-v7.ts';
import type { Database } from '../../apps/server/src/sql/open-database.ts';
import type { BenchApplication } from '../generator/code-flow.ts';

const clock = (): Date => new Date();

const REDIRECT_URI = 'https://wiki.example.org/callback';

type Server = { readonly database: Database; readonly keyRing: KeyRing };

/** As `proofup app create` does it. */
export async function registerApplication({
  database,
  keyRing,
}: Server): Promise<BenchApplication> {
  const applications = makeChangeApplications({
    transact: database.transact,
    ids: makeIdSource(clock),
    tokens: makeTokens(keyRing),
    clock,
  });
  const made = await applications.create(
    {
      name: 'Wiki',
      strength: 'two-step',
      consent: 'none',
      startUrl: undefined,
      collection: undefined,
      metadata: {
        redirectUris: [REDIRECT_URI],
        postLogoutRedirectUris: [],
        backchannelLogoutUri: undefined,
        authentication: 'client_secret_basic',
        grantTypes: ['authorization_code'],
        scopes: ['openid'],
        isNative: false,
        bindsTokens: false,
        pushesRequests: false,
      },
    },
    { operator: 'bench', reason: 'measuring' },
  );
  if (made?.secret === undefined) throw new Error('the application is there already');
  return { clientId: made.clientId, secret: made.secret, redirectUri: REDIRECT_URI };
}
