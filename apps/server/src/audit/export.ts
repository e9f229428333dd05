import { auditLine } from './audit-line.ts';
import type { AuditChainStore } from './ports.ts';

const PAGE = 500;

/** Every sealed record from a place on, one line of JSON each. */
export async function* exportAudit(
  chain: Pick<AuditChainStore, 'listSealed'>,
  afterSeq: number,
): AsyncGenerator<string> {
  let last = afterSeq;
  for (;;) {
    const rows = await chain.listSealed(last, PAGE);
    for (const row of rows) yield auditLine(row);
    last = rows.at(-1)?.seq ?? last;
    if (rows.length < PAGE) return;
  }
}
