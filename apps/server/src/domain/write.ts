/**
 * How sure a write must be before anyone is told.
 * - `fact`: survives a power cut: a binding, a removal, an admin action, a completed sign-in.
 * - `attempt`: survives the death of the process: challenges, counters, leases.
 */
export type WriteKind = 'fact' | 'attempt';

/**
 * Runs the work in one transaction with the stores bound to it; a throw rolls all of it back.
 * Inside, nothing is awaited but the stores: SQLite has one write connection and one queue.
 * PostgreSQL may run it again, 3 times at most, after a conflict that undid all of it: what it does
 * outside the stores (waking, signalling, counting) belongs behind the transaction.
 */
export type Transact<Stores> = <Result>(
  kind: WriteKind,
  work: (tx: Stores) => Promise<Result>,
) => Promise<Result>;

export type Clock = () => Date;
