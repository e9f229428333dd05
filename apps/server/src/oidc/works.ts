import { AsyncLocalStorage } from 'node:async_hooks';
import type { Transact } from '#domain/write.ts';

type Write<Stores> = (tx: Stores) => Promise<unknown>;

/** What one request leaves to be written, and what it has read. */
type Work<Stores> = {
  writes: Write<Stores>[];
  keys: Set<string>;
  readonly reads: Map<string, unknown>;
  /** Rows that came along with another, until they are asked for or anything is written. */
  readonly along: Map<string, unknown>;
};

/**
 * The requests that are being answered: what one of them writes is one transaction before its answer
 * leaves, so that all of it is there or nothing, and nobody is told of what is not.
 */
export type Works<Stores> = {
  /** What `work` does is of one request; it calls `write` before its answer leaves. */
  run(work: () => Promise<void>): Promise<void>;
  /** With what else the request leaves; at once where no request is being answered. */
  later(write: Write<Stores>, key?: string): Promise<void>;
  /** All that was left for later. A throw has undone it. */
  write(): Promise<void>;
  /** Before the row with this key is read, or any is removed. */
  settle(key?: string): Promise<void>;
  /** Nothing of what was left: the request broke. */
  forget(): void;
  /** Read once for the request. */
  once<Found>(key: string, read: () => Promise<Found>): Promise<Found>;
  /** By its key, with what comes along: each of that is handed out once, and never after a write. */
  withOrigin<Found>(
    key: string,
    read: () => Promise<ReadonlyMap<string, Found>>,
  ): Promise<Found | undefined>;
  /** What came along with another row, or else read now. */
  fromOrigin<Found>(
    key: string,
    read: () => Promise<Found | undefined>,
  ): Promise<Found | undefined>;
};

export function makeWorks<Stores>(transact: Transact<Stores>): Works<Stores> {
  const running = new AsyncLocalStorage<Work<Stores>>();

  async function write(): Promise<void> {
    const work = running.getStore();
    work?.along.clear();
    if (work === undefined || work.writes.length === 0) return;
    const { writes } = work;
    work.writes = [];
    work.keys = new Set();
    await transact('attempt', async (tx) => {
      for (const one of writes) await one(tx);
    });
  }

  return {
    run: (work) =>
      running.run({ writes: [], keys: new Set(), reads: new Map(), along: new Map() }, work),
    later: async (one, key) => {
      const work = running.getStore();
      if (work === undefined) return transact('attempt', async (tx) => void (await one(tx)));
      work.writes.push(one);
      if (key !== undefined) work.keys.add(key);
      return undefined;
    },
    write,
    settle: async (key) => {
      const work = running.getStore();
      if (work !== undefined && (key === undefined || work.keys.has(key))) await write();
    },
    forget: () => {
      const work = running.getStore();
      if (work !== undefined) work.writes = [];
    },
    once: <Found>(key: string, read: () => Promise<Found>): Promise<Found> => {
      const reads = running.getStore()?.reads;
      if (reads === undefined) return read();
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key is read in one way
      const known = reads.get(key) as Promise<Found> | undefined;
      if (known !== undefined) return known;
      const found = read();
      reads.set(key, found);
      return found;
    },
    withOrigin: async (key, read) => {
      const found = await read();
      const along = running.getStore()?.along;
      for (const [other, row] of found) if (other !== key) along?.set(other, row);
      return found.get(key);
    },
    fromOrigin: async <Found>(key: string, read: () => Promise<Found | undefined>) => {
      const along = running.getStore()?.along;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key is read in one way
      const known = along?.get(key) as Found | undefined;
      along?.delete(key);
      return known ?? read();
    },
  };
}
