import type { ApiKeyView } from '@proofup/contract/schemas.ts';
import type { ChangeApiKeys } from '#administration/change-api-keys.ts';
import type { UserDirectory } from '#administration/ports.ts';
import type { ApiKeyStore, ListedApiKey } from '#api-keys/ports.ts';
import { isReturnUrl } from '#domain/api-key.ts';
import type { Clock } from '#domain/write.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { present } from '../views.ts';
import { signedInAs } from './admin-act.ts';

type Dependencies = {
  readonly apiKeys: Pick<ApiKeyStore, 'list'>;
  readonly userDirectory: Pick<UserDirectory, 'loginsOf'>;
  readonly changeApiKeys: ChangeApiKeys;
  readonly clock: Clock;
};

type ApiKeyRoutes = Pick<Handlers, 'listApiKeys' | 'createApiKey' | 'revokeApiKey'>;

export function makeAdminApiKeyRoutes(dependencies: Dependencies): ApiKeyRoutes {
  const { changeApiKeys } = dependencies;
  return {
    listApiKeys: async () => ok({ apiKeys: await viewAll(dependencies) }),
    createApiKey: async ({ caller, body: { reason, ...wanted } }) => {
      if (wanted.returnUrls?.every(isReturnUrl) === false) {
        return { ...problem('invalid_request'), fields: ['body.returnUrls'] };
      }
      const made = await changeApiKeys.create(wanted, { ...signedInAs(caller), reason });
      if (made === undefined) return problem('name_taken');
      const all = await viewAll(dependencies);
      const apiKey = all.find(({ name }) => name === wanted.name);
      return apiKey === undefined ? problem('not_found') : ok({ apiKey, key: made.key });
    },
    revokeApiKey: async ({ caller, params, body }) => {
      const order = { ...signedInAs(caller), reason: body.reason };
      return (await changeApiKeys.revoke(params.keyName, order))
        ? ok({ apiKeys: await viewAll(dependencies) })
        : problem('not_found');
    },
  };
}

async function viewAll({ apiKeys, userDirectory, clock }: Dependencies): Promise<ApiKeyView[]> {
  const all = await apiKeys.list();
  const logins = await userDirectory.loginsOf(all.flatMap(({ madeBy }) => madeBy ?? []));
  const now = clock();
  return all.map((key) => ({
    name: key.name,
    scopes: [...key.scopes],
    callsPerMinute: key.callsPerMinute,
    returnUrls: [...key.returnUrls],
    state: stateOf(key, now),
    ...present('madeBy', key.madeBy && logins.get(key.madeBy)),
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt.toISOString(),
    ...present('lastUsedAt', key.lastUsedAt?.toISOString()),
  }));
}

function stateOf({ revokedAt, expiresAt }: ListedApiKey, now: Date): ApiKeyView['state'] {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt <= now ? 'expired' : 'active';
}
