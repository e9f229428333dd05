import type { AuditLog } from '#audit/ports.ts';
import type { ExportId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { actorOfOrder, type Order } from './order.ts';
import type { ExportOwner, ExportStore, ReportAsked, ReportExport } from './ports.ts';

type Dependencies = {
  readonly exports: ExportStore;
  readonly transact: Transact<{ readonly exports: ExportStore; readonly audit: AuditLog }>;
  readonly ids: () => string;
  readonly clock: Clock;
  /** There is something to do. */
  readonly onAsked: () => void;
};

type By = Omit<Order, 'reason'> & { readonly owner: ExportOwner };

export type Part = { readonly text: string; readonly next: number | undefined };

export type AskExports = {
  /** False: too many at a time. */
  begin(asked: ReportAsked, by: By): Promise<boolean>;
  listOf(owner: ExportOwner): Promise<readonly ReportExport[]>;
  /** Undefined: there is no such file of theirs, or it has not come so far. */
  part(id: ExportId, part: number, by: By): Promise<Part | undefined>;
  remove(id: ExportId, owner: ExportOwner): Promise<boolean>;
};

const LIFE_MS = 24 * 60 * 60_000;
const MOST_OF_ONE = 5;

const isSame = (one: ExportOwner, other: ExportOwner): boolean =>
  one.userId === other.userId && one.keyName === other.keyName;

/** Files are for whoever asked for them alone, and for a day. */
export function makeAskExports(dependencies: Dependencies): AskExports {
  const { exports, transact, ids, clock, onAsked } = dependencies;
  const own = async (id: ExportId, owner: ExportOwner) => {
    const one = await exports.find(id);
    const isTheirs = one !== undefined && isSame(one.owner, owner);
    return isTheirs && one.expiresAt > clock() ? one : undefined;
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
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where their ids are born
        const id = ids() as ExportId;
        const expiresAt = new Date(now.getTime() + LIFE_MS);
        // Nothing that happens from now on: a file is of one moment.
        const until = Math.min(asked.to ?? now.getTime() + 1, now.getTime() + 1);
        const { owner } = by;
        const request = { ...asked, to: until };
        const one = { id, owner, asked: request, createdAt: now, expiresAt };
        if (!(await tx.exports.insert(one, MOST_OF_ONE))) return false;
        await record(tx, `export ${asked.report}`, by);
        return true;
      });
      if (isBegun) onAsked();
      return isBegun;
    },
    listOf: (owner) => exports.listOf(owner),
    part: async (id, part, by) => {
      const one = await own(id, by.owner);
      const text = one && (await exports.part(id, part));
      if (one === undefined || text === undefined) return undefined;
      if (part === 0) await transact('attempt', (tx) => record(tx, 'export fetched', by));
      return { text, next: part + 1 < one.parts ? part + 1 : undefined };
    },
    remove: async (id, owner) => {
      if ((await own(id, owner)) === undefined) return false;
      await transact('fact', (tx) => tx.exports.remove(id));
      return true;
    },
  };
}
