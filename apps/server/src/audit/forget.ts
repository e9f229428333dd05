import type { KeyObject } from 'node:crypto';
import { AUDIT_RETENTION } from '#domain/audit-retention.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { GENESIS, signStart } from './chain.ts';
import type {
  AuditChainStore,
  AuditCount,
  AuditLog,
  AuditRetentionStore,
  AuditRow,
} from './ports.ts';

type Stores = {
  readonly auditRetention: AuditRetentionStore;
  readonly auditChain: Pick<AuditChainStore, 'listSealed'>;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly privateKey: KeyObject;
  readonly clock: Clock;
};

/** One run of the worker; how many records it changed or counted. */
export type ForgetAudit = () => Promise<number>;

/** Rows of one transaction: others wait no longer than for that. */
const BATCH = 500;

/**
 * Addresses become networks, and later records become counts. The chain covers an address by a salted
 * hash, which stays while the salt goes; and it begins behind the last record that was counted, at a
 * place that is signed. A second worker, on another node, does no harm.
 */
export function makeForgetAudit({ transact, privateKey, clock }: Dependencies): ForgetAudit {
  const before = (ms: number): Date => new Date(clock().getTime() - ms);

  const coarsenBatch = (): Promise<number> =>
    transact('attempt', ({ auditRetention }) =>
      auditRetention.coarsen(before(AUDIT_RETENTION.addressMs), BATCH),
    );

  const countBatch = (): Promise<number> =>
    transact('fact', async ({ auditRetention, auditChain, audit }) => {
      const previous = await auditRetention.start();
      const { seq: after } = previous ?? { seq: 0 };
      const oldest = await auditChain.listSealed(after, BATCH);
      const rows = whatIsOver(oldest, { after, until: before(AUDIT_RETENTION.recordMs) });
      const last = rows.at(-1);
      if (last === undefined) return 0;
      const start = { seq: last.seq ?? after, hash: last.hash ?? GENESIS };
      const signature = signStart(start, privateKey);
      const moved = await auditRetention.forget(countsOf(rows), { ...start, signature }, previous);
      if (!moved) return 0;
      const detail = { records: rows.length, upTo: start.seq };
      await audit.append([{ event: 'audit.summarised', outcome: 'info', detail }], clock());
      return rows.length;
    });

  return async () => {
    let total = 0;
    for (const batch of [coarsenBatch, countBatch]) {
      for (let count = BATCH; count === BATCH; total += count) count = await batch();
    }
    return total;
  };
}

type Over = { readonly after: number; readonly until: Date };

/** Only as far as there is no gap: nothing is forgotten that `verify` would miss. */
function whatIsOver(rows: readonly AuditRow[], { after, until }: Over): readonly AuditRow[] {
  const first = rows.findIndex(
    ({ seq, occurredAt }, index) => seq !== after + index + 1 || occurredAt > until,
  );
  return first < 0 ? rows : rows.slice(0, first);
}

function countsOf(rows: readonly AuditRow[]): readonly AuditCount[] {
  const counts = new Map<string, AuditCount>();
  for (const { occurredAt, event, outcome } of rows) {
    const day = occurredAt.toISOString().slice(0, 10);
    const key = `${day} ${event} ${outcome}`;
    counts.set(key, { day, event, outcome, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}
