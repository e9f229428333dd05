import type { SealedBox } from '#crypto/sealed-box.ts';
import type { BindingId, UserId } from '#domain/ids.ts';
import type { Binding, BindingStore, NewBinding } from '#security-info/ports.ts';
import type { Sql } from './connection.ts';
import { fromFlag, fromNullable, fromTime, toFlag, toNullable, toTime } from './convert.ts';
import type { BindingTable } from './schema.ts';
import { insertStatement, statement } from './statement.ts';
import { takeTurns } from './take-turns.ts';

const INSERT = insertStatement('binding');

const FIND = statement((db, given: { id: BindingId }) =>
  db.selectFrom('binding').selectAll().where('id', '=', given.id),
);

/** A phone's slot is part of what it replaces, and which token it is; an app has none. */
const CANCEL_SAME = statement(
  (db, given: Pick<BindingTable, 'user_id' | 'kind'> & { slot: string; token: string }) =>
    db
      .updateTable('binding')
      .set({ state: 'cancelled', secret: null })
      .where('user_id', '=', given.user_id)
      .where('kind', '=', given.kind)
      .where((eb) => eb(eb.fn.coalesce('slot', eb.val('')), '=', given.slot))
      .where((eb) =>
        eb.or([eb('kind', '<>', 'hardware-token'), eb('credential_id', '=', given.token)]),
      )
      .where('state', '=', 'pending'),
);

const CANCEL_ALL = statement((db, given: { user_id: UserId }) =>
  db
    .updateTable('binding')
    .set({ state: 'cancelled', secret: null })
    .where('user_id', '=', given.user_id)
    .where('state', '=', 'pending'),
);

const CONFIRM = statement((db, given: { id: BindingId; now: number }) =>
  db
    .updateTable('binding')
    .set({ state: 'confirmed' })
    .where('id', '=', given.id)
    .where('state', '=', 'pending')
    .where('expires_at', '>', given.now),
);

const CANCEL = statement((db, given: { id: BindingId; now: number }) =>
  db
    .updateTable('binding')
    .set({ state: 'cancelled', secret: null })
    .where('id', '=', given.id)
    .where('state', '=', 'pending')
    .where('expires_at', '>', given.now),
);

export function makeBindingStore(sql: Sql, box: SealedBox): BindingStore {
  return {
    insert: async (binding) => {
      const { userId: user_id, kind, slot = '', credentialId: token = '' } = binding;
      takeTurns(sql, user_id);
      sql.tell(CANCEL_SAME, { user_id, kind, slot, token });
      sql.tell(INSERT, [toRow(box, binding)]);
    },
    find: async (id) => {
      const row = await sql.first(FIND, { id });
      return row === undefined ? undefined : toBinding(row);
    },
    secretOf: async (id) => {
      const secret = (await sql.first(FIND, { id }))?.secret ?? undefined;
      return secret === undefined ? undefined : box.open(secret, placeOfBinding(id));
    },
    advance: async (id, to, now) => {
      const advance = to === 'confirmed' ? CONFIRM : CANCEL;
      return (await sql.count(advance, { id, now: toTime(now) })) === 1;
    },
    cancelAllOf: async (userId) => sql.tell(CANCEL_ALL, { user_id: userId }),
  };
}

export const placeOfBinding = (id: BindingId) =>
  ({ table: 'binding', column: 'secret', row: id }) as const;

const toRow = (box: SealedBox, binding: NewBinding): BindingTable => ({
  id: binding.id,
  user_id: binding.userId,
  started_by: binding.startedBy,
  kind: binding.kind,
  slot: toNullable(binding.slot),
  name: toNullable(binding.name),
  last_two_digits: toNullable(binding.lastTwoDigits),
  has_extension: toFlag(binding.hasExtension),
  state: 'pending',
  secret:
    binding.secret === undefined ? null : box.seal(binding.secret, placeOfBinding(binding.id)),
  number_hash: toNullable(binding.numberHash),
  last_counter: 0,
  created_at: toTime(binding.createdAt),
  expires_at: toTime(binding.expiresAt),
  credential_id: toNullable(binding.credentialId),
  aaguid: null,
  backed_up: null,
  replaces: toNullable(binding.replaces),
});

const toBinding = (row: BindingTable): Binding => ({
  id: row.id,
  userId: row.user_id,
  startedBy: row.started_by,
  kind: row.kind,
  slot: fromNullable(row.slot),
  name: fromNullable(row.name),
  lastTwoDigits: fromNullable(row.last_two_digits),
  hasExtension: fromFlag(row.has_extension),
  numberHash: fromNullable(row.number_hash),
  replaces: fromNullable(row.replaces),
  state: row.state,
  expiresAt: fromTime(row.expires_at),
});
