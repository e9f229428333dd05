import { parseArgs } from 'node:util';
import type { Call, Command } from './command.ts';

export type Parsed =
  | { readonly kind: 'call'; readonly command: Command; readonly call: Omit<Call, 'io'> }
  | { readonly kind: 'help'; readonly command: Command | undefined }
  /** One line that says what is wrong, and with which command if one was found. */
  | { readonly kind: 'wrong'; readonly problem: string; readonly command: Command | undefined };

const HELP = ['help', '--help', '-h'];

/** Finds the command by its first words, then reads its arguments and options. */
export function parseCall(commands: readonly Command[], given: readonly string[]): Parsed {
  const [first = 'serve', ...others] = given;
  if (HELP.includes(first)) return { kind: 'help', command: find(commands, others) };
  // Options alone are those of `serve`, which is what starts without a word.
  const args = first.startsWith('-') ? ['serve', ...given] : [first, ...others];
  const command = find(commands, args);
  if (command === undefined) {
    const problem = `there is no command "${printable(args.slice(0, 2).join(' '))}"; proofup help lists them`;
    return { kind: 'wrong', problem, command: undefined };
  }
  return parseFor(command, args.slice(command.name.split(' ').length));
}

const find = (commands: readonly Command[], args: readonly string[]): Command | undefined =>
  commands.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));

/** What was typed is repeated in the answer: without anything that would move a terminal's cursor. */
const printable = (text: string): string => text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?');

function parseFor(command: Command, given: readonly string[]): Parsed {
  const wrong = (problem: string): Parsed => ({ kind: 'wrong', problem, command });
  const read = readArgs(command, given);
  if (typeof read === 'string') return wrong(printable(read));
  const { values, positionals } = read;
  if ('help' in values && values['help'] === true) return { kind: 'help', command };
  const missing = command.arguments[positionals.length];
  if (missing !== undefined) return wrong(`${missing} is missing`);
  const extra = positionals[command.arguments.length];
  if (extra !== undefined) return wrong(`"${printable(extra)}" is one argument too many`);
  const texts: Record<string, string> = {};
  const switches = new Set<string>();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string') texts[name] = value;
    else if (value === true) switches.add(name);
  }
  const needed = Object.entries(command.options).find(
    ([name, { required }]) => required === true && texts[name] === undefined,
  );
  if (needed !== undefined) return wrong(`--${needed[0]} is missing: ${needed[1].help}`);
  return { kind: 'call', command, call: { args: positionals, values: texts, switches } };
}

function readArgs({ options }: Command, given: readonly string[]) {
  const described = Object.entries(options).map(([name, { value }]) => [
    name,
    { type: value === undefined ? ('boolean' as const) : ('string' as const) },
  ]);
  try {
    return parseArgs({
      args: [...given],
      options: { ...Object.fromEntries(described), help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
  } catch (error) {
    // Node's own words: "Unknown option '--x'", "Option '--y' argument missing"; one sentence of them.
    return error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
  }
}
