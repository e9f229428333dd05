import type { UserId } from '#domain/ids.ts';
import type { KnownNetworkStore } from '#sessions/ports.ts';
import type { Sql } from './connection.ts';
import { fromTime, toTime } from './convert.ts';
import { SEEN_PRECISION_MS } from './known-browser-store.ts';
import { literal, statement } from './statement.ts';

type Network = { network_hash: string; user_id: UserId };
type Seen = Network & { now: number; vouches_from: number; yesterday: number };

const REMEMBER = statement((db, given: Seen) =>
  db
    .insertInto('known_network')
    .values({
      network_hash: given.network_hash,
      user_id: given.user_id,
      seen_at: given.now,
      vouches_from: given.vouches_from,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'network_hash'])
        .doUpdateSet({ seen_at: given.now })
        .where('known_network.seen_at', '<', given.yesterday),
    ),
);

const FIND = statement((db, given: Network) =>
  db
    .selectFrom('known_network')
    .select('vouches_from')
    .where('user_id', '=', given.user_id)
    .where('network_hash', '=', given.network_hash),
);

const ANY = statement((db, given: { user_id: UserId }) =>
  db
    .selectFrom('known_network')
    .select('seen_at')
    .where('user_id', '=', given.user_id)
    .limit(literal(1)),
);

export const makeKnownNetworkStore = (sql: Sql): KnownNetworkStore => ({
  remember: async (networkHash, userId, { now, vouchesFrom }) => {
    const seen = toTime(now);
    const network = { network_hash: networkHash, user_id: userId };
    const times = { now: seen, yesterday: seen - SEEN_PRECISION_MS };
    sql.tell(REMEMBER, { ...network, ...times, vouches_from: toTime(vouchesFrom) });
  },
  vouchesFrom: async (networkHash, userId) => {
    const row = await sql.first(FIND, { network_hash: networkHash, user_id: userId });
    return row && fromTime(row.vouches_from);
  },
  hasAny: async (userId) => (await sql.first(ANY, { user_id: userId })) !== undefined,
});
