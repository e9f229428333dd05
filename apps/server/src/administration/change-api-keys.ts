import type { Scope } from '@proofup/contract/scopes.ts';
import type { ApiKeyStore } from '#api-keys/ports.ts';
import type { AuditLog } from '#audit/ports.ts';
import { KEY_CALLS } from '#domain/api-key.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { actorOfOrder, type Order } from './order.ts';

type Stores = {
  readonly apiKeys: Pick<ApiKeyStore, 'insert' | 'revoke'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  /** Names of keys in the configuration. */
  readonly reserved: readonly string[];
  readonly tokens: {
    random(): string;
    hash(purpose: string, value: string): string;
  };
  readonly clock: Clock;
};

export type WantedApiKey = {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly days: number;
  readonly callsPerMinute?: number | undefined;
  readonly returnUrls?: readonly string[] | undefined;
};

export type MadeApiKey = { readonly key: string; readonly expiresAt: Date };

export type ChangeApiKeys = {
  /** Undefined when the name is taken. The key exists nowhere else. */
  create(wanted: WantedApiKey, order: Order): Promise<MadeApiKey | undefined>;
  /** It is worth nothing from now on; false where there is none, or it was revoked before. */
  revoke(name: string, order: Order): Promise<boolean>;
};

const DAY_MS = 24 * 60 * 60_000;
/** So that those who search for secrets in the wrong place know what they have found. */
const PREFIX = 'proofup_';

export function makeChangeApiKeys(dependencies: Dependencies): ChangeApiKeys {
  const { transact, reserved, tokens, clock } = dependencies;
  return {
    create: async ({ name, scopes: wanted, days, ...more }, order) => {
      const { callsPerMinute = KEY_CALLS.usual, returnUrls = [] } = more;
      if (reserved.includes(name)) return undefined;
      const key = `${PREFIX}${tokens.random()}`;
      const now = clock();
      const expiresAt = new Date(now.getTime() + days * DAY_MS);
      const scopes = [...new Set(wanted)].toSorted();
      const made = { name, scopes, callsPerMinute, returnUrls, createdAt: now, expiresAt };
      const madeBy = order.signedIn?.session.userId;
      return transact('fact', async (tx) => {
        const hash = tokens.hash('api-key', key);
        if (!(await tx.apiKeys.insert({ ...made, madeBy, hash }))) return undefined;
        const detail = {
          scopes: scopes.join(' '),
          callsPerMinute,
          days,
          why: order.reason,
          ...(returnUrls.length > 0 && { returnUrls: returnUrls.join(' ') }),
        };
        await tx.audit.append(
          [{ event: 'api_key.created', ...recordOf(name, order), detail }],
          now,
        );
        return { key, expiresAt };
      });
    },
    revoke: (name, order) =>
      transact('fact', async (tx) => {
        const now = clock();
        if (!(await tx.apiKeys.revoke(name, now))) return false;
        const detail = { why: order.reason };
        await tx.audit.append(
          [{ event: 'api_key.revoked', ...recordOf(name, order), detail }],
          now,
        );
        return true;
      }),
  };
}

const recordOf = (name: string, order: Order) =>
  ({
    outcome: 'success',
    ...actorOfOrder(order),
    target: { type: 'api-key', id: name },
  }) as const;
