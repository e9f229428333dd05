import type { AuditLog } from '#audit/ports.ts';
import type { ImportId } from '#domain/ids.ts';
import type { UserState } from '#domain/user.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { type Importer, importLines, type LineResult } from './import-lines.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { ImportRun, ImportStore, LineCounts } from './ports.ts';

type Dependencies = {
  readonly imports: Pick<ImportStore, 'find'>;
  readonly importers: Readonly<Record<ImportRun['content'], Importer>>;
  readonly transact: Transact<{ readonly imports: ImportStore; readonly audit: AuditLog }>;
  readonly ids: () => string;
  readonly clock: Clock;
};

/** An administrator who is signed in: whoever is at the server reads a file in one go. */
type SignedInOrder = Order & { readonly signedIn: NonNullable<Order['signedIn']> };

export type StartImport = (
  request: Pick<ImportRun, 'content' | 'dryRun'> & { readonly state: UserState | undefined },
  order: SignedInOrder,
) => Promise<ImportRun>;

export type ImportBatch = (
  request: {
    readonly id: ImportId;
    readonly firstLine: number;
    readonly csv: string;
    readonly last: boolean;
  },
  by: Omit<SignedInOrder, 'reason'>,
) => Promise<
  | { readonly kind: 'read'; readonly run: ImportRun; readonly results: readonly LineResult[] }
  /** It is another's, over, or was begun too long ago. */
  | { readonly kind: 'unknown-import' }
  /** Lines before these were never sent, or they are too many at once. */
  | { readonly kind: 'not-next' }
>;

/** Lines without a run, by whoever calls: sent again, they add nothing. Undefined: too many at once. */
export type ImportAtOnce = (
  request: Pick<ImportRun, 'content' | 'dryRun'> & {
    readonly state: UserState | undefined;
    readonly firstLine: number;
    readonly csv: string;
  },
  order: Order,
) => Promise<readonly LineResult[] | undefined>;

/** As long as one proof of the second step is good for a whole file. */
const OPEN_MS = 60 * 60_000;
const LINES_AT_ONCE = 500;

/**
 * Files come in by batches: the server holds one batch at a time, however long the file is. Of a
 * batch whose answer was lost the same can be sent again (docs/adr/0071).
 */
export function makeRunImport(dependencies: Dependencies): {
  readonly start: StartImport;
  readonly batch: ImportBatch;
  readonly atOnce: ImportAtOnce;
} {
  const { transact, imports, importers, ids, clock } = dependencies;
  return {
    atOnce: async ({ content, dryRun, state, firstLine, csv }, order) => {
      const lines = countLines(csv);
      if (lines > LINES_AT_ONCE) return undefined;
      const how = { dryRun, state };
      const reading = importLines(importers[content], { csv, firstLine, how, order });
      const results: LineResult[] = [];
      for await (const result of reading) results.push(result);
      const detail = { content, dryRun, firstLine, lines, why: order.reason, ...countOf(results) };
      await transact('attempt', ({ audit }) =>
        audit.append(
          [{ event: 'import.lines', outcome: 'success', detail, ...actorOfOrder(order) }],
          clock(),
        ),
      );
      return results;
    },
    start: (request, order) =>
      transact('fact', async (tx) => {
        const startedAt = clock();
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where ids of imports are born
        const id = ids() as ImportId;
        const startedBy = order.signedIn.session.userId;
        const run = { ...request, id, startedBy, reason: order.reason, startedAt };
        await tx.imports.insert(run);
        const { content, dryRun } = request;
        const detail = { import: id, content, dryRun, why: order.reason };
        await tx.audit.append(
          [{ event: 'import.started', outcome: 'success', detail, ...actorOfOrder(order) }],
          startedAt,
        );
        return { ...run, ...countOf([]), linesDone: 0, finishedAt: undefined };
      }),
    batch: async (request, by) => {
      const run = await imports.find(request.id);
      if (run === undefined || !isOpen(run, by, clock())) return { kind: 'unknown-import' };
      const lines = countLines(request.csv);
      if (request.firstLine > run.linesDone + 1 || lines > LINES_AT_ONCE) {
        return { kind: 'not-next' };
      }
      return read(dependencies, { run, lines, request, by });
    },
  };
}

const isOpen = (run: ImportRun, { signedIn }: Pick<SignedInOrder, 'signedIn'>, now: Date) =>
  run.startedBy === signedIn.session.userId &&
  run.finishedAt === undefined &&
  run.startedAt.getTime() + OPEN_MS > now.getTime();

/** Whole lines: a break at the end begins no other. */
const countLines = (csv: string): number =>
  csv === '' ? 0 : csv.replace(/(?:\r\n|\n|\r)$/, '').split(/\r\n|\n|\r/).length;

type Reading = {
  readonly run: ImportRun;
  readonly lines: number;
  readonly request: Parameters<ImportBatch>[0];
  readonly by: Omit<SignedInOrder, 'reason'>;
};

async function read(
  { importers, transact, clock }: Dependencies,
  { run, lines, request, by }: Reading,
): ReturnType<ImportBatch> {
  const { csv, firstLine, last } = request;
  const order = { ...by, reason: run.reason };
  const how = { dryRun: run.dryRun, state: run.state };
  const results: LineResult[] = [];
  const reading = importLines(importers[run.content], { csv, firstLine, how, order });
  for await (const result of reading) results.push(result);
  const counts = countOf(results);
  const linesDone = Math.max(run.linesDone, firstLine + lines - 1);
  const finishedAt = last ? clock() : undefined;
  const after = await transact('attempt', async (tx) => {
    const isNew = await tx.imports.progress(run.id, { linesDone, counts, finishedAt });
    const detail = { import: run.id, firstLine, lines, again: !isNew, ...counts };
    await tx.audit.append(
      [{ event: 'import.lines', outcome: 'success', detail, ...actorOfOrder(by) }],
      clock(),
    );
    return tx.imports.find(run.id);
  });
  return { kind: 'read', run: after ?? run, results };
}

function countOf(results: readonly LineResult[]): LineCounts {
  const counts = { added: 0, changed: 0, unchanged: 0, bad: 0 };
  for (const { kind } of results) counts[kind] += 1;
  return counts;
}
