import type { UserId } from '#domain/ids.ts';
import type { KnownBrowserStore } from '#sessions/ports.ts';
import type { Sql } from './connection.ts';
import { fromTime, toTime } from './convert.ts';
import { statement } from './statement.ts';

/** Seen today is precise enough to forget by, and spares most sign-ins a write. */
export const SEEN_PRECISION_MS = 24 * 60 * 60_000;

type Browser = { token_hash: string; user_id: UserId };
type Seen = Browser & { now: number; vouches_from: number; yesterday: number };

const REMEMBER = statement((db, given: Seen) =>
  db
    .insertInto('known_browser')
    .values({
      token_hash: given.token_hash,
      user_id: given.user_id,
      seen_at: given.now,
      vouches_from: given.vouches_from,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['token_hash', 'user_id'])
        .doUpdateSet({ seen_at: given.now })
        .where('known_browser.seen_at', '<', given.yesterday),
    ),
);

const FIND = statement((db, given: Browser) =>
  db
    .selectFrom('known_browser')
    .select('vouches_from')
    .where('token_hash', '=', given.token_hash)
    .where('user_id', '=', given.user_id),
);

export function makeKnownBrowserStore(sql: Sql): KnownBrowserStore {
  const find = (tokenHash: string, userId: UserId) =>
    sql.first(FIND, { token_hash: tokenHash, user_id: userId });
  return {
    remember: async (tokenHash, userId, { now, vouchesFrom }) => {
      const seen = toTime(now);
      const browser = { token_hash: tokenHash, user_id: userId };
      const times = { now: seen, yesterday: seen - SEEN_PRECISION_MS };
      sql.tell(REMEMBER, { ...browser, ...times, vouches_from: toTime(vouchesFrom) });
    },
    vouchesFrom: async (tokenHash, userId) => {
      const row = await find(tokenHash, userId);
      return row && fromTime(row.vouches_from);
    },
    isKnown: async (tokenHash, userId) => (await find(tokenHash, userId)) !== undefined,
  };
}
