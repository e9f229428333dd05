import type { ActivityReader, ActivityRow } from '#audit/ports.ts';
import type { UserId } from '#domain/ids.ts';
import { fromAuditRow } from './audit-rows.ts';
import type { Sql } from './connection.ts';
import { toTime } from './convert.ts';
import type { AuditTable } from './schema-audit.ts';
import { statement } from './statement.ts';

type Row = AuditTable & { readonly case_id: string | null };

type Builder = Parameters<Parameters<typeof statement>[0]>[0];

/** The case of a line has the line's id. */
const select = (db: Builder) =>
  db
    .selectFrom('audit_event')
    .leftJoin('support_case', 'support_case.id', 'audit_event.id')
    .selectAll('audit_event')
    .select('support_case.id as case_id');

type Page = { account_id: UserId; time: number; id: string; limit: number };

const LIST = statement((db, given: Page) =>
  select(db)
    .where('audit_event.account_id', '=', given.account_id)
    .where('audit_event.occurred_at', '<=', given.time)
    .where((eb) =>
      eb.or([eb('audit_event.occurred_at', '<', given.time), eb('audit_event.id', '<', given.id)]),
    )
    .orderBy('audit_event.occurred_at', 'desc')
    .orderBy('audit_event.id', 'desc')
    .limit(given.limit),
);

const FIND = statement((db, given: { account_id: UserId; id: string }) =>
  select(db)
    .where('audit_event.id', '=', given.id)
    .where('audit_event.account_id', '=', given.account_id),
);

/** Later than any date (ECMA-262 section 21.4.1.1). */
const END_OF_TIME = 8.64e15;

export const makeActivityReader = (sql: Sql): ActivityReader => ({
  listOf: async (accountId, { before, limit }) => {
    const time = before === undefined ? END_OF_TIME : toTime(before.occurredAt);
    const given = { account_id: accountId, time, id: before?.id ?? '', limit };
    return (await sql.all(LIST, given)).map(fromRow);
  },
  findOf: async (accountId, id) => {
    const row = await sql.first(FIND, { account_id: accountId, id });
    return row === undefined ? undefined : fromRow(row);
  },
});

const fromRow = (row: Row): ActivityRow => ({
  ...fromAuditRow(row),
  disowned: row.case_id !== null,
});
