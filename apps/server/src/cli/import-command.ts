import { open, readFile } from 'node:fs/promises';
import type { LineFault } from '@proofup/contract/line-faults.ts';
import { importLines, type LineResult } from '#administration/import-lines.ts';
import { act, misuse, REASON_OPTION } from './act.ts';
import type { Administration } from './administration.ts';
import { type Command, CONFIG_OPTION, EXIT } from './command.ts';

const MAX_BYTES = 16 * 1024 * 1024;

const FAULTS: Readonly<Record<LineFault, string>> = {
  quotes: 'the quotes do not match',
  fields: 'there must be {n} fields',
  login: 'the login is missing or too long',
  name: 'the name is missing, too long or not plain text',
  email: 'the e-mail address is not one',
  state: 'the state must be disabled, enabled or enforced',
  language: 'the language must be such as en or en-US',
  repeated: 'it stands in an earlier line too',
  taken: 'the login or the e-mail address belongs to somebody else',
  'unknown-person': 'there is no such account',
  'own-account': 'it is your own account',
  'out-of-reach': 'the account may do more than you',
  'needs-approval': 'an administrator or an owner',
  'needs-two-steps': 'an administrator keeps two-step verification',
  serial: 'the serial number is missing, too long or not plain text',
  secret: 'the secret key is not Base32 of 128 bits or more',
  interval: 'the time interval must be 30 or 60',
  maker: 'the manufacturer or the model is too long or not plain text',
};

const NUMBERS: Readonly<Record<number, string>> = {
  2: 'two',
  4: 'four',
  5: 'four or five',
  6: 'six',
};

const textOf = (result: LineResult, fields: number): string => {
  switch (result.kind) {
    case 'added':
      return 'added';
    case 'changed':
      return `${result.before} -> ${result.after}`;
    case 'unchanged':
      return 'unchanged';
    case 'bad':
      return `NOT DONE: ${FAULTS[result.why].replace('{n}', NUMBERS[fields] ?? '')}`;
  }
};

const lineOf = (result: LineResult): string =>
  ['line', String(result.line), ...(result.name === undefined ? [] : [result.name])].join(' ');

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;

/** Readable by its owner only, and never over a file that is there. */
async function openPrivate(file: string | undefined) {
  const handle = file === undefined ? undefined : await open(file, 'wx', 0o600);
  await handle?.appendFile('login,password\n');
  return handle;
}

/** One result a line, on standard output; what went wrong with any makes the command fail. */
const importing =
  (content: keyof Administration['importers']): Command['run'] =>
  (call) =>
    act(call, async ({ administration, order }) => {
      const csv = await readFile(call.args[0] ?? '');
      if (csv.length > MAX_BYTES) return misuse(call, 'FILE is larger than 16 MiB');
      const dryRun = call.switches.has('dry-run');
      const handle = dryRun ? undefined : await openPrivate(call.values['passwords']);
      const counts = { added: 0, changed: 0, unchanged: 0, bad: 0 };
      const how = { dryRun, makePasswords: handle !== undefined };
      const lines = { csv: csv.toString('utf8'), how, order };
      const importer = administration.importers[content];
      try {
        for await (const result of importLines(importer, lines)) {
          counts[result.kind] += 1;
          call.io.out(`${lineOf(result)}: ${textOf(result, importer.columns.length)}`);
          if (result.kind !== 'added' || result.password === undefined) continue;
          await handle?.appendFile(`${quoted(result.name ?? '')},${result.password}\n`);
        }
      } finally {
        await handle?.close();
      }
      const { added, changed, unchanged, bad } = counts;
      const would = dryRun ? ' (nothing was done)' : '';
      call.io.out(`${added} added, ${changed} changed, ${unchanged} unchanged, ${bad} bad${would}`);
      return bad === 0 ? EXIT.done : EXIT.refused;
    });

const OPTIONS = {
  ...REASON_OPTION,
  'dry-run': { help: 'say what would happen and do nothing' },
} as const;

export const importCommand: Command = {
  name: 'user import',
  summary:
    'Add accounts, or change their state, from a CSV file: login,name,email,state[,language]',
  arguments: ['FILE'],
  options: {
    ...OPTIONS,
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
  run: importing('people'),
};

export const importStatesCommand: Command = {
  name: 'user import-states',
  summary: 'Change the state of many accounts from a CSV file: login,state',
  arguments: ['FILE'],
  options: { ...OPTIONS, ...CONFIG_OPTION },
  examples: ['proofup user import-states states.csv --dry-run --reason "roll-out"'],
  run: importing('states'),
};

export const importTokensCommand: Command = {
  name: 'token import',
  summary:
    'Add hardware tokens from a CSV file: upn,serial number,secret key,time interval,manufacturer,model',
  arguments: ['FILE'],
  options: { ...OPTIONS, ...CONFIG_OPTION },
  examples: ['proofup token import tokens.csv --dry-run --reason "new tokens"'],
  run: importing('tokens'),
};
