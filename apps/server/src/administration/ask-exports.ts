import type { AuditLog } from '#audit/ports.ts';
import type { ExportId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { ExportStore, ReportAsked, ReportExport } from './ports.ts';

type Dependencies = {
  readonly exports: ExportStore;
  readonly transact: Transact<{ readonly exports: ExportStore; readonly audit: AuditLog }>;
  readonly ids: () => string;
  readonly clock: Clock;
  /** There is something to do. */
  readonly onAsked: () => void;
};

type By = Required<Pick<Order, 'operator' | 'signedIn'>> & { readonly userId: UserId };

export type Part = { readonly text: string; readonly next: number | undefined };

export type AskExports = {
  /** False: too many at a time. */
  begin(asked: ReportAsked, by: By): Promise<boolean>;
  listOf(userId: UserId): Promise<readonly ReportExport[]>;
  /** Undefined: there is no such file of theirs, or it has not come so far. */
  part(id: ExportId, part: number, by: By): Promise<Part | undefined>;
  remove(id: ExportId, userId: UserId): Promise<boolean>;
};

const LIFE_MS = 24 * 60 * 60_000;
const MOST_OF_ONE = 5;

/** Files are for whoever asked for them alone, and for a day. */
export function makeAskExports(dependencies: Dependencies): AskExports {
  const { exports, transact, ids, clock, onAsked } = dependencies;
  const own = async (id: ExportId, userId: UserId) => {
    const one = await exports.find(id);
    return one?.userId === userId && one.expiresAt > clock() ? one : undefined;
  };
  const record = (tx: { readonly audit: AuditLog }, what: string, by: By) =>
    tx.audit.append(
      [{ event: 'report.read', outcome: 'success', detail: { what }, ...actorOfOrder(by) }],
      clock(),
    );
  return {
    begin: async (asked, by) => {
      const now = clock();
      const isBegun = await transact('fact', async (tx) => {
        if ((await tx.exports.listOf(by.userId)).length >= MOST_OF_ONE) return false;
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where their ids are born
        const id = ids() as ExportId;
        const expiresAt = new Date(now.getTime() + LIFE_MS);
        // Nothing that happens from now on: a file is of one moment.
        const until = Math.min(asked.to ?? now.getTime() + 1, now.getTime() + 1);
        const { userId } = by;
        const request = { ...asked, to: until };
        await tx.exports.insert({ id, userId, asked: request, createdAt: now, expiresAt });
        await record(tx, `export ${asked.report}`, by);
        return true;
      });
      if (isBegun) onAsked();
      return isBegun;
    },
    listOf: (userId) => exports.listOf(userId),
    part: async (id, part, by) => {
      const one = await own(id, by.userId);
      const text = one && (await exports.part(id, part));
      if (one === undefined || text === undefined) return undefined;
      if (part === 0) await transact('attempt', (tx) => record(tx, 'export fetched', by));
      return { text, next: part + 1 < one.parts ? part + 1 : undefined };
    },
    remove: async (id, userId) => {
      if ((await own(id, userId)) === undefined) return false;
      await transact('fact', (tx) => tx.exports.remove(id));
      return true;
    },
  };
}
