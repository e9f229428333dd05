import type { Clock, Transact } from '#domain/write.ts';
import { type AuditKeys, GENESIS, hashOf, isSignedBy, signHead } from './chain.ts';
import type { AuditChainStore, AuditHead, AuditRow } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly auditChain: AuditChainStore }>;
  readonly keys: AuditKeys;
  readonly clock: Clock;
  /** Keeps the head somewhere else too, where whoever rolls the database back does not reach. */
  readonly publishHead: (head: AuditHead) => Promise<void>;
};

/** One run of the worker; how many records it sealed. */
export type SealAudit = () => Promise<number>;

/** Rows sealed per transaction: a few milliseconds of one writer's time. */
const BATCH = 500;

/**
 * Takes records in order into the hash chain and signs its head. A second worker, on another node,
 * does no harm: the head moves by a conditional update, and the one that comes late seals nothing.
 * Nothing is sealed onto a head that this installation did not sign: a signature of ours would say that
 * what somebody else made of the chain is as it was.
 */
export function makeSealAudit({ transact, keys, clock, publishHead }: Dependencies): SealAudit {
  const sealBatch = (): Promise<readonly [number, AuditHead | undefined]> =>
    transact('fact', async ({ auditChain }) => {
      // The head before the rows: if another worker seals in between, it is the head that is stale.
      const previous = await auditChain.head();
      const rows = await auditChain.listUnsealed(BATCH);
      if (rows.length === 0) return [0, undefined];
      if (previous !== undefined && !isSignedBy(previous, keys.publicKey)) {
        throw new Error('the head of the audit log was signed by somebody else: see audit verify');
      }
      const links = chain(rows, previous);
      const { seq, hash } = links.at(-1) ?? { seq: 0, hash: GENESIS };
      const head = {
        seq,
        hash,
        signature: signHead({ seq, hash }, keys.privateKey),
        sealedAt: clock(),
      };
      const sealed = await auditChain.seal(links, head, previous);
      return sealed ? [rows.length, head] : [0, undefined];
    });

  return async () => {
    let total = 0;
    for (;;) {
      const [count, head] = await sealBatch();
      if (head === undefined) return total;
      await publishHead(head);
      total += count;
      if (count < BATCH) return total;
    }
  };
}

function chain(rows: readonly AuditRow[], previous: AuditHead | undefined) {
  let { seq, hash } = previous ?? { seq: 0, hash: GENESIS };
  return rows.map((row) => {
    const place = { seq: seq + 1, prevHash: hash };
    hash = hashOf(row, place);
    seq = place.seq;
    return { id: row.id, ...place, hash };
  });
}
