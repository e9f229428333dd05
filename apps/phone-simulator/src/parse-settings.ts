import { parseArgs } from 'node:util';

type Settings = {
  readonly accountSid: string;
  readonly authToken?: string;
  readonly port: number;
  readonly smtpPort: number;
  readonly controlToken?: string;
};

type Parsed =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'wrong'; readonly problem: string };

const OPTIONS = {
  host: { type: 'string' },
  port: { type: 'string' },
  'smtp-port': { type: 'string' },
  'account-sid': { type: 'string' },
  'auth-token': { type: 'string' },
  'control-token': { type: 'string' },
} as const;

type Name = keyof typeof OPTIONS;

const DEFAULTS: Readonly<Partial<Record<Name, string>>> = {
  host: '127.0.0.1',
  port: '4400',
  'smtp-port': '4425',
  'account-sid': `AC${'0'.repeat(32)}`,
};

/** Each option can come as `--smtp-port` or as `PROOFUP_SIMULATOR_SMTP_PORT`; the first wins. */
export function parseSettings(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Parsed {
  const given = readArgs(args);
  if (!given) return wrong(`The options are ${names.map((name) => `--${name}`).join(', ')}.`);
  const value = (name: Name): string =>
    given[name] ?? env[variableOf(name)] ?? DEFAULTS[name] ?? '';
  const ports = [Number(value('port')), Number(value('smtp-port'))];
  const [port = 0, smtpPort = 0] = ports;
  if (!['127.0.0.1', 'localhost'].includes(value('host'))) {
    return wrong('The simulator serves this machine alone: the host can only be 127.0.0.1.');
  }
  if (!ports.every((number) => Number.isInteger(number) && number >= 0 && number < 65_536)) {
    return wrong('A port is a number from 0, for any that is free, to 65535.');
  }
  if (!/^AC[0-9a-f]{32}$/i.test(value('account-sid'))) {
    return wrong('An account SID is "AC" and 32 hexadecimal digits.');
  }
  const settings = { port, smtpPort, accountSid: value('account-sid') };
  return { kind: 'settings', settings: { ...settings, ...secretsOf(value) } };
}

const names = ['host', 'port', 'smtp-port', 'account-sid', 'auth-token', 'control-token'] as const;

const variableOf = (name: Name): string =>
  `PROOFUP_SIMULATOR_${name.replaceAll('-', '_').toUpperCase()}`;

const wrong = (problem: string): Parsed => ({ kind: 'wrong', problem });

function readArgs(args: readonly string[]): Readonly<Partial<Record<Name, string>>> | undefined {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch {
    return undefined;
  }
}

function secretsOf(value: (name: Name) => string) {
  const [authToken, controlToken] = [value('auth-token'), value('control-token')];
  return {
    ...(authToken === '' ? {} : { authToken }),
    ...(controlToken === '' ? {} : { controlToken }),
  };
}
