import type { AuditRow } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { AuditReader, ExportProgress, ExportStore, ReportExport } from './ports.ts';
import { type FilterKnown, filterOf } from './read-reports.ts';

type Dependencies = FilterKnown & {
  readonly transact: Transact<{ readonly exports: ExportStore }>;
  readonly auditReader: Pick<AuditReader, 'list' | 'firstAt'>;
  readonly csv: {
    readonly head: string;
    readonly lines: (records: readonly AuditRow[]) => Promise<string>;
  };
  readonly clock: Clock;
};

/** One part: that is all that is ever in memory of a file. */
const PER_PART = 1_000;
/** A spreadsheet has no more lines than that; the whole log is for `proofup audit export`. */
const MOST_LINES = 1_000_000;
const LEASE_MS = 60_000;

/** Goes on with files that somebody waits for, a part of each at a time, until none is left. */
export function makeRunExports(dependencies: Dependencies): () => Promise<void> {
  const { transact, clock } = dependencies;
  return async () => {
    for (;;) {
      const one = await transact('attempt', (tx) => tx.exports.take(clock(), LEASE_MS));
      if (one === undefined) return;
      await goOn(dependencies, one);
    }
  };
}

async function goOn(dependencies: Dependencies, one: ReportExport): Promise<void> {
  const { transact, auditReader, csv } = dependencies;
  const page = { after: one.place, limit: PER_PART };
  const { records, next } = await auditReader.list(filterOf(one.asked, dependencies), page);
  const head = one.parts === 0 ? csv.head : '';
  const text = `${head}${await csv.lines(records)}`;
  const lines = one.lines + records.length;
  const isOver = next === undefined || lines >= MOST_LINES;
  const after: ExportProgress = {
    state: isOver ? 'done' : 'running',
    lines,
    percent: isOver ? 100 : await percentOf(dependencies, one, next.time),
    // A stretch without anything wanted is no part.
    parts: text === '' ? one.parts : one.parts + 1,
    place: next,
  };
  await transact('attempt', (tx) => tx.exports.advance(one, after, text));
}

/** From the newest to the oldest, by time. */
async function percentOf({ auditReader }: Dependencies, one: ReportExport, reached: number) {
  const newest = one.asked.to ?? one.createdAt.getTime();
  const oldest = one.asked.from ?? (await auditReader.firstAt())?.getTime() ?? newest;
  const share = (newest - reached) / Math.max(1, newest - oldest);
  return Math.min(99, Math.max(0, Math.floor(share * 100)));
}
