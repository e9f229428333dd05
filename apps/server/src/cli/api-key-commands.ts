import { SCOPE_NAMES, SCOPES, type Scope } from '@proofup/contract/scopes.ts';
import { isKeyName, isReturnUrl, KEY_CALLS, KEY_DAYS } from '#domain/api-key.ts';
import { act, done, misuse, REASON_OPTION, refuse } from './act.ts';
import { type Command, CONFIG_OPTION } from './command.ts';
import { withInstallation } from './installation.ts';

const isScope = (text: string): text is Scope => SCOPE_NAMES.some((scope) => scope === text);

const createCommand: Command = {
  name: 'api-key create',
  summary: 'Make a key for a program; it is printed this once',
  arguments: ['NAME'],
  options: {
    scopes: { value: 'LIST', required: true, help: `what it may: ${SCOPE_NAMES.join(', ')}` },
    days: {
      value: 'N',
      help: `until it expires: 1 to ${KEY_DAYS.most}, usually ${KEY_DAYS.usual}`,
    },
    'per-minute': {
      value: 'N',
      help: `calls it may make: 1 to ${KEY_CALLS.most}, usually ${KEY_CALLS.usual}`,
    },
    'return-to': {
      value: 'URLS',
      help: 'where people may come back to that it hands over; several by comma',
    },
    ...REASON_OPTION,
    ...CONFIG_OPTION,
  },
  examples: [
    'proofup api-key create hr-import --scopes users.read,users.write --days 365 --reason "the personnel system disables who leaves"',
  ],
  run: async (call) => {
    const [name = ''] = call.args;
    const { values } = call;
    const scopes = (values['scopes'] ?? '').split(',').map((one) => one.trim());
    const days = Number(values['days'] ?? KEY_DAYS.usual);
    const callsPerMinute = Number(values['per-minute'] ?? KEY_CALLS.usual);
    const returnUrls = (values['return-to'] ?? '').split(',').filter(Boolean);
    if (!returnUrls.every(isReturnUrl)) return misuse(call, '--return-to: https, letter by letter');
    if (!isKeyName(name)) return misuse(call, 'NAME has 1 to 64 of a-z, 0-9 and -');
    if (!scopes.every(isScope)) return misuse(call, `--scopes: ${SCOPE_NAMES.join(', ')}`);
    if (!isWithin(days, KEY_DAYS.most)) return misuse(call, `--days: 1 to ${KEY_DAYS.most}`);
    if (!isWithin(callsPerMinute, KEY_CALLS.most)) {
      return misuse(call, `--per-minute: 1 to ${KEY_CALLS.most}`);
    }
    return act(call, async ({ administration, order }) => {
      const wanted = { name, scopes: scopes.filter(isScope), days, callsPerMinute, returnUrls };
      const made = await administration.apiKeys.create(wanted, order);
      return made === undefined
        ? refuse(call, 'a key has this name, or had it')
        : done(
            call,
            `Key:      ${made.key} (shown this once)`,
            `Expires:  ${made.expiresAt.toISOString()}`,
            'Send it as: Authorization: Bearer KEY',
          );
    });
  },
};

const isWithin = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 1 && value <= most;

const listCommand: Command = {
  name: 'api-key list',
  summary: 'List the keys of programs, and what each may do',
  arguments: [],
  options: CONFIG_OPTION,
  examples: ['proofup api-key list'],
  run: (call) =>
    withInstallation(call, async ({ database }) => {
      const keys = await database.stores.apiKeys.list();
      if (keys.length === 0) return done(call, 'There is none: proofup api-key create');
      return done(
        call,
        ...keys.map(({ name, scopes, expiresAt, revokedAt, lastUsedAt }) => {
          const used = lastUsedAt === undefined ? 'never used' : `used ${lastUsedAt.toISOString()}`;
          const ends = revokedAt === undefined ? `until ${expiresAt.toISOString()}` : 'revoked';
          return `${name}  ${scopes.join(' ')}  ${ends}  ${used}`;
        }),
      );
    }),
};

const scopesCommand: Command = {
  name: 'api-key scopes',
  summary: 'List what a key can be allowed',
  arguments: [],
  options: {},
  examples: ['proofup api-key scopes'],
  run: async (call) =>
    done(call, ...Object.entries(SCOPES).map(([scope, what]) => `${scope.padEnd(22)}${what}`)),
};

const revokeCommand: Command = {
  name: 'api-key revoke',
  summary: 'End a key of a program at once',
  arguments: ['NAME'],
  options: { ...REASON_OPTION, ...CONFIG_OPTION },
  examples: ['proofup api-key revoke hr-import --reason "it was in a mail"'],
  run: (call) =>
    act(call, async ({ administration, order }) => {
      const [name = ''] = call.args;
      return (await administration.apiKeys.revoke(name, order))
        ? done(call, `${name} is worth nothing any more.`)
        : refuse(call, 'no key has this name, or it was revoked before');
    }),
};

export const API_KEY_COMMANDS: readonly Command[] = [
  createCommand,
  listCommand,
  scopesCommand,
  revokeCommand,
];
