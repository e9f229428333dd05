import { type Command, EXIT } from './command.ts';

const EXIT_CODES = [
  'Exit codes:',
  `  ${EXIT.done}  done`,
  `  ${EXIT.refused}  refused: what was asked for cannot be, or was found broken`,
  `  ${EXIT.usage}  asked wrongly: arguments, configuration or keys`,
];

const columns = (rows: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
};

export const listHelp = (commands: readonly Command[]): readonly string[] => [
  'Proofup: two-step verification for an organisation.',
  '',
  'Usage: proofup [COMMAND] [OPTIONS]',
  '',
  'Without a command it serves; without a configuration it does so in evaluation mode: on this',
  'machine only, with a simulated carrier and example accounts.',
  '',
  'Commands:',
  ...columns(commands.map(({ name, summary }) => [name, summary])),
  '',
  'proofup help COMMAND tells more. Settings are described in docs/configuration.md.',
  '',
  ...EXIT_CODES,
];

const usageOf = ({ name, arguments: args, options }: Command): string => {
  const required = Object.entries(options)
    .filter(([, option]) => option.required === true)
    .map(([option, { value = '' }]) => `--${option} ${value}`);
  return ['proofup', name, ...args, ...required, '[OPTIONS]'].join(' ');
};

export const commandHelp = (command: Command): readonly string[] => [
  `${command.summary}.`,
  '',
  `Usage: ${usageOf(command)}`,
  '',
  'Options:',
  ...columns([
    ...Object.entries(command.options).map(
      ([name, { value, help }]) =>
        [value === undefined ? `--${name}` : `--${name} ${value}`, help] as const,
    ),
    ['--help', 'this text'],
  ]),
  '',
  'Examples:',
  ...command.examples.map((example) => `  ${example}`),
  '',
  ...EXIT_CODES,
];
