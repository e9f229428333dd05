import { sql as raw } from 'kysely';
import type { MessageCount } from '#administration/ports.ts';
import type { MessageCountStore } from '#delivery/ports.ts';
import type { Sql } from './connection.ts';
import { toTime } from './convert.ts';
import type { MessageCountTable } from './schema-reports.ts';
import { statement } from './statement.ts';

const DAY_MS = 24 * 60 * 60_000;

/** A row for each node, so that no two of them wait for each other. */
const ADD = statement((_, given: MessageCountTable) => ({
  compile: (builder) =>
    raw`
      insert into message_count (day, node, provider, kind, country, sent, delivered, failed)
      values (${given.day}, ${given.node}, ${given.provider}, ${given.kind}, ${given.country},
        ${given.sent}, ${given.delivered}, ${given.failed})
      on conflict (day, node, provider, kind, country) do update set
        sent = message_count.sent + excluded.sent,
        delivered = message_count.delivered + excluded.delivered,
        failed = message_count.failed + excluded.failed`.compile(builder),
}));

const SUM = statement((_, given: { from: number; to: number }) => ({
  compile: (builder) =>
    raw<MessageCount>`
      select provider, kind, country, cast(sum(sent) as integer) as sent,
        cast(sum(delivered) as integer) as delivered, cast(sum(failed) as integer) as failed
      from message_count where day >= ${given.from} and day < ${given.to}
      group by provider, kind, country order by provider, kind, country`.compile(builder),
}));

export const makeMessageCountStore = (sql: Sql, node: string): MessageCountStore => ({
  add: async ({ at, provider, kind, country }, what) => {
    const day = Math.floor(toTime(at) / DAY_MS) * DAY_MS;
    const counts = { sent: 0, delivered: 0, failed: 0, [what]: 1 };
    sql.tell(ADD, { day, node, provider, kind, country, ...counts });
  },
  sum: ({ from, to }) => sql.all(SUM, { from: toTime(from), to: toTime(to) }),
});
