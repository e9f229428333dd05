import type { SealedBox } from '#crypto/sealed-box.ts';
import type { Device, DeviceStore } from '#devices/ports.ts';
import type { AuthenticatorId } from '#domain/ids.ts';
import { placeOfAuthenticator } from './authenticator-reader.ts';
import type { Sql } from './connection.ts';
import { fromBytes, fromNullable, toTime } from './convert.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('device_move');

const DROP = statement((db, given: { id: AuthenticatorId }) =>
  db.deleteFrom('device_move').where('id', '=', given.id),
);

type Registration = {
  code_hash: string;
  key_id: string;
  name: string;
  now: number;
};

/** The row that a code opens; its secret is sealed for that row, so the row is found first. */
const OPEN = statement((db, given: { code_hash: string; now: number }) =>
  db
    .selectFrom('device_move')
    .innerJoin('authenticator', 'authenticator.id', 'device_move.id')
    .select(['device_move.id', 'authenticator.user_id'])
    .where('device_move.code_hash', '=', given.code_hash)
    .where('device_move.key_id', 'is', null)
    .where('device_move.expires_at', '>', given.now),
);

const REGISTER = statement((db, given: Registration & { secret: Uint8Array }) =>
  db
    .updateTable('device_move')
    .set({ key_id: given.key_id, name: given.name, secret: given.secret })
    .where('code_hash', '=', given.code_hash)
    .where('key_id', 'is', null)
    .where('expires_at', '>', given.now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('authenticator')
            .select('authenticator.id')
            .where('authenticator.credential_id', '=', given.key_id),
        ),
      ),
    ),
);

const ANSWERED = statement((db, given: { id: AuthenticatorId; now: number }) =>
  db
    .selectFrom('device_move')
    .select(['key_id', 'name', 'secret'])
    .where('id', '=', given.id)
    .where('key_id', 'is not', null)
    .where('expires_at', '>', given.now),
);

const WAITING = statement((db, given: { key_id: string; now: number }) =>
  db
    .selectFrom('device_move')
    .innerJoin('authenticator', 'authenticator.id', 'device_move.id')
    .select(['device_move.id', 'device_move.name', 'device_move.secret', 'authenticator.user_id'])
    .where('device_move.key_id', '=', given.key_id)
    .where('device_move.expires_at', '>', given.now),
);

type Taking = {
  id: AuthenticatorId;
  old_key: string;
  key_id: string;
  name: string | null;
  secret: Uint8Array;
  now: number;
};

const TAKE_PLACE = statement((db, given: Taking) =>
  db
    .updateTable('authenticator')
    .set({
      credential_id: given.key_id,
      name: given.name,
      secret: given.secret,
      bound_at: given.now,
      last_used_at: null,
    })
    .where('id', '=', given.id)
    .where('credential_id', '=', given.old_key)
    .where('state', '=', 'active')
    .where('frozen_at', 'is', null),
);

const UNSUBSCRIBE = statement((db, given: { id: AuthenticatorId }) =>
  db.deleteFrom('push_subscription').where('id', '=', given.id),
);

const placeOfMove = (id: AuthenticatorId) =>
  ({ table: 'device_move', column: 'secret', row: id }) as const;

type Moves = Pick<
  DeviceStore,
  'openMove' | 'registerMove' | 'moveOf' | 'completeMove' | 'dropMove'
>;

export function makeDeviceMoves(sql: Sql, box: SealedBox): Moves {
  return {
    openMove: async (id, { codeHash, expiresAt }) => {
      sql.tell(DROP, { id });
      const nothing = { key_id: null, name: null, secret: null };
      const expires_at = toTime(expiresAt);
      sql.tell(INSERT, [{ id, code_hash: codeHash, ...nothing, expires_at }]);
    },
    registerMove: async (codeHash, { keyId, secret, name }, at) => {
      const now = toTime(at);
      const found = await sql.first(OPEN, { code_hash: codeHash, now });
      if (found === undefined) return undefined;
      const { id, user_id: userId } = found;
      const sealed = box.seal(secret, placeOfMove(id));
      const given = { code_hash: codeHash, key_id: keyId, name, secret: sealed, now };
      return (await sql.count(REGISTER, given)) === 1 ? { id, userId } : undefined;
    },
    moveOf: async (id, now) => {
      const row = await sql.first(ANSWERED, { id, now: toTime(now) });
      if (row === undefined || row.secret === null) return undefined;
      return { name: row.name ?? '', secret: box.open(row.secret, placeOfMove(id)) };
    },
    completeMove: async (id, oldKeyId, at) => {
      const now = toTime(at);
      const row = await sql.first(ANSWERED, { id, now });
      if (row === undefined || row.key_id === null || row.secret === null) return false;
      const opened = box.open(row.secret, placeOfMove(id));
      const secret = box.seal(opened, placeOfAuthenticator(id));
      const { key_id, name } = row;
      const given = { id, old_key: oldKeyId, key_id, name, secret, now };
      if ((await sql.count(TAKE_PLACE, given)) !== 1) return false;
      sql.tell(DROP, { id });
      sql.tell(UNSUBSCRIBE, { id });
      return true;
    },
    dropMove: async (id) => sql.tell(DROP, { id }),
  };
}

/** A new phone that has answered and waits for the old one. */
export async function findMoving(
  { sql, box }: { readonly sql: Sql; readonly box: SealedBox },
  keyId: string,
  now: Date,
): Promise<Device | undefined> {
  const row = await sql.first(WAITING, { key_id: keyId, now: toTime(now) });
  if (row === undefined || row.secret === null) return undefined;
  return {
    keyId,
    key: JSON.parse(fromBytes(box.open(row.secret, placeOfMove(row.id)))).key,
    subject: { kind: 'move', id: row.id },
    userId: row.user_id,
    name: fromNullable(row.name),
    state: 'waiting',
    lastUsedAt: undefined,
  };
}
