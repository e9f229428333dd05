import type { AuditLog } from '#audit/ports.ts';
import { riskSignals, type RiskSignal } from '#domain/account-risk.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { AppPassword } from '#domain/app-password.ts';
import {
  type BoundAuthenticator,
  listOptions,
  type PreferenceOf,
} from '#domain/bound-authenticator.ts';
import type { UserId } from '#domain/ids.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Group, GroupStore, ScopeStore, UserStore } from '#directory/ports.ts';
import type { RememberedBrowser } from '#domain/remembered-browser.ts';
import type { CaseStore } from '#recovery/ports.ts';
import type { AppPasswordStore } from '#security-info/ports.ts';
import type { PlacedSession } from '#sessions/ports.ts';
import type { AuthenticatorReader } from '#sign-in/ports.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { ListedUser, UserDirectory } from './ports.ts';

type Dependencies = {
  readonly users: Pick<UserStore, 'find'>;
  readonly groups: Pick<GroupStore, 'groupsOf'>;
  readonly scopes: Pick<ScopeStore, 'groupsOf'>;
  readonly userDirectory: Pick<UserDirectory, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'list'>;
  readonly appPasswords: Pick<AppPasswordStore, 'list'>;
  /** Those that are alive. */
  readonly sessionsOf: (userId: UserId) => Promise<readonly PlacedSession[]>;
  readonly browsersOf: (
    userId: UserId,
  ) => Promise<readonly (RememberedBrowser & { readonly until: Date })[]>;
  readonly preferenceOf: PreferenceOf;
  readonly cases: Pick<CaseStore, 'isReported'>;
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly clock: Clock;
};

export type UserDetails = {
  readonly user: User;
  readonly listed: ListedUser;
  readonly methods: readonly BoundAuthenticator[];
  readonly sessions: readonly PlacedSession[];
  readonly browsers: readonly (RememberedBrowser & { readonly until: Date })[];
  readonly appPasswords: readonly AppPassword[];
  /** What is asked first on a computer. */
  readonly defaultType: AuthenticatorType | undefined;
  readonly risk: readonly RiskSignal[];
  readonly groups: readonly Group[];
  /** Of the staff: whom it looks after; empty: everybody. */
  readonly scope: readonly Group[];
};

export type ReadUser = {
  /** Everything that the staff sees of an account; what was asked of it stands in the audit log. */
  readonly read: (userId: UserId, by: Omit<Order, 'reason'>) => Promise<UserDetails | undefined>;
  /** The same once more, for the answer to a change: that it was seen is in the change. */
  readonly again: (userId: UserId) => Promise<UserDetails | undefined>;
  readonly record: (userId: UserId, what: string, by: Omit<Order, 'reason'>) => Promise<void>;
};

export function makeReadUser(dependencies: Dependencies): ReadUser {
  const { users, userDirectory, authenticators, transact, clock } = dependencies;
  const again = async (userId: UserId): Promise<UserDetails | undefined> => {
    const [user, listed, methods, sessions, browsers, appPasswords, isReported, groups, scope] =
      await Promise.all([
        users.find(userId),
        userDirectory.find(userId),
        authenticators.list(userId),
        dependencies.sessionsOf(userId),
        dependencies.browsersOf(userId),
        dependencies.appPasswords.list(userId),
        dependencies.cases.isReported(userId),
        dependencies.groups.groupsOf(userId),
        dependencies.scopes.groupsOf(userId),
      ]);
    if (user === undefined || listed === undefined) return undefined;
    const now = clock();
    const preference = dependencies.preferenceOf(user, 'computer');
    const defaultType = listOptions(methods, now, preference)[0]?.type;
    const risk = riskSignals({ user, methods, isReported, now });
    const what = { methods, sessions, browsers, appPasswords, groups, scope };
    return { user, listed, ...what, defaultType, risk };
  };
  const record = (userId: UserId, what: string, by: Omit<Order, 'reason'>) =>
    transact('attempt', ({ audit }) =>
      audit.append(
        [
          {
            event: 'account.read',
            outcome: 'success',
            target: { type: 'user', id: userId },
            detail: { what },
            ...actorOfOrder(by),
          },
        ],
        clock(),
      ),
    );
  return {
    again,
    record,
    read: async (userId, by) => {
      const details = await again(userId);
      if (details !== undefined) await record(userId, 'account', by);
      return details;
    },
  };
}
