import { sql as raw } from 'kysely';
import type { SealedBox } from '#crypto/sealed-box.ts';
import { fold } from '#domain/fold.ts';
import type { AuthenticatorId, HardwareTokenId, UserId } from '#domain/ids.ts';
import type { HardwareToken, HardwareTokenStore, NewHardwareToken } from '#security-info/ports.ts';
import type { Sql } from './connection.ts';
import { fromNullable, fromTime, toNullable, toTime } from './convert.ts';
import type { HardwareTokenTable } from './schema-people.ts';
import { type Builder, insertStatement, statement } from './statement.ts';

type Row = Omit<HardwareTokenTable, 'secret' | 'serial_key'> & {
  authenticator_id: AuthenticatorId | null;
};

const INSERT = insertStatement('hardware_token', 'ignore');

/** Activated is what has an authenticator: nothing else could say otherwise. */
const select = (db: Builder) =>
  db
    .selectFrom('hardware_token')
    .select(['id', 'serial', 'manufacturer', 'model', 'period_seconds', 'user_id', 'imported_at'])
    .select((eb) =>
      eb
        .selectFrom('authenticator')
        .select('authenticator.id')
        .whereRef('authenticator.credential_id', '=', 'hardware_token.id')
        .as('authenticator_id'),
    );

const FIND = statement((db, given: { id: HardwareTokenId }) =>
  select(db).where('hardware_token.id', '=', given.id),
);

const BY_SERIAL = statement((db, given: { serial_key: string }) =>
  select(db).where('serial_key', '=', given.serial_key),
);

const OF_USER = statement((db, given: { user_id: UserId; limit: number }) =>
  select(db)
    .where('hardware_token.user_id', '=', given.user_id)
    .orderBy('serial_key')
    .limit(given.limit),
);

const LIST = statement((db, given: { after: string; from: string; end: string; limit: number }) =>
  select(db)
    .where('serial_key', '>', given.after)
    .where('serial_key', '>=', given.from)
    .where('serial_key', '<', given.end)
    .orderBy('serial_key')
    .limit(given.limit),
);

const SECRET = statement((db, given: { id: HardwareTokenId }) =>
  db.selectFrom('hardware_token').select('secret').where('id', '=', given.id),
);

const isIdle = raw<boolean>`not exists (
  select 1 from authenticator where authenticator.credential_id = hardware_token.id)`;

const ASSIGN = statement((db, given: { id: HardwareTokenId; user_id: UserId | null }) =>
  db
    .updateTable('hardware_token')
    .set({ user_id: given.user_id })
    .where('id', '=', given.id)
    .where(isIdle),
);

const REMOVE = statement((db, given: { id: HardwareTokenId }) =>
  db.deleteFrom('hardware_token').where('id', '=', given.id).where(isIdle),
);

export const makeHardwareTokenStore = (sql: Sql, box: SealedBox): HardwareTokenStore => ({
  insert: async (token) => (await sql.count(INSERT, [toRow(box, token)])) === 1,
  find: async (id) => one(await sql.first(FIND, { id })),
  findBySerial: async (serial_key) => one(await sql.first(BY_SERIAL, { serial_key })),
  secretOf: async (id) => {
    const row = await sql.first(SECRET, { id });
    return row === undefined ? undefined : box.open(row.secret, placeOf(id));
  },
  assign: async (id, userId) =>
    (await sql.count(ASSIGN, { id, user_id: toNullable(userId) })) === 1,
  remove: async (id) => (await sql.count(REMOVE, { id })) === 1,
  listOf: async (userId, limit) =>
    (await sql.all(OF_USER, { user_id: userId, limit })).map(fromRow),
  list: async ({ prefix, after = '', limit }) =>
    (await sql.all(LIST, { after, from: prefix, end: `${prefix}\u{10ffff}`, limit })).map(fromRow),
});

const placeOf = (id: HardwareTokenId) =>
  ({ table: 'hardware_token', column: 'secret', row: id }) as const;

const toRow = (box: SealedBox, token: NewHardwareToken): HardwareTokenTable => ({
  id: token.id,
  serial: token.serial,
  serial_key: fold(token.serial),
  manufacturer: token.manufacturer,
  model: token.model,
  period_seconds: token.periodSeconds,
  secret: box.seal(token.secret, placeOf(token.id)),
  user_id: toNullable(token.userId),
  imported_at: toTime(token.importedAt),
});

const one = (row: Row | undefined): HardwareToken | undefined => row && fromRow(row);

const fromRow = (row: Row): HardwareToken => ({
  id: row.id,
  serial: row.serial,
  manufacturer: row.manufacturer,
  model: row.model,
  periodSeconds: row.period_seconds,
  userId: fromNullable(row.user_id),
  authenticatorId: fromNullable(row.authenticator_id),
  importedAt: fromTime(row.imported_at),
});
