import type { UserId } from '#domain/ids.ts';
import type { KnownBrowserStore } from '#sessions/ports.ts';
import type { Sql } from './connection.ts';
import { toTime } from './convert.ts';
import { statement } from './statement.ts';

/** Seen today is precise enough to forget by, and spares most sign-ins a write. */
const PRECISION_MS = 24 * 60 * 60_000;

type Browser = { token_hash: string; user_id: UserId };

const REMEMBER = statement((db, given: Browser & { now: number; yesterday: number }) =>
  db
    .insertInto('known_browser')
    .values({ token_hash: given.token_hash, user_id: given.user_id, seen_at: given.now })
    .onConflict((conflict) =>
      conflict
        .columns(['token_hash', 'user_id'])
        .doUpdateSet({ seen_at: given.now })
        .where('known_browser.seen_at', '<', given.yesterday),
    ),
);

const IS_KNOWN = statement((db, given: Browser) =>
  db
    .selectFrom('known_browser')
    .select('seen_at')
    .where('token_hash', '=', given.token_hash)
    .where('user_id', '=', given.user_id),
);

export const makeKnownBrowserStore = (sql: Sql): KnownBrowserStore => ({
  remember: async (tokenHash, userId, now) => {
    const seen = toTime(now);
    const browser = { token_hash: tokenHash, user_id: userId };
    sql.tell(REMEMBER, { ...browser, now: seen, yesterday: seen - PRECISION_MS });
  },
  isKnown: async (tokenHash, userId) =>
    (await sql.first(IS_KNOWN, { token_hash: tokenHash, user_id: userId })) !== undefined,
});
