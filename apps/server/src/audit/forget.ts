import { equalSecrets } from '#crypto/constant-time.ts';
import { AUDIT_RETENTION } from '#domain/audit-retention.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { type AuditKeys, GENESIS, hashOf, isStartOf, signStart } from './chain.ts';
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
  readonly keys: AuditKeys;
  readonly clock: Clock;
};

/** One run of the worker; how many records it changed or counted. */
export type ForgetAudit = () => Promise<number>;

/** Rows of one transaction: others wait no longer than for that. */
const BATCH = 500;

/**
 * Addresses become networks, and later records become counts. The chain covers an address by a salted
 * hash, which stays while the salt goes; and it begins behind the last record that was counted, at a
 * place that is signed. Only what is as it was sealed is counted, so that nobody has a record forgotten
 * by changing its day. A second worker, on another node, does no harm.
 */
export function makeForgetAudit({ transact, keys, clock }: Dependencies): ForgetAudit {
  const before = (ms: number): Date => new Date(clock().getTime() - ms);

  const coarsenBatch = (): Promise<number> =>
    transact('attempt', ({ auditRetention }) =>
      auditRetention.coarsen(before(AUDIT_RETENTION.addressMs), BATCH),
    );

  const countBatch = (): Promise<number> =>
    transact('fact', async ({ auditRetention, auditChain, audit }) => {
      const previous = await auditRetention.start();
      if (previous !== undefined && !isStartOf(previous, keys.publicKey)) return 0;
      const from = previous ?? { seq: 0, hash: GENESIS };
      const oldest = await auditChain.listSealed(from.seq, BATCH);
      const rows = whatIsOver(oldest, { from, until: before(AUDIT_RETENTION.recordMs) });
      const last = rows.at(-1);
      if (last === undefined) return 0;
      const start = { seq: last.seq ?? from.seq, hash: last.hash ?? GENESIS };
      const signature = signStart(start, keys.privateKey);
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

type Link = { readonly seq: number; readonly hash: string };
type Over = { readonly from: Link; readonly until: Date };

/** Only as far as the chain holds: nothing is forgotten that `verify` would miss, or find changed. */
function whatIsOver(rows: readonly AuditRow[], { from, until }: Over): readonly AuditRow[] {
  let last = from;
  const first = rows.findIndex((row) => {
    const seq = last.seq + 1;
    const hash = hashOf(row, { seq, prevHash: last.hash });
    const holds = row.seq === seq && row.hash !== undefined && equalSecrets(hash, row.hash);
    if (!holds || row.occurredAt > until) return true;
    last = { seq, hash };
    return false;
  });
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
