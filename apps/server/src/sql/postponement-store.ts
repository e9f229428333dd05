import type { UserId } from '#domain/ids.ts';
import type { PostponementStore } from '#sign-in/ports.ts';
import type { Sql } from './connection.ts';
import { fromTime, toTime } from './convert.ts';
import { statement } from './statement.ts';

const LIST = statement((db, given: { user_id: UserId }) =>
  db.selectFrom('postponement').selectAll().where('user_id', '=', given.user_id),
);

type Adding = { user_id: UserId; about: string; until: number; most: number; now: number };

const ADD = statement((db, given: Adding) =>
  db
    .insertInto('postponement')
    .values({ user_id: given.user_id, about: given.about, times: 1, until: given.until })
    .onConflict((taken) =>
      taken
        .columns(['user_id', 'about'])
        .doUpdateSet((eb) => ({
          times: eb('postponement.times', '+', eb.lit(1)),
          until: eb.ref('excluded.until'),
        }))
        .where('postponement.until', '<=', given.now)
        .where('postponement.times', '<', given.most),
    ),
);

/** More often nobody puts anything off. */
const NO_LIMIT = 1_000_000;

export const makePostponementStore = (sql: Sql): PostponementStore => ({
  listOf: async (userId) =>
    (await sql.all(LIST, { user_id: userId })).map(({ about, times, until }) => ({
      about,
      times,
      until: fromTime(until),
    })),
  add: async ({ userId, about, until, most = NO_LIMIT, now }) =>
    most > 0 &&
    (await sql.count(ADD, {
      user_id: userId,
      about,
      until: toTime(until),
      most,
      now: toTime(now),
    })) === 1,
});
