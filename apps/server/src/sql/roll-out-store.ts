import { sql as raw } from 'kysely';
import type {
  CountedCoverage,
  DueAsked,
  Reminder,
  RollOutFacts,
  RollOutStore,
} from '#administration/ports.ts';
import type { BoundAs } from '#domain/authenticator.ts';
import { COVERED_BY, NOBODY_COUNTED } from '#domain/coverage.ts';
import type { GroupId, UserId } from '#domain/ids.ts';
import { BEST, isOf } from './best-method.ts';
import type { Sql } from './connection.ts';
import { fromNullableTime, fromTime, toTime } from './convert.ts';
import type { CoverageTable, ReminderTable } from './schema-roll-out.ts';
import { insertStatement, listStatement, statement } from './statement.ts';

type Window = { after: string; limit: number };
type Counted = { best: number; people: number; last: UserId };

const counted = (people: ReturnType<typeof raw>) => raw<Counted>`
  select best, count(*) as people, max(id) as last from (
    select people.id, coalesce(${BEST}, 0) as best
    from (${people}) as people
    left join authenticator
      on authenticator.user_id = people.id and authenticator.frozen_at is null
    group by people.id) as found
  group by best`;

const COUNT_ALL = statement((_, given: Window) => ({
  compile: (builder) =>
    counted(raw`
      select id from user_account where id > ${given.after} and active = 1
      order by id limit ${given.limit}`).compile(builder),
}));

/** A stretch of each group, merged: whoever is in several comes once. */
const COUNT_MEMBERS = listStatement((_, given: readonly (Window & { group_id: GroupId })[]) => ({
  compile: (builder) => {
    const windows = given.map(
      (one, at) => raw`
        select id from (
          select user_id as id from group_member
          where group_id = ${one.group_id} and user_id > ${one.after}
            and exists (select 1 from user_account
              where user_account.id = group_member.user_id and user_account.active = 1)
          order by user_id limit ${one.limit}) as ${raw.ref(`window_${at}`)}`,
    );
    return counted(raw`
      select id from (${raw.join(windows, raw` union `)}) as merged
      order by id limit ${given[0]?.limit ?? 0}`).compile(builder);
  },
}));

const KEEP = statement((db, given: CoverageTable) => {
  const { none, phone, app, passkey, counted_at } = given;
  const { day, group_id } = given;
  return db
    .insertInto('coverage')
    .values({ day, group_id, none, phone, app, passkey, counted_at })
    .onConflict((taken) =>
      taken.columns(['day', 'group_id']).doUpdateSet({ none, phone, app, passkey, counted_at }),
    );
});

const LATEST = statement((db) =>
  db
    .selectFrom('coverage')
    .selectAll()
    .where((eb) =>
      eb(
        'day',
        '=',
        eb.selectFrom('coverage as other').select((inner) => inner.fn.max('other.day').as('day')),
      ),
    ),
);

const TREND = statement((db, given: { from: string; group_id: CoverageTable['group_id'] }) =>
  db
    .selectFrom('coverage')
    .selectAll()
    .where('group_id', '=', given.group_id)
    .where('day', '>=', given.from)
    .orderBy('day'),
);

type Ids = readonly { id: UserId }[];

const KINDS = listStatement((db, given: Ids) =>
  db
    .selectFrom('authenticator')
    .select(['user_id', 'kind'])
    .where(
      'user_id',
      'in',
      given.map(({ id }) => id),
    )
    .where('frozen_at', 'is', null),
);

const GRACE = listStatement((db, given: Ids) =>
  db
    .selectFrom('user_account')
    .select(['id', 'grace_until'])
    .where(
      'id',
      'in',
      given.map(({ id }) => id),
    ),
);

const REMINDED = listStatement((db, given: Ids) =>
  db
    .selectFrom('reminder')
    .select('user_id')
    .select((eb) => [eb.fn.countAll<number>().as('times'), eb.fn.max('sent_at').as('last')])
    .where(
      'user_id',
      'in',
      given.map(({ id }) => id),
    )
    .groupBy('user_id'),
);

const INSERT_REMINDER = insertStatement('reminder', 'ignore');

type Before = { at: number; id: string; limit: number };

const LIST_REMINDERS = statement((_, given: Before) => ({
  compile: (builder) =>
    raw<ReminderTable>`
      select * from reminder where (sent_at, user_id) < (${given.at}, ${given.id})
      order by sent_at desc, user_id desc limit ${given.limit}`.compile(builder),
}));

type Due = { after: string; limit: number; since: number; most: number };
type DueRow = { id: UserId; due: number };

/** A stretch is as long whoever is due in it. */
const dueOf = (kinds: readonly BoundAs[]) =>
  statement((_, given: Due) => ({
    compile: (builder) =>
      raw<DueRow>`
        select people.id, case when people.email is not null
          and not exists (select 1 from authenticator
            where authenticator.user_id = people.id and authenticator.frozen_at is null
              and ${isOf(kinds)})
          and not exists (select 1 from reminder
            where reminder.user_id = people.id and reminder.sent_at > ${given.since})
          and (select count(*) from reminder
            where reminder.user_id = people.id and reminder.cause = 'schedule') < ${given.most}
          then 1 else 0 end as due
        from (select id, email from user_account where id > ${given.after} and active = 1
          order by id limit ${given.limit}) as people
        order by people.id`.compile(builder),
  }));

const LAST = '￿';

export const makeRollOutStore = (sql: Sql): RollOutStore => ({
  countSome: async (groups, { after = '', limit }) => {
    const window = { after, limit };
    const rows =
      groups.length === 0
        ? await sql.all(COUNT_ALL, window)
        : await sql.all(
            COUNT_MEMBERS,
            groups.map((group_id) => ({ ...window, group_id })),
          );
    const counts = rows.map(({ best, people }) => [COVERED_BY[best] ?? 'none', people]);
    const people = rows.reduce((sum, row) => sum + row.people, 0);
    const last = rows.map((row) => row.last).toSorted();
    return {
      coverage: { ...NOBODY_COUNTED, ...Object.fromEntries(counts) },
      next: people < limit ? undefined : last.at(-1),
    };
  },
  keep: async ({ day, groupId, coverage, countedAt }) => {
    await sql.count(KEEP, {
      day,
      group_id: groupId ?? '',
      ...coverage,
      counted_at: toTime(countedAt),
    });
  },
  latest: async () => (await sql.all(LATEST, {})).map(toCounted),
  trend: async (from, group) =>
    (await sql.all(TREND, { from, group_id: group ?? '' })).map(toCounted),
  factsOf: (ids) => factsOf(sql, ids),
  addReminder: async ({ userId, day, about, cause, at, by }) =>
    (await sql.count(INSERT_REMINDER, [
      { user_id: userId, day, about, cause, sent_at: toTime(at), sent_by: by },
    ])) === 1,
  listReminders: async (before, limit) => {
    const at = before === undefined ? Number.MAX_SAFE_INTEGER : toTime(before.at);
    const rows = await sql.all(LIST_REMINDERS, { at, id: before?.userId ?? LAST, limit });
    return rows.map(toReminder);
  },
  due: (asked) => due(sql, asked),
});

async function due(sql: Sql, { kinds, since, most, after, limit }: DueAsked) {
  const given = { after: after ?? '', limit, since: toTime(since), most };
  const rows = await sql.all(dueOf(kinds), given);
  return {
    users: rows.filter((row) => row.due === 1).map(({ id }) => id),
    next: rows.length < limit ? undefined : rows.at(-1)?.id,
  };
}

async function factsOf(
  sql: Sql,
  ids: readonly UserId[],
): Promise<ReadonlyMap<UserId, RollOutFacts>> {
  if (ids.length === 0) return new Map();
  const asked = ids.map((id) => ({ id }));
  const kinds = await sql.all(KINDS, asked);
  const grace = await sql.all(GRACE, asked);
  const reminded = new Map((await sql.all(REMINDED, asked)).map((row) => [row.user_id, row]));
  return new Map(
    grace.map(({ id, grace_until }) => [
      id,
      {
        kinds: kinds.filter(({ user_id }) => user_id === id).map(({ kind }) => kind),
        graceUntil: fromNullableTime(grace_until),
        reminders: reminded.get(id)?.times ?? 0,
        remindedAt: fromNullableTime(reminded.get(id)?.last ?? null),
      },
    ]),
  );
}

const toCounted = ({ day, group_id, counted_at, ...counts }: CoverageTable): CountedCoverage => ({
  day,
  groupId: group_id === '' ? undefined : group_id,
  coverage: {
    none: counts.none,
    phone: counts.phone,
    app: counts.app,
    passkey: counts.passkey,
  },
  countedAt: fromTime(counted_at),
});

const toReminder = ({ user_id, sent_at, cause, sent_by }: ReminderTable): Reminder => ({
  userId: user_id,
  at: fromTime(sent_at),
  cause,
  by: sent_by,
});
