import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import { sql as raw } from 'kysely';
import type { AccountOf, AuditChainStore, AuditHead, AuditLog } from '#audit/ports.ts';
import { fromAuditRow, toAuditRow } from './audit-rows.ts';
import type { Sql } from './connection.ts';
import { fromTime, toTime } from './convert.ts';
import { insertStatement, listStatement, statement } from './statement.ts';

const INSERT = insertStatement('audit_event');

const UNSEALED = statement((db, given: { limit: number }) =>
  db
    .selectFrom('audit_event')
    .selectAll()
    .where('seq', 'is', null)
    .orderBy('occurred_at')
    .orderBy('id')
    .limit(given.limit),
);

const SEALED = statement((db, given: { after: number; limit: number }) =>
  db
    .selectFrom('audit_event')
    .selectAll()
    .where('seq', '>', given.after)
    .orderBy('seq')
    .limit(given.limit),
);

type Wanted = { event: AuditEvent; after: number; up_to: number; limit: number };

/** The window is the same in all rows, as a list has no other place for it. */
const SEALED_OF = listStatement((db, given: readonly Wanted[]) =>
  given.slice(0, 1).reduce(
    (query, { after, up_to, limit }) =>
      query.where('seq', '>', after).where('seq', '<=', up_to).limit(limit),
    db
      .selectFrom('audit_event')
      .selectAll()
      .where(
        'event',
        'in',
        given.map(({ event }) => event),
      )
      .orderBy('seq'),
  ),
);

const COUNT_SEALED = statement((db) =>
  db
    .selectFrom('audit_event')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('seq', 'is not', null),
);

const HEAD = statement((db) => db.selectFrom('audit_head').selectAll().where('id', '=', 1));

const FIRST_HEAD = insertStatement('audit_head', 'ignore');

type HeadColumns = { seq: number; hash: string; signature: string; sealed_at: number };

const MOVE_HEAD = statement(
  (db, given: HeadColumns & { previous_seq: number; previous_hash: string }) =>
    db
      .updateTable('audit_head')
      .set({
        seq: given.seq,
        hash: given.hash,
        signature: given.signature,
        sealed_at: given.sealed_at,
      })
      .where('id', '=', 1)
      .where('seq', '=', given.previous_seq)
      .where('hash', '=', given.previous_hash),
);

type Link = { id: string; seq: number; prev_hash: string; hash: string };

/** Many rows in one statement: by itself, each costs PostgreSQL a statement's overhead. */
const SEAL = listStatement((_, given: readonly Link[]) => ({
  compile: (builder) =>
    raw`
      with link (id, seq, prev_hash, hash) as (values ${raw.join(given.map(linkValues))})
      update audit_event set seq = link.seq, prev_hash = link.prev_hash, hash = link.hash
      from link where audit_event.id = link.id and audit_event.seq is null`.compile(builder),
}));

const linkValues = ({ id, seq, prev_hash, hash }: Link) =>
  raw`(${id}, cast(${seq} as bigint), ${prev_hash}, ${hash})`;

/** Full lists have this length and the rest goes one by one: two statements, not fifty. */
const LINKS = 50;

type AuditLogDependencies = {
  readonly node: string;
  readonly newId: () => string;
  readonly accountOf: AccountOf;
};

export function makeAuditLog(sql: Sql, { newId, ...stamp }: AuditLogDependencies): AuditLog {
  return {
    append: async (records, now) => {
      if (records.length === 0) return;
      sql.tell(
        INSERT,
        records.map((record) => toAuditRow(record, { ...stamp, id: newId(), now })),
      );
    },
  };
}

export function makeAuditChainStore(sql: Sql): AuditChainStore {
  return {
    listUnsealed: async (limit) => (await sql.all(UNSEALED, { limit })).map(fromAuditRow),
    listSealed: async (afterSeq, limit) =>
      (await sql.all(SEALED, { after: afterSeq, limit })).map(fromAuditRow),
    listSealedOf: async (events, { after, upTo, limit }) => {
      const wanted = events.map((event) => ({ event, after, up_to: upTo, limit }));
      return wanted.length === 0 ? [] : (await sql.all(SEALED_OF, wanted)).map(fromAuditRow);
    },
    countSealed: async () => (await sql.first(COUNT_SEALED, {}))?.count ?? 0,
    head: async () => {
      const row = await sql.first(HEAD, {});
      return row === undefined ? undefined : toHead(row);
    },
    seal: async (rows, head, previous) => {
      if (!(await moveHead(sql, head, previous))) return false;
      const links = rows.map(({ id, seq, prevHash, hash }) => ({
        id,
        seq,
        prev_hash: prevHash,
        hash,
      }));
      const counts = await Promise.all(inLists(links).map((list) => sql.count(SEAL, list)));
      const sealed = counts.reduce((total, count) => total + count, 0);
      if (sealed !== rows.length) throw new Error('a row was sealed before, or is gone');
      return true;
    },
  };
}

const toHead = (row: HeadColumns): AuditHead => ({
  seq: row.seq,
  hash: row.hash,
  signature: row.signature,
  sealedAt: fromTime(row.sealed_at),
});

async function moveHead(
  sql: Sql,
  { seq, hash, signature, sealedAt }: AuditHead,
  previous: AuditHead | undefined,
): Promise<boolean> {
  const columns = { seq, hash, signature, sealed_at: toTime(sealedAt) };
  const moved =
    previous === undefined
      ? await sql.count(FIRST_HEAD, [{ id: 1, ...columns }])
      : await sql.count(MOVE_HEAD, {
          ...columns,
          previous_seq: previous.seq,
          previous_hash: previous.hash,
        });
  return moved === 1;
}

function inLists(links: readonly Link[]): readonly (readonly Link[])[] {
  const full = Math.floor(links.length / LINKS);
  return [
    ...Array.from({ length: full }, (_, n) => links.slice(n * LINKS, (n + 1) * LINKS)),
    ...links.slice(full * LINKS).map((link) => [link]),
  ];
}
