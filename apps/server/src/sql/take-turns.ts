import { sql as raw } from 'kysely';
import type { Sql } from './connection.ts';
import { statement } from './statement.ts';

const LOCK = statement((_, given: { subject: string }) => ({
  compile: (builder) =>
    raw`select pg_advisory_xact_lock(hashtextextended(${given.subject}, 0))`.compile(builder),
}));

/**
 * Lets one transaction at a time go on with a subject, where a rule is about several rows ("not the
 * last one", "one live challenge"). Nobody else's row is locked for it, so it cannot deadlock with
 * those who change the same rows in another order. SQLite's writers take turns anyway.
 */
export function takeTurns(sql: Sql, subject: string): void {
  if (sql.engine === 'postgres') sql.tell(LOCK, { subject });
}
