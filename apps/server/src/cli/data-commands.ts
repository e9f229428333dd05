import { assertKeyRingFits, recordKeyRing } from '#crypto/key-check.ts';
import { loadKeyRing } from '#crypto/key-ring-file.ts';
import { backUp, restore } from '#sql/backup.ts';
import { hasSchema } from '#sql/has-schema.ts';
import type { Database } from '#sql/open-database.ts';
import { done } from './act.ts';
import { type Command, CONFIG_OPTION } from './command.ts';
import { openWith, operatorName, withConfig, withInstallation } from './installation.ts';

const migrateCommand: Command = {
  name: 'migrate',
  summary: 'Bring the database to this version; the server does it too when it starts',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup migrate'],
  run: (call) =>
    withConfig(call, async ({ config }) => {
      const keyRing = loadKeyRing(config.keyRingFile);
      const database = await openWith(config, keyRing);
      try {
        if (await hasSchema(database.engine)) {
          await assertKeyRingFits(database.stores.meta, keyRing);
        }
        const taken = await database.migrate();
        await database.transact('fact', ({ meta }) => recordKeyRing(meta, keyRing));
        const lines = taken.length === 0 ? ['The database is up to date.'] : taken;
        return done(call, ...lines);
      } finally {
        await database.close();
      }
    }),
};

const recordData = (
  database: Database,
  event: 'backup.made' | 'backup.restored',
  detail: Readonly<Record<string, number>>,
): Promise<void> =>
  database.transact('fact', ({ audit }) =>
    audit.append(
      [
        {
          event,
          outcome: 'success',
          actor: { type: 'operator', id: operatorName() },
          detail,
        },
      ],
      new Date(),
    ),
  );

const backupCommand: Command = {
  name: 'backup',
  summary: 'Write all data to a file, while the server runs; the keys are not in it',
  arguments: ['FILE'],
  options: CONFIG_OPTION,
  examples: ['proofup backup /backups/proofup-2026-11-24.jsonl'],
  run: (call) =>
    withInstallation(call, async ({ config, database }) => {
      const [file = ''] = call.args;
      const { rows } = await backUp(database.engine, file);
      await recordData(database, 'backup.made', { rows });
      return done(
        call,
        `${rows} rows were written to ${file}.`,
        `Keep the key ring (${config.keyRingFile}) elsewhere: a backup is useless without it, and must stay so.`,
      );
    }),
};

const restoreCommand: Command = {
  name: 'restore',
  summary: 'Read a backup into an empty database, of either kind; ends all sessions in it',
  arguments: ['FILE'],
  options: CONFIG_OPTION,
  examples: ['proofup restore /backups/proofup-2026-11-24.jsonl --config /etc/proofup/config.json'],
  run: (call) =>
    withConfig(call, async ({ config }) => {
      const [file = ''] = call.args;
      const keyRing = loadKeyRing(config.keyRingFile);
      const database = await openWith(config, keyRing);
      try {
        const { rows, ended } = await restore(database.engine, file, new Date());
        // With a ring that does not fit nothing more is written: the right one may still come.
        await assertKeyRingFits(database.stores.meta, keyRing);
        await recordData(database, 'backup.restored', { rows, ...ended });
        return done(
          call,
          `${rows} rows were read back; the key ring fits them.`,
          `Nobody is signed in: ${ended['session'] ?? 0} sessions and ${ended['sign_in'] ?? 0} sign-ins were ended.`,
        );
      } finally {
        await database.close();
      }
    }),
};

export const DATA_COMMANDS: readonly Command[] = [migrateCommand, backupCommand, restoreCommand];
