import { open, readFile } from 'node:fs/promises';
import type { LineResult } from '#administration/import-users.ts';
import { act, misuse, REASON_OPTION } from './act.ts';
import { type Command, CONFIG_OPTION, EXIT } from './command.ts';

const MAX_BYTES = 16 * 1024 * 1024;

const textOf = (result: LineResult): string => {
  switch (result.kind) {
    case 'added':
      return 'added';
    case 'changed':
      return `${result.before} -> ${result.after}`;
    case 'unchanged':
      return 'unchanged';
    case 'bad':
      return `NOT DONE: ${result.why}`;
  }
};

const lineOf = (result: LineResult): string =>
  ['line', String(result.line), ...(result.login === undefined ? [] : [result.login])].join(' ');

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;

/** Readable by its owner only, and never over a file that is there. */
async function openPrivate(file: string | undefined) {
  const handle = file === undefined ? undefined : await open(file, 'wx', 0o600);
  await handle?.appendFile('login,password\n');
  return handle;
}

export const importCommand: Command = {
  name: 'user import',
  summary: 'Add accounts, or change their state, from a CSV file: login,name,email,state',
  arguments: ['FILE'],
  options: {
    ...REASON_OPTION,
    'dry-run': { help: 'say what would happen and do nothing' },
    passwords: {
      value: 'FILE',
      help: 'make passwords for new accounts and write them to this new file',
    },
    ...CONFIG_OPTION,
  },
  examples: [
    'proofup user import people.csv --dry-run --reason "roll-out"',
    'proofup user import people.csv --passwords passwords.csv --reason "roll-out"',
  ],
  run: (call) =>
    act(call, async ({ administration, order }) => {
      const csv = await readFile(call.args[0] ?? '');
      if (csv.length > MAX_BYTES) return misuse(call, 'FILE is larger than 16 MiB');
      const dryRun = call.switches.has('dry-run');
      const handle = dryRun ? undefined : await openPrivate(call.values['passwords']);
      const counts = { added: 0, changed: 0, unchanged: 0, bad: 0 };
      const request = { csv: csv.toString('utf8'), dryRun, makePasswords: handle !== undefined };
      try {
        for await (const result of administration.importUsers(request, order)) {
          counts[result.kind] += 1;
          call.io.out(`${lineOf(result)}: ${textOf(result)}`);
          if (result.kind !== 'added' || result.password === undefined) continue;
          await handle?.appendFile(`${quoted(result.login ?? '')},${result.password}\n`);
        }
      } finally {
        await handle?.close();
      }
      const { added, changed, unchanged, bad } = counts;
      const would = dryRun ? ' (nothing was done)' : '';
      call.io.out(`${added} added, ${changed} changed, ${unchanged} unchanged, ${bad} bad${would}`);
      return bad === 0 ? EXIT.done : EXIT.refused;
    }),
};
