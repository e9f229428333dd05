import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { WriteKind } from '#domain/write.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import type { Counters } from './statistics.ts';

/** Transactions that share one commit, at most; and how long they may hold the event loop, about. */
const BATCH = 64;
const BATCH_MS = 5;

export type WriteQueue = <Result>(kind: WriteKind, work: () => Promise<Result>) => Promise<Result>;

type Job = {
  readonly kind: WriteKind;
  readonly work: () => Promise<unknown>;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
};
/** Done, but told to nobody before the commit. */
type Settle = () => void;

type WriteConnection = {
  readonly db: DatabaseSync;
  readonly connection: SqliteConnection;
  readonly counters: Counters;
};
type Writer = WriteConnection & {
  readonly groupMs: number;
  readonly begin: (durable: boolean) => void;
};

/**
 * The one queue of the one write connection. What waits at the same time is committed together,
 * each transaction in a savepoint of its own: a commit that reaches the disk costs 250 µs and more,
 * however much is in it. The queue starts a turn later, when the event loop has read every request
 * that was there, because that is what there is to be shared.
 */
export function makeWriteQueue(write: WriteConnection, groupMs = BATCH_MS): WriteQueue {
  const writer = { ...write, groupMs, begin: makeBegin(write) };
  const waiting: Job[] = [];
  let running = false;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      await nextTurn();
      const jobs = waiting.splice(0, BATCH);
      const left = await commitTogether(writer, jobs);
      waiting.unshift(...left);
    }
    running = false;
  }

  return (kind, work) =>
    new Promise((resolve, reject) => {
      waiting.push({ kind, work, resolve, reject });
      if (running) return;
      running = true;
      void drain();
    });
}

/** Returns the jobs that there was no time for. Never throws. */
async function commitTogether(writer: Writer, jobs: readonly Job[]): Promise<readonly Job[]> {
  const { db, counters } = writer;
  const durable = jobs.some(({ kind }) => kind === 'fact');
  const settled: Settle[] = [];
  try {
    writer.begin(durable);
    const deadline = performance.now() + writer.groupMs;
    for (const job of jobs) {
      if (settled.length > 0 && performance.now() > deadline) break;
      settled.push(await runInSavepoint(writer, job, jobs.length > 1));
      // A full disk or a failing one makes SQLite roll back everything.
      if (!db.isTransaction) throw new Error('the transaction was rolled back by SQLite');
    }
    execute(writer, 'commit');
  } catch (error) {
    rollBack(writer);
    for (const job of jobs) job.reject(error);
    return [];
  }
  counters.commits += 1;
  if (durable) counters.factCommits += 1;
  for (const settle of settled) settle();
  return jobs.slice(settled.length);
}

const execute = ({ connection }: WriteConnection, text: string): void => {
  connection.run({ text }, []);
};

function rollBack(writer: WriteConnection): void {
  try {
    if (writer.db.isTransaction) execute(writer, 'rollback');
  } catch {
    // The disk fails: the next transaction does, too, and tries this again.
  }
}

function makeBegin(write: WriteConnection): (durable: boolean) => void {
  let current: boolean | undefined;
  return (durable) => {
    // Inside a transaction it would have no effect: https://www.sqlite.org/pragma.html#pragma_synchronous
    if (durable !== current) write.db.exec(`pragma synchronous = ${durable ? 'full' : 'normal'}`);
    current = durable;
    execute(write, 'begin immediate');
  };
}

async function runInSavepoint(
  writer: Writer,
  { work, resolve, reject }: Job,
  shared: boolean,
): Promise<Settle> {
  if (shared) execute(writer, 'savepoint one');
  try {
    const result = await work();
    if (shared) execute(writer, 'release one');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is the result of the job's own work
    return () => resolve(result as never);
  } catch (error) {
    // Alone, it is the whole transaction that fails.
    if (!shared) throw error;
    if (writer.db.isTransaction) {
      execute(writer, 'rollback to one');
      execute(writer, 'release one');
    }
    return () => reject(error);
  }
}
