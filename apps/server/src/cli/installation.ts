import os from 'node:os';
import type { Config } from '#config/config.ts';
import { type LoadedConfig, loadConfig } from '#config/load-config.ts';
import { assertKeyRingFits } from '#crypto/key-check.ts';
import { loadKeyRing } from '#crypto/key-ring-file.ts';
import { type KeyRing, sealedBoxOf } from '#crypto/key-ring.ts';
import { accountOf } from '#app/activity.ts';
import { hasSchema } from '#sql/has-schema.ts';
import { type Database, openDatabase } from '#sql/open-database.ts';
import { type Call, EXIT, type Exit } from './command.ts';
import { Refusal } from './explain-error.ts';

export type Loaded = Extract<LoadedConfig, { kind: 'loaded' }>;

/** Goes on with the configuration, or says in one line which setting is wrong. */
export async function withConfig(
  { values, io }: Call,
  work: (loaded: Loaded) => Promise<Exit>,
): Promise<Exit> {
  const { environment } = io;
  const loaded = await loadConfig({
    file: values['config'],
    ...(environment === undefined ? {} : { environment }),
  });
  if (loaded.kind === 'refused') {
    io.error(`proofup: ${loaded.problem.setting} ${loaded.problem.message}`);
    return EXIT.usage;
  }
  for (const name of loaded.unknownVariables) {
    io.error(`proofup: warning: ${name} is not a setting; docs/configuration.md lists them`);
  }
  return work(loaded);
}

export type Installation = {
  readonly config: Config;
  readonly keyRing: KeyRing;
  readonly database: Database;
};

/** Opens keys and database as they are; nothing is written before both were found to fit. */
export async function withInstallation(
  call: Call,
  work: (installation: Installation) => Promise<Exit>,
): Promise<Exit> {
  return withConfig(call, async ({ config }) => {
    const keyRing = loadKeyRing(config.keyRingFile);
    const database = await openWith(config, keyRing);
    try {
      if (!(await hasSchema(database.engine))) {
        throw new Refusal('the database is empty: start the server, or run proofup migrate');
      }
      await assertKeyRingFits(database.stores.meta, keyRing);
      return await work({ config, keyRing, database });
    } finally {
      await database.close();
    }
  });
}

export const openWith = ({ database, node }: Config, keyRing: KeyRing): Promise<Database> =>
  openDatabase({ settings: database, box: sealedBoxOf(keyRing), node, accountOf });

/** Who stands in the audit log; a container's user may have a number and no name. */
export function operatorName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
