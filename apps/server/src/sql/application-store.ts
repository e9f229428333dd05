import type { ApplicationId, UserId } from '#domain/ids.ts';
import type { Application, ApplicationStore } from '#relying-parties/ports.ts';
import type { Sql } from './connection.ts';
import {
  fromJson,
  fromNullable,
  fromNullableTime,
  fromTime,
  toJson,
  toNullable,
  toNullableTime,
  toTime,
} from './convert.ts';
import type { ApplicationTable } from './schema-relying-parties.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('application', 'ignore');

const FIND_BY_CLIENT_ID = statement((db, given: { client_id: string }) =>
  db.selectFrom('application').selectAll().where('client_id', '=', given.client_id),
);

const FIND_BY_NAME = statement((db, given: { name: string }) =>
  db.selectFrom('application').selectAll().where('name', '=', given.name),
);

const LIST = statement((db) => db.selectFrom('application').selectAll().orderBy('name'));

const REPLACE_SECRET = statement((db, given: { id: ApplicationId; secret_hash: string }) =>
  db
    .updateTable('application')
    .set({ secret_hash: given.secret_hash })
    .where('id', '=', given.id)
    .where('secret_hash', 'is not', null),
);

const DISABLE = statement((db, given: { id: ApplicationId; now: number }) =>
  db
    .updateTable('application')
    .set({ disabled_at: given.now })
    .where('id', '=', given.id)
    .where('disabled_at', 'is', null),
);

const ENABLE = statement((db, given: { id: ApplicationId }) =>
  db
    .updateTable('application')
    .set({ disabled_at: null })
    .where('id', '=', given.id)
    .where('disabled_at', 'is not', null),
);

const REMOVE = statement((db, given: { id: ApplicationId }) =>
  db.deleteFrom('application').where('id', '=', given.id),
);

type Use = { user_id: UserId; application_id: ApplicationId };

const CONSENT = statement((db, given: Use) =>
  db
    .selectFrom('application_use')
    .select('scopes')
    .where('user_id', '=', given.user_id)
    .where('application_id', '=', given.application_id),
);

const AGREE = statement((db, given: Use & { scopes: string }) =>
  db
    .insertInto('application_use')
    .values({ ...slots(given), scopes: given.scopes, used_at: null })
    .onConflict((taken) =>
      taken.columns(['user_id', 'application_id']).doUpdateSet({ scopes: given.scopes }),
    ),
);

const MARK_USED = statement((db, given: Use & { used_at: number }) =>
  db
    .insertInto('application_use')
    .values({ ...slots(given), scopes: null, used_at: given.used_at })
    .onConflict((taken) =>
      taken.columns(['user_id', 'application_id']).doUpdateSet({ used_at: given.used_at }),
    ),
);

/** A slot is asked for by its name. */
const slots = ({ user_id, application_id }: Use): Use => ({ user_id, application_id });

const USES = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('application_use')
    .select(['application_id', 'used_at'])
    .where('user_id', '=', given.user_id)
    .where('used_at', 'is not', null),
);

export const makeApplicationStore = (sql: Sql): ApplicationStore => ({
  insert: async (application) => (await sql.count(INSERT, [toRow(application)])) === 1,
  findByClientId: async (clientId) =>
    toApplication(await sql.first(FIND_BY_CLIENT_ID, { client_id: clientId })),
  findByName: async (name) => toApplication(await sql.first(FIND_BY_NAME, { name })),
  list: async () => (await sql.all(LIST, {})).map(fromRow),
  replaceSecret: async (id, secretHash) =>
    (await sql.count(REPLACE_SECRET, { id, secret_hash: secretHash })) === 1,
  disable: async (id, now) => (await sql.count(DISABLE, { id, now: toTime(now) })) === 1,
  enable: async (id) => (await sql.count(ENABLE, { id })) === 1,
  remove: async (id) => (await sql.count(REMOVE, { id })) === 1,
  consentOf: async (userId, id) => {
    const row = await sql.first(CONSENT, { user_id: userId, application_id: id });
    return row?.scopes == null ? [] : fromJson(row.scopes);
  },
  agree: async (userId, id, scopes) =>
    sql.tell(AGREE, { user_id: userId, application_id: id, scopes: toJson(scopes) }),
  markUsed: async (userId, id, now) =>
    sql.tell(MARK_USED, { user_id: userId, application_id: id, used_at: toTime(now) }),
  usesOf: async (userId) => {
    const rows = await sql.all(USES, { user_id: userId });
    return new Map(rows.map((row) => [row.application_id, fromTime(row.used_at ?? 0)]));
  },
});

const toRow = (application: Application): ApplicationTable => ({
  id: application.id,
  name: application.name,
  client_id: application.clientId,
  secret_hash: toNullable(application.secretHash),
  strength: application.strength,
  consent: application.consent,
  start_url: toNullable(application.startUrl),
  collection: toNullable(application.collection),
  metadata: toJson(application.metadata),
  created_at: toTime(application.createdAt),
  disabled_at: toNullableTime(application.disabledAt),
});

const toApplication = (row: ApplicationTable | undefined): Application | undefined =>
  row === undefined ? undefined : fromRow(row);

/** What is undefined has no place in JSON. */
const metadataOf = (row: ApplicationTable): Application['metadata'] => {
  const metadata = fromJson(row.metadata);
  return { ...metadata, backchannelLogoutUri: metadata.backchannelLogoutUri };
};

const fromRow = (row: ApplicationTable): Application => ({
  id: row.id,
  name: row.name,
  clientId: row.client_id,
  secretHash: fromNullable(row.secret_hash),
  strength: row.strength,
  consent: row.consent,
  startUrl: fromNullable(row.start_url),
  collection: fromNullable(row.collection),
  metadata: metadataOf(row),
  createdAt: fromTime(row.created_at),
  disabledAt: fromNullableTime(row.disabled_at),
});
