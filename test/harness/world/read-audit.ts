import type { AuditRow } from '../../../apps/server/src/audit/ports.ts';
import { fromAuditRow } from '../../../apps/server/src/sql/audit-rows.ts';
import { makeSql } from '../../../apps/server/src/sql/connection.ts';
import type { Database } from '../../../apps/server/src/sql/open-database.ts';
import { statement } from '../../../apps/server/src/sql/statement.ts';

const OF_EVENT = statement((db, given: { event: string }) =>
  db
    .selectFrom('audit_event')
    .selectAll()
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one that does not exist has no rows
    .where('event', '=', given.event as never)
    .orderBy('occurred_at')
    .orderBy('id'),
);

const placeOf = ({ seq }: AuditRow): number => seq ?? Number.MAX_SAFE_INTEGER;
const inTheChain = (a: AuditRow, b: AuditRow): number => placeOf(a) - placeOf(b);

/**
 * Sealed rows in their order, then unsealed ones: what a test looks for may be a moment old. Rows of
 * other events are left where they are, because a walk over all endpoints asks thousands of times.
 */
export async function readAudit(database: Database, event?: string): Promise<readonly AuditRow[]> {
  if (event === undefined) return readAll(database);
  const rows = await database.engine.withConnection('attempt', (connection) =>
    makeSql(connection).all(OF_EVENT, { event }),
  );
  return rows.map(fromAuditRow).toSorted(inTheChain);
}

async function readAll({ stores: { auditChain } }: Database): Promise<readonly AuditRow[]> {
  // In this order: what is sealed between the two reads is in both, not in neither.
  const unsealed = await auditChain.listUnsealed(100_000);
  const sealed = await auditChain.listSealed(0, 100_000);
  const ids = new Set(sealed.map(({ id }) => id));
  return [...sealed, ...unsealed.filter(({ id }) => !ids.has(id))];
}
