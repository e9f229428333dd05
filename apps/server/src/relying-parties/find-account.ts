import type { AuditLog } from '#audit/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';
import type { User } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { LinkStore, RelyingParty } from './ports.ts';

type Stores = {
  readonly users: UserStore;
  readonly links: LinkStore;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly users: Pick<UserStore, 'find' | 'findByLoginKey'>;
  readonly links: Pick<LinkStore, 'find' | 'subjectOf'>;
  readonly loginKey: (typed: string) => string | undefined;
  readonly ids: () => string;
  readonly clock: Clock;
};

/** Somebody as the relying party describes them. */
export type Person = {
  /** Immutable there, and never used again for another. */
  readonly subject: string;
  readonly userName: string | undefined;
  readonly displayName: string | undefined;
};

export type FoundAccount =
  | { readonly kind: 'found'; readonly user: User }
  /** No account, or one that is not active: all alike. */
  | { readonly kind: 'not-linked' }
  /** The account with this name belongs to another person of the relying party. */
  | { readonly kind: 'linked-elsewhere' };

export type FindAccount = (
  party: RelyingParty,
  person: Person,
  context: RequestContext,
) => Promise<FoundAccount>;

/**
 * The account of a person: the one tied to the immutable identifier, or by the operator's rule the
 * one with the same login. That one is not tied yet: only who has proved its second step may have it.
 */
export function makeFindAccount(dependencies: Dependencies): FindAccount {
  const { users, links, loginKey } = dependencies;
  return async (party, person, context) => {
    const linked = await links.find(party.id, person.subject);
    if (linked !== undefined) return ofUser(await users.find(linked));
    const key = person.userName === undefined ? undefined : loginKey(person.userName);
    if (key === undefined) return { kind: 'not-linked' };
    const user = await users.findByLoginKey(key);
    if (user === undefined) {
      return party.createsAccounts
        ? create(dependencies, { party, person, context, key })
        : { kind: 'not-linked' };
    }
    if (party.link !== 'login') return { kind: 'not-linked' };
    if ((await links.subjectOf(party.id, user.id)) !== undefined) {
      return { kind: 'linked-elsewhere' };
    }
    return ofUser(user);
  };
}

const ofUser = (user: User | undefined): FoundAccount =>
  user?.active === true ? { kind: 'found', user } : { kind: 'not-linked' };

type Creating = {
  readonly party: RelyingParty;
  readonly person: Person;
  readonly context: RequestContext;
  readonly key: string;
};

/** Without a password: the relying party's sign-in is the only way to it. */
async function create(
  { transact, users, ids, clock }: Dependencies,
  { party, person, context, key }: Creating,
): Promise<FoundAccount> {
  const now = clock();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where user ids are born
  const id = ids() as UserId;
  const { userName: login = key } = person;
  const link = { relyingPartyId: party.id, subject: person.subject, userId: id, linkedAt: now };
  const created = await transact('fact', async (tx) => {
    const inserted = await tx.users.insert({
      id,
      login,
      displayName: person.displayName ?? login,
      email: undefined,
      state: 'enabled',
      role: 'user',
      active: true,
      registration: { kind: 'password', openUntil: undefined },
      passwordHash: undefined,
      loginKeys: [key],
      createdAt: now,
    });
    if (!inserted) return false;
    await tx.links.link(link);
    await tx.audit.append(
      [
        {
          event: 'relying_party.linked',
          outcome: 'success',
          reason: 'account_created',
          target: { type: 'relying_party', id: party.id },
          ...auditOf(context, id),
        },
      ],
      now,
    );
    return true;
  });
  // Somebody with this name came into being meanwhile: the rules for that are for the next time.
  return created ? ofUser(await users.find(id)) : { kind: 'not-linked' };
}
