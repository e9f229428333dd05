import type { Transact, WriteKind } from '#domain/write.ts';
import type { Connection } from './connection.ts';
import type { Snapshot } from './snapshot.ts';
import type { EngineKind } from './statement.ts';
import type { Statistics } from './statistics.ts';

/** An open database of either kind. */
export type Engine<Stores> = {
  readonly kind: EngineKind;
  /** For reads outside transactions; each sees what was committed before it. */
  readonly stores: Stores;
  readonly transact: Transact<Stores>;
  /** The same for work on tables as such: migrations, sweeping, copies. */
  readonly withConnection: <Result>(
    kind: WriteKind,
    work: (connection: Connection) => Promise<Result>,
  ) => Promise<Result>;
  readonly withSnapshot: <Result>(work: (snapshot: Snapshot) => Promise<Result>) => Promise<Result>;
  /** Whether it answers. */
  readonly ping: () => Promise<boolean>;
  /** Settings in force under which an acknowledged write could be lost. */
  readonly weaknesses: () => Promise<readonly string[]>;
  readonly statistics: () => Statistics;
  readonly close: () => Promise<void>;
};
