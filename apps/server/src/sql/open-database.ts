import type { AccountOf } from '#audit/ports.ts';
import type { SealedBox } from '#crypto/sealed-box.ts';
import { makeIdSource } from '#crypto/uuid-v7.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Signals } from '#sign-in/ports.ts';
import type { Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { clientConfig, type PostgresSettings } from './postgres-pool.ts';
import { makeLocalSignals, makePostgresSignals } from './signals.ts';
import { openSqlite, type SqliteSettings } from './sqlite.ts';
import type { EngineKind } from './statement.ts';
import type { Statistics } from './statistics.ts';
import { bindStores, type Stores } from './stores.ts';

export type DatabaseSettings =
  | ({ readonly kind: 'sqlite' } & SqliteSettings)
  | ({ readonly kind: 'postgres' } & PostgresSettings);

export type Database = {
  readonly kind: EngineKind;
  readonly transact: Transact<Stores>;
  /** For reads outside transactions. */
  readonly stores: Stores;
  readonly signals: Signals;
  /** Settings in force under which an acknowledged write could be lost; none is what there should be. */
  readonly weaknesses: readonly string[];
  /** Whether the engine answers. */
  readonly ping: () => Promise<boolean>;
  /** Brings the schema to this version; the names of the migrations that it took. */
  readonly migrate: () => Promise<readonly string[]>;
  readonly statistics: () => Statistics;
  readonly close: () => Promise<void>;
  /** For sweep.ts, reseal.ts and backup.ts. */
  readonly engine: Engine<Stores>;
};

type Options = {
  readonly settings: DatabaseSettings;
  readonly box: SealedBox;
  readonly node: string;
  readonly accountOf: AccountOf;
  readonly clock?: Clock;
};

export async function openDatabase({
  settings,
  box,
  node,
  accountOf,
  clock = () => new Date(),
}: Options): Promise<Database> {
  const bind = bindStores({ box, node, accountOf, newId: makeIdSource(clock) });
  const engine =
    settings.kind === 'sqlite' ? openSqlite(settings, bind) : openPostgres(settings, bind);
  const signals =
    settings.kind === 'sqlite' ? makeLocalSignals() : makePostgresSignals(clientConfig(settings));

  async function close(): Promise<void> {
    await signals.close();
    await engine.close();
  }

  try {
    return {
      ...engine,
      engine,
      signals,
      weaknesses: await engine.weaknesses(),
      migrate: () => migrate(engine, { now: clock() }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
