import type { ExpressionBuilder } from 'kysely';
import type { SealedBox } from '#crypto/sealed-box.ts';
import type { BoundAs } from '#domain/authenticator.ts';
import { LASTING } from '#domain/bound-authenticator.ts';
import type { AuthenticatorId, BindingId, UserId } from '#domain/ids.ts';
import { REUSABLE } from '#domain/reusable-code.ts';
import type { AuthenticatorStore, BindOutcome, NewAuthenticator } from '#security-info/ports.ts';
import type { AuthenticatorReader } from '#sign-in/ports.ts';
import { makeAuthenticatorReader, placeOfAuthenticator } from './authenticator-reader.ts';
import { FIND, IN_SLOT, toAuthenticator } from './authenticator-rows.ts';
import { placeOfBinding } from './binding-store.ts';
import type { Sql } from './connection.ts';
import { toNullable, toNullableTime, toTime } from './convert.ts';
import type { AuthenticatorTable, BindingTable, Schema } from './schema.ts';
import { insertStatement, listStatement, locking, statement } from './statement.ts';
import { takeTurns } from './take-turns.ts';

export type AuthenticatorStores = AuthenticatorReader & AuthenticatorStore;

const INSERT = insertStatement('authenticator');
const INSERT_IF_FREE = insertStatement('authenticator', 'ignore');
const INSERT_CODES = insertStatement('code');

const CONFIRMED_BINDING = statement((db, given: { id: BindingId }, engine) =>
  db
    .selectFrom('binding')
    .select(['kind', 'slot', 'last_two_digits', 'has_extension', 'secret'])
    .select(['number_hash', 'last_counter', 'credential_id', 'aaguid', 'backed_up', 'replaces'])
    .where('id', '=', given.id)
    .where('state', '=', 'confirmed')
    .$call(locking(engine)),
);

/** The secret has moved on, and a binding is bound once. */
const EMPTY_BINDING = statement((db, given: { id: BindingId }) =>
  db.updateTable('binding').set({ secret: null }).where('id', '=', given.id),
);

const DELETE = statement((db, given: { id: AuthenticatorId }) =>
  db.deleteFrom('authenticator').where('id', '=', given.id),
);

type OfUser = { user_id: UserId; kind: BoundAs };

const DELETE_KINDS = listStatement((db, given: readonly OfUser[]) =>
  db
    .deleteFrom('authenticator')
    .where(
      'user_id',
      'in',
      given.slice(0, 1).map(({ user_id }) => user_id),
    )
    .where(
      'kind',
      'in',
      given.map(({ kind }) => kind),
    ),
);

type Owned = { id: AuthenticatorId; user_id: UserId };

const REMOVE = statement((db, given: Owned) =>
  db.deleteFrom('authenticator').where('id', '=', given.id).where('user_id', '=', given.user_id),
);

/** Something that works is left to live on without this one. */
const isSpare = (given: Owned) => (eb: ExpressionBuilder<Schema, 'authenticator'>) =>
  eb.or([
    eb('kind', 'not in', LASTING),
    eb.exists(
      eb
        .selectFrom('authenticator as other')
        .select('other.id')
        .where('other.user_id', '=', given.user_id)
        .where('other.id', '<>', given.id)
        .where('other.kind', 'in', LASTING)
        .where('other.state', '=', 'active')
        .where('other.frozen_at', 'is', null),
    ),
  ]);

const REMOVE_SPARE = statement((db, given: Owned) =>
  db
    .deleteFrom('authenticator')
    .where('id', '=', given.id)
    .where('user_id', '=', given.user_id)
    .where(isSpare(given)),
);

const FREEZE_SPARE = statement((db, given: Owned & { now: number }) =>
  db
    .updateTable('authenticator')
    .set({ frozen_at: given.now })
    .where('id', '=', given.id)
    .where('user_id', '=', given.user_id)
    .where('frozen_at', 'is', null)
    .where(isSpare(given)),
);

const IS_BOUND = statement((db, given: Owned) =>
  db
    .selectFrom('authenticator')
    .select('frozen_at')
    .where('id', '=', given.id)
    .where('user_id', '=', given.user_id),
);

const RENAME = statement((db, given: Owned & { name: string }) =>
  db
    .updateTable('authenticator')
    .set({ name: given.name })
    .where('id', '=', given.id)
    .where('user_id', '=', given.user_id),
);

const RESTORE_ALL = statement((db, given: { user_id: UserId }) =>
  db
    .updateTable('authenticator')
    .set({ state: 'active' })
    .where('user_id', '=', given.user_id)
    .where('state', '=', 'disabled'),
);

const COUNT_ACCOUNTS = statement((db, given: { number_hash: string }) =>
  db
    .selectFrom('authenticator')
    .select((eb) => eb.fn.count<number>('user_id').distinct().as('count'))
    .where('number_hash', '=', given.number_hash),
);

type Dependencies = {
  readonly sql: Sql;
  readonly box: SealedBox;
  readonly newId: () => string;
};

export function makeAuthenticatorStore(dependencies: Dependencies): AuthenticatorStores {
  const { sql, box } = dependencies;
  return {
    ...makeAuthenticatorReader(sql, box),
    bind: (binding, authenticator) => bind(dependencies, binding, authenticator),
    insertCodes: async (authenticator) => insertCodes(dependencies, authenticator),
    rename: async (id, userId, name) =>
      (await sql.count(RENAME, { id, user_id: userId, name })) === 1,
    remove: async (id, userId, keepOne) => {
      takeTurns(sql, userId);
      const removal = keepOne ? REMOVE_SPARE : REMOVE;
      return (await sql.count(removal, { id, user_id: userId })) === 1;
    },
    freeze: async (id, userId, now) => {
      takeTurns(sql, userId);
      const owned = { id, user_id: userId };
      if ((await sql.count(FREEZE_SPARE, { ...owned, now: toTime(now) })) === 1) return 'frozen';
      const bound = await sql.first(IS_BOUND, owned);
      if (bound === undefined) return 'not-bound';
      return bound.frozen_at === null ? 'only-method' : 'frozen';
    },
    removeAllOf: async (userId, kinds) => {
      if (kinds.length === 0) return 0;
      takeTurns(sql, userId);
      return sql.count(
        DELETE_KINDS,
        kinds.map((kind) => ({ user_id: userId, kind })),
      );
    },
    restoreAllOf: (userId) => sql.count(RESTORE_ALL, { user_id: userId }),
    countAccountsWith: async (numberHash) =>
      (await sql.first(COUNT_ACCOUNTS, { number_hash: numberHash }))?.count ?? 0,
  };
}

/** A sealed value opens only where it was sealed for: it moves by being opened and sealed again. */
async function bind(
  { sql, box }: Dependencies,
  binding: BindingId,
  authenticator: NewAuthenticator,
): Promise<BindOutcome> {
  const { id, userId } = authenticator;
  takeTurns(sql, userId);
  const bound = await sql.first(CONFIRMED_BINDING, { id: binding });
  if (bound === undefined || bound.secret === null) {
    throw new Error(`binding ${binding} is not confirmed, or was bound before`);
  }
  const { secret, replaces, ...columns } = bound;
  const replaced = await findReplaced(sql, { userId, replaces, slot: columns.slot });
  if (replaced === undefined && replaces !== null) return { kind: 'replaced-is-gone' };
  sql.tell(EMPTY_BINDING, { id: binding });
  if (replaced !== undefined) sql.tell(DELETE, { id: replaced.id });
  const opened = box.open(secret, placeOfBinding(binding));
  const row = { ...toRow(authenticator), ...columns };
  const sealed = [{ ...row, secret: box.seal(opened, placeOfAuthenticator(id)) }];
  if (columns.credential_id === null) sql.tell(INSERT, sealed);
  // Of two accounts that take the same passkey at once, one gets it.
  else if ((await sql.count(INSERT_IF_FREE, sealed)) === 0) return { kind: 'taken' };
  return { kind: 'bound', replaced: replaced && toAuthenticator(replaced) };
}

type Replacing = Pick<BindingTable, 'replaces' | 'slot'> & { readonly userId: UserId };

async function findReplaced(sql: Sql, { userId, replaces, slot }: Replacing) {
  if (replaces !== null) {
    const found = await sql.first(FIND, { id: replaces });
    return found?.user_id === userId ? found : undefined;
  }
  return slot === null ? undefined : sql.first(IN_SLOT, { user_id: userId, slot });
}

function insertCodes({ sql, newId }: Dependencies, authenticator: NewAuthenticator): void {
  const { id, userId, kind, codeHashes = [], reusable = false } = authenticator;
  takeTurns(sql, userId);
  sql.tell(DELETE_KINDS, [{ user_id: userId, kind }]);
  sql.tell(INSERT, [toRow(authenticator)]);
  if (codeHashes.length === 0) return;
  sql.tell(
    INSERT_CODES,
    codeHashes.map((hash, index) => ({
      id: newId(),
      authenticator_id: id,
      number: reusable ? REUSABLE : index + 1,
      hash,
      used_at: null,
    })),
  );
}

const toRow = (authenticator: NewAuthenticator): AuthenticatorTable => ({
  id: authenticator.id,
  user_id: authenticator.userId,
  kind: authenticator.kind,
  slot: null,
  name: toNullable(authenticator.name),
  state: 'active',
  bound_at: toTime(authenticator.boundAt),
  bound_in: toNullable(authenticator.boundIn),
  last_used_at: null,
  expires_at: toNullableTime(authenticator.expiresAt),
  last_two_digits: null,
  has_extension: 0,
  secret: null,
  number_hash: null,
  last_counter: 0,
  credential_id: null,
  aaguid: null,
  backed_up: null,
  frozen_at: null,
});
