import { EMPTY_LANE, forgetAfterMs, type Lane, reserve, THROTTLE_RULES } from '#domain/throttle.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { AuditLog, AuditRecord } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly node: string;
  readonly clock: Clock;
};

/** A refusal that never reached an operation, and the address (IPv6: /64) that caused it. */
export type RecordRefusal = (record: AuditRecord, source: string) => Promise<void>;

export type Refusals = {
  readonly record: RecordRefusal;
  /** Tells of what was left out since the last time, in one row; run again and again. */
  readonly tellLeftOut: () => Promise<void>;
};

/**
 * Strangers cause refusals for nothing, so the rows that these write have a budget, per source and
 * over all of a node; beyond it they are counted by event, and one row says how many there were. In
 * memory: a limit on rows protects the disk, not an account, and must not cost a write itself.
 */
export function makeRefusals({ transact, node, clock }: Dependencies): Refusals {
  const lanes = new Map<string, Lane>();
  let ofNode = EMPTY_LANE;
  let leftOut: Record<string, number> = {};

  function mayWrite(source: string, now: Date): boolean {
    const at = { now, cause: '' };
    const inAll = reserve(THROTTLE_RULES['refusals-node'], ofNode, at);
    if (inAll.kind === 'throttled') return false;
    const lane = lanes.get(source) ?? EMPTY_LANE;
    const own = reserve(THROTTLE_RULES['refusals-source'], lane, at);
    if (own.kind === 'throttled') return false;
    ofNode = inAll.lane;
    lanes.set(source, own.lane);
    return true;
  }

  function forget(now: Date): void {
    const end = now.getTime() - forgetAfterMs(THROTTLE_RULES['refusals-source']);
    for (const [source, { hits }] of lanes) {
      if ((hits.at(-1) ?? 0) <= end) lanes.delete(source);
    }
  }

  return {
    record: async (record, source) => {
      const now = clock();
      if (mayWrite(source, now)) await transact('attempt', (tx) => tx.audit.append([record], now));
      else leftOut[record.event] = (leftOut[record.event] ?? 0) + 1;
    },
    tellLeftOut: async () => {
      const now = clock();
      forget(now);
      const detail = leftOut;
      if (Object.keys(detail).length === 0) return;
      leftOut = {};
      const actor = { type: 'system', id: node } as const;
      const record = { event: 'refusals.left_out', outcome: 'info', actor, detail } as const;
      await transact('attempt', (tx) => tx.audit.append([record], now));
    },
  };
}
