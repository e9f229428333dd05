import type { RelyingPartyId, UserId } from '#domain/ids.ts';
import type { LinkStore, RelyingParty, RelyingPartyStore } from '#relying-parties/ports.ts';
import type { Sql } from './connection.ts';
import { fromFlag, fromNullableTime, fromTime, toFlag, toNullableTime, toTime } from './convert.ts';
import type { RelyingPartyTable } from './schema-relying-parties.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('relying_party', 'ignore');

const FIND = statement((db, given: { id: RelyingPartyId }) =>
  db.selectFrom('relying_party').selectAll().where('id', '=', given.id),
);

const FIND_BY_NAME = statement((db, given: { name: string }) =>
  db.selectFrom('relying_party').selectAll().where('name', '=', given.name),
);

const LIST_BY_CLIENT_ID = statement((db, given: { client_id: string }) =>
  db.selectFrom('relying_party').selectAll().where('client_id', '=', given.client_id),
);

const LIST = statement((db) => db.selectFrom('relying_party').selectAll().orderBy('name'));

const DISABLE = statement((db, given: { id: RelyingPartyId; now: number }) =>
  db
    .updateTable('relying_party')
    .set({ disabled_at: given.now })
    .where('id', '=', given.id)
    .where('disabled_at', 'is', null),
);

const ENABLE = statement((db, given: { id: RelyingPartyId }) =>
  db
    .updateTable('relying_party')
    .set({ disabled_at: null })
    .where('id', '=', given.id)
    .where('disabled_at', 'is not', null),
);

const REMOVE = statement((db, given: { id: RelyingPartyId }) =>
  db.deleteFrom('relying_party').where('id', '=', given.id),
);

export const makeRelyingPartyStore = (sql: Sql): RelyingPartyStore => ({
  insert: async (party) => (await sql.count(INSERT, [toRow(party)])) === 1,
  find: async (id) => toParty(await sql.first(FIND, { id })),
  findByName: async (name) => toParty(await sql.first(FIND_BY_NAME, { name })),
  listByClientId: async (clientId) =>
    (await sql.all(LIST_BY_CLIENT_ID, { client_id: clientId })).map(fromRow),
  list: async () => (await sql.all(LIST, {})).map(fromRow),
  disable: async (id, now) => (await sql.count(DISABLE, { id, now: toTime(now) })) === 1,
  enable: async (id) => (await sql.count(ENABLE, { id })) === 1,
  remove: async (id) => (await sql.count(REMOVE, { id })) === 1,
});

const INSERT_LINK = insertStatement('relying_party_link', 'ignore');

const FIND_LINK = statement((db, given: { relying_party_id: RelyingPartyId; subject: string }) =>
  db
    .selectFrom('relying_party_link')
    .select('user_id')
    .where('relying_party_id', '=', given.relying_party_id)
    .where('subject', '=', given.subject),
);

const SUBJECT_OF = statement((db, given: { relying_party_id: RelyingPartyId; user_id: UserId }) =>
  db
    .selectFrom('relying_party_link')
    .select('subject')
    .where('relying_party_id', '=', given.relying_party_id)
    .where('user_id', '=', given.user_id),
);

const UNLINK = statement((db, given: { relying_party_id: RelyingPartyId; user_id: UserId }) =>
  db
    .deleteFrom('relying_party_link')
    .where('relying_party_id', '=', given.relying_party_id)
    .where('user_id', '=', given.user_id),
);

export const makeLinkStore = (sql: Sql): LinkStore => ({
  find: async (party, subject) =>
    (await sql.first(FIND_LINK, { relying_party_id: party, subject }))?.user_id,
  subjectOf: async (party, userId) =>
    (await sql.first(SUBJECT_OF, { relying_party_id: party, user_id: userId }))?.subject,
  link: async ({ relyingPartyId, subject, userId, linkedAt }) => {
    const row = {
      relying_party_id: relyingPartyId,
      subject,
      user_id: userId,
      linked_at: toTime(linkedAt),
    };
    return (await sql.count(INSERT_LINK, [row])) === 1;
  },
  unlink: async (party, userId) =>
    (await sql.count(UNLINK, { relying_party_id: party, user_id: userId })) > 0,
});

const toRow = (party: RelyingParty): RelyingPartyTable => ({
  id: party.id,
  name: party.name,
  tenant_id: party.tenantId,
  client_id: party.clientId,
  cloud: party.cloud,
  metadata_url: party.metadataUrl,
  link: party.link,
  creates_accounts: toFlag(party.createsAccounts),
  registers_inline: toFlag(party.registersInline),
  hint_max_age_ms: party.hintMaxAgeMs,
  created_at: toTime(party.createdAt),
  disabled_at: toNullableTime(party.disabledAt),
});

const toParty = (row: RelyingPartyTable | undefined): RelyingParty | undefined =>
  row === undefined ? undefined : fromRow(row);

const fromRow = (row: RelyingPartyTable): RelyingParty => ({
  id: row.id,
  name: row.name,
  tenantId: row.tenant_id,
  clientId: row.client_id,
  cloud: row.cloud,
  metadataUrl: row.metadata_url,
  link: row.link,
  createsAccounts: fromFlag(row.creates_accounts),
  registersInline: fromFlag(row.registers_inline),
  hintMaxAgeMs: row.hint_max_age_ms,
  createdAt: fromTime(row.created_at),
  disabledAt: fromNullableTime(row.disabled_at),
});
