import type { Database } from '../../../apps/server/src/sql/open-database.ts';
import type { Stores } from '../../../apps/server/src/sql/stores.ts';

export type Part = keyof Stores;

/** What a driver's error looks like at its worst: a statement, a path, a version, a value. */
export const FAULT_MESSAGE =
  'select secret from authenticator -- /srv/proofup/sql/store.ts:42 PostgreSQL 18.4 value=hunter2';

/** What reads the rows of another part as well, and fails with either. */
const READS_TOO: Readonly<Record<string, Part>> = { 'sessions.findInUse': 'users' };

class Fault extends Error {
  override readonly name = 'PlantedFault';
  constructor() {
    super(FAULT_MESSAGE);
  }
}

export type Faults = {
  readonly wrap: (database: Database) => Database;
  /** From now on everything that these parts of the store are asked for throws. */
  break(...parts: readonly Part[]): void;
  mend(): void;
};

/** Stands between the operations and the store, inside transactions and outside. */
export function makeFaults(): Faults {
  const broken = new Set<string>();

  const failing = <Store extends object>(part: string, store: Store): Store =>
    new Proxy(store, {
      get: (target, method) => {
        const value: unknown = Reflect.get(target, method);
        if (typeof value !== 'function') return value;
        const other = READS_TOO[`${part}.${String(method)}`] ?? part;
        return async (...given: readonly unknown[]): Promise<unknown> => {
          if (broken.has(part) || broken.has(other)) throw new Fault();
          return Reflect.apply(value, target, given);
        };
      },
    });

  const wrapStores = (stores: Stores): Stores => {
    const wrapped = Object.entries(stores).map(([part, store]) => [part, failing(part, store)]);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same stores, each in a proxy
    return Object.fromEntries(wrapped) as Stores;
  };

  return {
    wrap: (database) => ({
      ...database,
      stores: wrapStores(database.stores),
      transact: (kind, work) => database.transact(kind, (tx) => work(wrapStores(tx))),
    }),
    break: (...parts) => {
      for (const part of parts) broken.add(part);
    },
    mend: () => broken.clear(),
  };
}
