import { randomBytes } from 'node:crypto';
import { after, before, describe } from 'node:test';
import { isActivity } from '@proofup/contract/activity.ts';
import { makeAccountOf } from '#audit/account-of.ts';
import { makeSealedBox, type SealedBox, type SealingKey } from '#crypto/sealed-box.ts';
import {
  forEachStore,
  type MadeStore,
  type Prepare,
  type StoreConnection,
} from '../../../../../test/harness/for-each-store.ts';
import { type Database, openDatabase } from '../open-database.ts';
import type { Isolation } from '../postgres-connection.ts';

export const makeKey = (): SealingKey => ({
  id: randomBytes(8).toString('hex'),
  key: randomBytes(32),
});

const testBox: SealedBox = makeSealedBox(makeKey(), []);

export type OpenOptions = {
  readonly box?: SealedBox;
  readonly node?: string;
  readonly isolation?: Isolation;
  readonly groupMs?: number;
};

export const openAt = (
  connection: StoreConnection,
  { box = testBox, node = 'node-1', isolation, groupMs }: OpenOptions = {},
): Promise<Database> =>
  openDatabase({
    settings:
      connection.kind === 'sqlite' ? { ...connection, groupMs } : { ...connection, isolation },
    box,
    node,
    accountOf: makeAccountOf(isActivity),
  });

const migrated: Prepare = async (connection) => {
  const database = await openAt(connection);
  await database.migrate();
  await database.close();
};

export type Opened = {
  readonly kind: 'sqlite' | 'postgres';
  /** The suite's own database, open. */
  readonly database: () => Database;
  /** Where it is, for opening it once more. */
  readonly connection: () => StoreConnection;
};

/** Runs the suite on both engines, each with one migrated database for all of its tests. */
export function forEachDatabase(
  name: string,
  suite: (opened: Opened) => void,
  options: OpenOptions = {},
): void {
  describe(name, () => {
    forEachStore((store) => {
      let made: MadeStore | undefined;
      let database: Database | undefined;
      before(async () => {
        made = await store.make();
        database = await openAt(made.connection, options);
      });
      after(async () => {
        await database?.close();
        await made?.close();
      });
      suite({
        kind: store.name,
        database: () => present(database),
        connection: () => present(made).connection,
      });
    }, migrated);
  });
}

function present<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('only inside a test');
  return value;
}
