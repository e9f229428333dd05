import { sql as raw } from 'kysely';
import type { AuditReader, RecordFilter, RecordPlace } from '#administration/ports.ts';
import type { UserId } from '#domain/ids.ts';
import { fromAuditRow } from './audit-rows.ts';
import type { Sql } from './connection.ts';
import { fromTime, toTime } from './convert.ts';
import type { AuditTable } from './schema-audit.ts';
import { listStatement, literal, statement } from './statement.ts';

type Window = { time: number; id: string; limit: number };

const BY_TIME = statement((_, given: Window) => ({
  compile: (builder) =>
    raw<AuditTable>`
      select * from audit_event where (occurred_at, id) < (${given.time}, ${given.id})
      order by occurred_at desc, id desc limit ${given.limit}`.compile(builder),
}));

const BY_ACCOUNT = statement((_, given: Window & { account_id: UserId }) => ({
  compile: (builder) =>
    raw<AuditTable>`
      select * from audit_event
      where account_id = ${given.account_id} and occurred_at <= ${given.time}
        and (occurred_at, id) < (${given.time}, ${given.id})
      order by occurred_at desc, id desc limit ${given.limit}`.compile(builder),
}));

/** What people do not see about themselves: no other index has it by account. */
const BY_TARGET = statement((_, given: Window & { account_id: UserId }) => ({
  compile: (builder) =>
    raw<AuditTable>`
      select * from audit_event
      where target_type = 'user' and account_id is null and target_id = ${given.account_id}
        and (occurred_at, id) < (${given.time}, ${given.id})
      order by occurred_at desc, id desc limit ${given.limit}`.compile(builder),
}));

const BY_ACTOR = statement((_, given: Window & { account_id: UserId }) => ({
  compile: (builder) =>
    raw<AuditTable>`
      select * from audit_event
      where actor_type = 'user' and (account_id is null or account_id <> actor_id)
        and actor_id = ${given.account_id}
        and (occurred_at, id) < (${given.time}, ${given.id})
      order by occurred_at desc, id desc limit ${given.limit}`.compile(builder),
}));

const FIRST = statement((db) =>
  db
    .selectFrom('audit_event')
    .select('occurred_at')
    .orderBy('occurred_at')
    .orderBy('id')
    .limit(literal(1)),
);

const OF_REQUEST = statement((db, given: { id: string; limit: number }) =>
  db
    .selectFrom('audit_event')
    .selectAll()
    .where('request_id', '=', given.id)
    .orderBy('occurred_at')
    .limit(given.limit),
);

const OF_SIGN_INS = listStatement((db, given: readonly { id: string }[]) =>
  db
    .selectFrom('audit_event')
    .selectAll()
    .where(
      'sign_in_id',
      'in',
      given.map(({ id }) => id),
    )
    .orderBy('occurred_at')
    .limit(literal(MOST)),
);

/** Of a message on its way: all else about a challenge has its sign-in beside it. */
const OF_CHALLENGES = listStatement((db, given: readonly { id: string }[]) =>
  db
    .selectFrom('audit_event')
    .selectAll()
    .where(
      'challenge_id',
      'in',
      given.map(({ id }) => id),
    )
    .where('sign_in_id', 'is', null)
    .orderBy('occurred_at')
    .limit(literal(MOST)),
);

const COUNT_CLEARS = statement((db, given: { actor_id: string; since: number }) =>
  db
    .selectFrom('audit_event')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('event', '=', literal('admin.mfa_cleared'))
    .where('actor_id', '=', given.actor_id)
    .where('occurred_at', '>', given.since),
);

const MOST = 500;
/** Later than any date (ECMA-262 section 21.4.1.1). */
const END_OF_TIME = 8.64e15;
const WINDOW = 500;
const STEPS = 8;

export const makeAuditReader = (sql: Sql): AuditReader => ({
  list: (filter, page) => listIn(sql, filter, page),
  firstAt: async () => {
    const first = await sql.first(FIRST, {});
    return first && fromTime(first.occurred_at);
  },
  attempt: (correlationId, limit) => attemptIn(sql, correlationId, limit),
  countClears: async (actorId, since) =>
    (await sql.first(COUNT_CLEARS, { actor_id: actorId, since: toTime(since) }))?.count ?? 0,
});

/** Window by window of the index, so that a filter that nothing passes costs no more than one that all do. */
async function listIn(
  sql: Sql,
  filter: RecordFilter,
  page: { readonly after: RecordPlace | undefined; readonly limit: number },
) {
  const records = [];
  let after = page.after ?? {
    time: filter.to === undefined ? END_OF_TIME : toTime(filter.to),
    id: '',
  };
  for (let step = 0; step < STEPS; step += 1) {
    const window = { ...after, limit: WINDOW };
    const rows = await windowOf(sql, filter.accountId, window);
    for (const row of rows) {
      if (filter.from !== undefined && row.occurred_at < toTime(filter.from)) {
        return { records, next: undefined };
      }
      after = { time: row.occurred_at, id: row.id };
      const record = passing(filter, row);
      if (record !== undefined) records.push(record);
      if (records.length === page.limit) return { records, next: after };
    }
    if (rows.length < WINDOW) return { records, next: undefined };
  }
  return { records, next: after };
}

/** Of one person from three indexes, each record once, in the order of all. */
async function windowOf(sql: Sql, accountId: UserId | undefined, window: Window) {
  if (accountId === undefined) return sql.all(BY_TIME, window);
  const given = { ...window, account_id: accountId };
  const parts = await Promise.all([
    sql.all(BY_ACCOUNT, given),
    sql.all(BY_TARGET, given),
    sql.all(BY_ACTOR, given),
  ]);
  const rows = new Map(parts.flat().map((row) => [row.id, row]));
  return [...rows.values()].toSorted(newestFirst).slice(0, window.limit);
}

const newestFirst = (a: AuditTable, b: AuditTable): number =>
  b.occurred_at - a.occurred_at || (a.id < b.id ? 1 : -1);

function passing({ events, outcome, wanted }: RecordFilter, row: AuditTable) {
  if (!events.includes(row.event)) return undefined;
  if (outcome !== undefined && row.outcome !== outcome) return undefined;
  const record = fromAuditRow(row);
  return wanted === undefined || wanted(record) ? record : undefined;
}

/** From the request to its sign-in, from there to the challenges, and to what became of their messages. */
async function attemptIn(sql: Sql, correlationId: string, limit: number) {
  const asked = await sql.all(OF_REQUEST, { id: correlationId, limit });
  const signIns = idsOf(asked, 'sign_in_id', [correlationId]);
  const ofSignIns = await sql.all(OF_SIGN_INS, signIns);
  const challenges = idsOf([...asked, ...ofSignIns], 'challenge_id', []);
  const ofChallenges = challenges.length === 0 ? [] : await sql.all(OF_CHALLENGES, challenges);
  const all = new Map([...asked, ...ofSignIns, ...ofChallenges].map((row) => [row.id, row]));
  return [...all.values()]
    .toSorted((a, b) => a.occurred_at - b.occurred_at || (a.id < b.id ? -1 : 1))
    .slice(0, limit)
    .map(fromAuditRow);
}

const idsOf = (
  rows: readonly AuditTable[],
  column: 'sign_in_id' | 'challenge_id',
  more: readonly string[],
) =>
  [...new Set([...more, ...rows.map((row) => row[column]).filter((id) => id !== null)])]
    .slice(0, 50)
    .map((id) => ({ id }));
