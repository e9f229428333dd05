import type { Scope } from '@proofup/contract/scopes.ts';
import type { UserStore } from '#directory/ports.ts';
import { type ApiKey, KEY_CALLS } from '#domain/api-key.ts';
import { isManager } from '#domain/role.ts';
import type { User } from '#domain/user.ts';
import type { Clock } from '#domain/write.ts';
import type { ApiKeyStore, StoredApiKey } from './ports.ts';

type Dependencies = {
  readonly apiKeys: Pick<ApiKeyStore, 'findByHash'>;
  readonly users: Pick<UserStore, 'find'>;
  /** Keys of the configuration: mail and VPN servers, and good for nothing else. */
  readonly configured: readonly { readonly name: string; readonly key: string }[];
  readonly equal: (a: string, b: string) => boolean;
  readonly hash: (purpose: string, value: string) => string;
  readonly clock: Clock;
};

export type FindKey = (authorization: string | undefined) => Promise<ApiKey<Scope> | undefined>;

/** RFC 6750 section 2.1; the scheme's case does not matter (RFC 9110 section 11.1). */
const BEARER = /^bearer ([^\s,]{1,256})$/i;

/**
 * The key that an Authorization header shows, if it is one that is good now. A key that somebody made
 * on a page is worth no more than they are: it works while they are an administrator or an owner whose account
 * can be used.
 */
export function makeFindKey(dependencies: Dependencies): FindKey {
  const { apiKeys, hash, clock } = dependencies;
  return async (authorization) => {
    const given = BEARER.exec(authorization ?? '')?.[1];
    if (given === undefined) return undefined;
    const configured = findConfigured(dependencies, given);
    if (configured !== undefined) return configured;
    const key = await apiKeys.findByHash(hash('api-key', given));
    const now = clock();
    if (key === undefined || !isGood(key, now)) return undefined;
    const { name, scopes, callsPerMinute, returnUrls, madeBy } = key;
    const isBacked = madeBy === undefined || mayMake(await dependencies.users.find(madeBy), now);
    return isBacked ? { name, scopes, callsPerMinute, returnUrls, madeBy } : undefined;
  };
}

const isGood = ({ revokedAt, expiresAt }: StoredApiKey, now: Date): boolean =>
  revokedAt === undefined && expiresAt > now;

const mayMake = (maker: User | undefined, now: Date): boolean =>
  maker?.active === true &&
  isManager(maker.role) &&
  (maker.blockedUntil === undefined || maker.blockedUntil <= now);

/** Every key is compared, whichever it is. */
function findConfigured(
  { configured, equal }: Dependencies,
  given: string,
): ApiKey<Scope> | undefined {
  const matches = configured.map(({ name, key }) => ({ name, isRight: equal(given, key) }));
  const found = matches.find(({ isRight }) => isRight);
  return (
    found && {
      name: found.name,
      scopes: ['app-passwords.verify'],
      callsPerMinute: KEY_CALLS.most,
      returnUrls: [],
      madeBy: undefined,
    }
  );
}
