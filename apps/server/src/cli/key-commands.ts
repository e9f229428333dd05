import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { recordKeyRing } from '#crypto/key-check.ts';
import { saveKeyRing } from '#crypto/key-ring-file.ts';
import {
  currentKeyOf,
  type KeyRing,
  makeKeyRing,
  retireOldKeys,
  rotateSealingKey,
  sealedBoxOf,
} from '#crypto/key-ring.ts';
import { done, refuse } from './act.ts';
import { type Call, type Command, CONFIG_OPTION, type Exit } from './command.ts';
import { type Installation, openWith, operatorName, withInstallation } from './installation.ts';
import { sealAgain } from './seal-again.ts';

/** A running server looks at the file every second (cli/serve.ts). */
const TAKE_UP_MS = 3_000;
/** A server that missed the rotation would have complained by then. */
const RETIRE_AFTER_MS = 5 * 60_000;

const makeCommand: Command = {
  name: 'keys make',
  summary: 'Write a new key ring for a new installation',
  arguments: ['FILE'],
  options: {},
  examples: ['proofup keys make /etc/proofup/keys.json'],
  run: async (call) => {
    const [file = ''] = call.args;
    if (existsSync(file)) return refuse(call, `${file} is there already, and stays as it is`);
    const folder = path.dirname(path.resolve(file));
    // A folder that is mistyped would be made, and the ring would be where nobody looks for it.
    if (!existsSync(folder)) return refuse(call, `there is no folder ${folder}: make it first`);
    await saveKeyRing(file, makeKeyRing(new Date()));
    return done(
      call,
      `${file} was written, readable by you alone.`,
      'Keep a copy apart from the database and its backups: without it they cannot be read.',
    );
  },
};

const statusCommand: Command = {
  name: 'keys status',
  summary: 'List the keys that seal and open, never the keys themselves',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup keys status'],
  run: (call) =>
    withInstallation(call, async ({ config, keyRing }) =>
      done(
        call,
        ...keyRing.sealingKeys.map(
          ({ id, state, createdAt }) => `${id}  ${state.padEnd(7)}  ${createdAt.toISOString()}`,
        ),
        `The key ring ${config.keyRingFile} fits the database.`,
      ),
    ),
};

const audited = (
  { database, config }: Installation,
  detail: Readonly<Record<string, string | number>>,
  keyRing: KeyRing,
) =>
  database.transact('fact', async ({ audit, meta }) => {
    await recordKeyRing(meta, keyRing);
    await audit.append(
      [
        {
          event: 'key.rotated',
          outcome: 'success',
          actor: { type: 'operator', id: operatorName() },
          target: { type: 'node', id: config.node },
          detail,
        },
      ],
      new Date(),
    );
  });

/** Two walks: what a server sealed before it took the new key up is caught by the second. */
async function sealAllAgain(call: Call, { config }: Installation, keyRing: KeyRing): Promise<Exit> {
  const database = await openWith(config, keyRing);
  const box = sealedBoxOf(keyRing);
  try {
    const began = Date.now();
    const first = await sealAgain(database, box);
    await wait(TAKE_UP_MS);
    const { resealed, unreadable } = await sealAgain(database, box);
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    call.io.out(`${first.resealed + resealed} values were sealed again in ${seconds} s`);
    return unreadable === 0
      ? done(call, 'Nothing is left under an older key.')
      : refuse(call, `${unreadable} values open under no key of the ring: they were lost before`);
  } finally {
    await database.close();
  }
}

const rotateCommand: Command = {
  name: 'keys rotate',
  summary: 'Make a new sealing key and seal everything again under it, while the server runs',
  arguments: [],
  options: {
    'no-reseal': { help: 'only make the key: copy the ring to every node, then keys reseal' },
    ...CONFIG_OPTION,
  },
  examples: ['proofup keys rotate', 'proofup keys retire'],
  run: (call) =>
    withInstallation(call, async (installation) => {
      const { config } = installation;
      const keyRing = rotateSealingKey(installation.keyRing, new Date());
      const { id } = currentKeyOf(keyRing);
      await saveKeyRing(config.keyRingFile, keyRing);
      await audited(installation, { key: id }, keyRing);
      call.io.out(`${id} seals from now on; the older keys still open.`);
      call.io.out('A running server takes the ring up within a second, without a restart.');
      if (call.switches.has('no-reseal')) return done(call, 'Next: proofup keys reseal');
      return sealAllAgain(call, installation, keyRing);
    }),
};

const resealCommand: Command = {
  name: 'keys reseal',
  summary: 'Seal again what is still under an older key',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup keys reseal'],
  run: (call) =>
    withInstallation(call, (installation) =>
      sealAllAgain(call, installation, installation.keyRing),
    ),
};

const retireCommand: Command = {
  name: 'keys retire',
  summary: 'Drop the older keys, after making sure that nothing is left under them',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup keys retire'],
  run: (call) =>
    withInstallation(call, async (installation) => {
      const { config, keyRing, database } = installation;
      if (keyRing.sealingKeys.length === 1) return done(call, 'There is no older key.');
      const { createdAt, id } = currentKeyOf(keyRing);
      if (Date.now() - createdAt.getTime() < RETIRE_AFTER_MS) {
        return refuse(
          call,
          'the current key is younger than 5 minutes: a server may not have it yet',
        );
      }
      const { unreadable } = await sealAgain(database, sealedBoxOf(keyRing));
      if (unreadable > 0) return refuse(call, `${unreadable} values open under no key of the ring`);
      const retired = retireOldKeys(keyRing);
      await audited(installation, { key: id, retired: keyRing.sealingKeys.length - 1 }, retired);
      await saveKeyRing(config.keyRingFile, retired);
      return done(call, `Only ${id} is left. Backups from before need a copy of the old ring.`);
    }),
};

export const KEY_COMMANDS: readonly Command[] = [
  makeCommand,
  rotateCommand,
  resealCommand,
  retireCommand,
  statusCommand,
];
