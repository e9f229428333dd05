import { sql as raw } from 'kysely';
import type { ApiKeyStore, ListedApiKey, StoredApiKey } from '#api-keys/ports.ts';
import type { Sql } from './connection.ts';
import { fromJson, fromNullable, fromNullableTime, fromTime, toJson, toTime } from './convert.ts';
import { toNullable } from './convert.ts';
import type { ApiCallTable, ApiKeyTable } from './schema-api.ts';
import { insertStatement, statement } from './statement.ts';

const INSERT = insertStatement('api_key', 'ignore');

const FIND_BY_HASH = statement((db, given: { hash: string }) =>
  db.selectFrom('api_key').selectAll().where('hash', '=', given.hash),
);

const LIST = statement((db) =>
  db
    .selectFrom('api_key')
    .leftJoin('api_call', 'api_call.key_name', 'api_key.name')
    .selectAll('api_key')
    .select('api_call.started_at')
    .orderBy('api_key.name'),
);

const REVOKE = statement((db, given: { name: string; now: number }) =>
  db
    .updateTable('api_key')
    .set({ revoked_at: given.now })
    .where('name', '=', given.name)
    .where('revoked_at', 'is', null),
);

type Call = { name: string; now: number; before: number };

/** A window that is over, or that a clock set back has put into the future, begins anew. */
const COUNT_CALL = statement<Call, Pick<ApiCallTable, 'calls' | 'started_at'>>((_, given) => ({
  compile: (builder) =>
    raw<Pick<ApiCallTable, 'calls' | 'started_at'>>`
      insert into api_call (key_name, started_at, calls) values (${given.name}, ${given.now}, 1)
      on conflict (key_name) do update set
        calls = case when api_call.started_at <= ${given.before}
          or api_call.started_at > excluded.started_at then 1 else api_call.calls + 1 end,
        started_at = case when api_call.started_at <= ${given.before}
          or api_call.started_at > excluded.started_at
          then excluded.started_at else api_call.started_at end
      returning calls, started_at`.compile(builder),
}));

export const makeApiKeyStore = (sql: Sql): ApiKeyStore => ({
  insert: async ({ name, hash, scopes, callsPerMinute, madeBy, createdAt, expiresAt, ...more }) => {
    const row: ApiKeyTable = {
      name,
      hash,
      scopes: toJson(scopes),
      calls_per_minute: callsPerMinute,
      made_by: toNullable(madeBy),
      created_at: toTime(createdAt),
      expires_at: toTime(expiresAt),
      revoked_at: null,
      return_urls: toJson(more.returnUrls),
    };
    return (await sql.count(INSERT, [row])) === 1;
  },
  findByHash: async (hash) => {
    const row = await sql.first(FIND_BY_HASH, { hash });
    return row === undefined ? undefined : fromRow(row);
  },
  list: async () =>
    (await sql.all(LIST, {})).map(
      (row): ListedApiKey => ({ ...fromRow(row), lastUsedAt: fromNullableTime(row.started_at) }),
    ),
  revoke: async (name, now) => (await sql.count(REVOKE, { name, now: toTime(now) })) === 1,
  countCall: async (name, { now, perMs }) => {
    const given = { name, now: toTime(now), before: toTime(now) - perMs };
    const row = await sql.first(COUNT_CALL, given);
    if (row === undefined) throw new Error('a call was not counted');
    return { calls: row.calls, since: fromTime(row.started_at) };
  },
});

const fromRow = (row: ApiKeyTable): StoredApiKey => ({
  name: row.name,
  scopes: fromJson(row.scopes),
  callsPerMinute: row.calls_per_minute,
  returnUrls: fromJson(row.return_urls),
  madeBy: fromNullable(row.made_by),
  createdAt: fromTime(row.created_at),
  expiresAt: fromTime(row.expires_at),
  revokedAt: fromNullableTime(row.revoked_at),
});
