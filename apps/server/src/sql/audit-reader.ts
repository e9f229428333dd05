import { sql as raw } from 'kysely';
import type { AuditReader, RecordFilter, RecordPlace } from '#administration/ports.ts';
import type { UserId } from '#domain/ids.ts';
import { fromAuditRow } from './audit-rows.ts';
import type { Sql } from './connection.ts';
import { toTime } from './convert.ts';
import type { AuditTable } from './schema.ts';
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
    .limit(MOST),
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
    .limit(MOST),
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
    const { accountId } = filter;
    const rows =
      accountId === undefined
        ? await sql.all(BY_TIME, window)
        : await sql.all(BY_ACCOUNT, { ...window, account_id: accountId });
    for (const row of rows) {
      if (filter.from !== undefined && row.occurred_at < toTime(filter.from)) {
        return { records, next: undefined };
      }
      after = { time: row.occurred_at, id: row.id };
      if (passes(filter, row)) records.push(fromAuditRow(row));
      if (records.length === page.limit) return { records, next: after };
    }
    if (rows.length < WINDOW) return { records, next: undefined };
  }
  return { records, next: after };
}

const passes = ({ events, outcome }: RecordFilter, row: AuditTable): boolean =>
  events.includes(row.event) && (outcome === undefined || row.outcome === outcome);

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
