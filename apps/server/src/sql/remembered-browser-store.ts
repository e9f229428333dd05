import type { RememberedBrowserId, UserId } from '#domain/ids.ts';
import type { RememberedBrowser } from '#domain/remembered-browser.ts';
import type { NewRememberedBrowser, RememberedBrowserStore } from '#sessions/ports.ts';
import type { Sql } from './connection.ts';
import { fromTime, toTime } from './convert.ts';
import { holdAccount } from './hold-account.ts';
import type { RememberedBrowserTable } from './schema.ts';
import { insertStatement, literal, statement } from './statement.ts';

const INSERT = insertStatement('remembered_browser');

const FIND_BY_TOKEN_HASH = statement((db, given: { token_hash: string }) =>
  db.selectFrom('remembered_browser').selectAll().where('token_hash', '=', given.token_hash),
);

const LIST = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('remembered_browser')
    .selectAll()
    .where('user_id', '=', given.user_id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc'),
);

const USE = statement((db, given: { id: RememberedBrowserId; now: number }) =>
  db
    .updateTable('remembered_browser')
    .set({ last_used_at: given.now })
    .where('id', '=', given.id)
    .where('expires_at', '>', given.now)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('user_account')
          .select('user_account.id')
          .whereRef('user_account.id', '=', 'remembered_browser.user_id')
          .where('role', '=', literal('user'))
          .where('must_change_password', '=', 0),
      ),
    ),
);

const REMOVE = statement((db, given: { id: RememberedBrowserId; user_id: UserId }) =>
  db
    .deleteFrom('remembered_browser')
    .where('id', '=', given.id)
    .where('user_id', '=', given.user_id),
);

const REMOVE_TOKEN = statement((db, given: { token_hash: string; user_id: UserId }) =>
  db
    .deleteFrom('remembered_browser')
    .where('token_hash', '=', given.token_hash)
    .where('user_id', '=', given.user_id),
);

const REMOVE_ALL = statement((db, given: { user_id: UserId }) =>
  db.deleteFrom('remembered_browser').where('user_id', '=', given.user_id),
);

/** For whatever ends what a person is signed in to; how many. */
export const forgetAllOf = (sql: Sql, userId: UserId): Promise<number> =>
  sql.count(REMOVE_ALL, { user_id: userId });

export const makeRememberedBrowserStore = (sql: Sql): RememberedBrowserStore => ({
  insert: async (browser, { keep, replaces }) => {
    const { userId } = browser;
    await holdAccount(sql, userId);
    if (replaces !== undefined) {
      await sql.count(REMOVE_TOKEN, { token_hash: replaces, user_id: userId });
    }
    const oldest = (await sql.all(LIST, { user_id: userId })).slice(keep - 1);
    for (const { id } of oldest) sql.tell(REMOVE, { id, user_id: userId });
    sql.tell(INSERT, [toRow(browser)]);
    return oldest.length;
  },
  findByTokenHash: async (tokenHash) => {
    const row = await sql.first(FIND_BY_TOKEN_HASH, { token_hash: tokenHash });
    return row === undefined ? undefined : fromRow(row);
  },
  list: async (userId) => (await sql.all(LIST, { user_id: userId })).map(fromRow),
  use: async (id, now) => (await sql.count(USE, { id, now: toTime(now) })) === 1,
  remove: async (id, userId) => (await sql.count(REMOVE, { id, user_id: userId })) === 1,
  removeAllOf: (userId) => forgetAllOf(sql, userId),
});

const toRow = (browser: NewRememberedBrowser): RememberedBrowserTable => ({
  id: browser.id,
  user_id: browser.userId,
  token_hash: browser.tokenHash,
  created_at: toTime(browser.createdAt),
  expires_at: toTime(browser.expiresAt),
  last_used_at: toTime(browser.lastUsedAt),
  address: browser.address,
  user_agent: browser.userAgent,
});

const fromRow = (row: RememberedBrowserTable): RememberedBrowser => ({
  id: row.id,
  userId: row.user_id,
  createdAt: fromTime(row.created_at),
  expiresAt: fromTime(row.expires_at),
  lastUsedAt: fromTime(row.last_used_at),
  address: row.address,
  userAgent: row.user_agent,
});
