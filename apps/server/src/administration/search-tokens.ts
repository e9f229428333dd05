import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import { fold } from '#domain/fold.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { HardwareToken, HardwareTokenStore } from '#security-info/ports.ts';
import { type ScopeStores, staffIdOf } from './is-within-scope.ts';
import { actorOfOrder, type Order } from './order.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'findByLoginKey'>;
  readonly hardwareTokens: Pick<HardwareTokenStore, 'list' | 'listOf'>;
  readonly scopes: Pick<ScopeStores['scopes'], 'within'>;
  readonly loginKey: (typed: string) => string | undefined;
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly clock: Clock;
};

export type SearchTokens = (
  asked: {
    readonly serial: string | undefined;
    /** Whose; a whole login or mail address. */
    readonly login: string | undefined;
    readonly after: string | undefined;
  },
  by: Omit<Order, 'reason'>,
) => Promise<{ readonly tokens: readonly HardwareToken[]; readonly next: string | undefined }>;

const PER_PAGE = 50;

/**
 * A page of tokens; that somebody looked stands in the audit log. Whoever is limited to groups sees
 * those of their people and those of nobody.
 */
export function makeSearchTokens(dependencies: Dependencies): SearchTokens {
  const { users, hardwareTokens, loginKey, transact, clock } = dependencies;
  return async ({ serial = '', login, after }, by) => {
    const detail = { by: login === undefined ? 'serial' : 'owner', of: 'tokens' };
    await transact('attempt', ({ audit }) =>
      audit.append(
        [{ event: 'account.searched', outcome: 'success', detail, ...actorOfOrder(by) }],
        clock(),
      ),
    );
    if (login !== undefined) {
      const key = loginKey(login);
      const user = key === undefined ? undefined : await users.findByLoginKey(key);
      const tokens = user === undefined ? [] : await hardwareTokens.listOf(user.id, PER_PAGE);
      return { tokens: await seenBy(dependencies, tokens, by), next: undefined };
    }
    const tokens = await hardwareTokens.list({ prefix: fold(serial), after, limit: PER_PAGE + 1 });
    const page = tokens.slice(0, PER_PAGE);
    const last = page.at(-1);
    return {
      tokens: await seenBy(dependencies, page, by),
      next: tokens.length > PER_PAGE ? last && fold(last.serial) : undefined,
    };
  };
}

async function seenBy(
  { scopes }: Dependencies,
  tokens: readonly HardwareToken[],
  by: Omit<Order, 'reason'>,
): Promise<readonly HardwareToken[]> {
  const staffId = staffIdOf(by);
  if (staffId === undefined) return tokens;
  const owners = tokens.flatMap(({ userId }) => (userId === undefined ? [] : [userId]));
  const within = await scopes.within(staffId, owners);
  return tokens.filter(({ userId }) => userId === undefined || within.has(userId));
}
