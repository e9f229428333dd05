import { THROTTLE_RULES, type ThrottleRule, type Window } from '#domain/throttle.ts';
import { envNameOf, SETTING_LIST, type Setting } from './setting-list.ts';

const code = (text: string): string => `\`${text}\``;
const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

/** Columns of one width, as the formatter has them: formatting the file changes nothing. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map(cell));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[], fill: string): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first, ' '), line([], '-'), ...others.map((row) => line(row, ' '))];
}

function defaultOf({ default: value }: Setting): string {
  if (value === undefined) return '';
  return code(Array.isArray(value) && value.length === 0 ? '(empty)' : JSON.stringify(value));
}

const settingRow = (setting: Setting): readonly string[] => {
  const { name, env, expects, description, secret } = setting;
  const also = secret
    ? ` Secret: may also be given as ${code(`${name}File`)} (${code(envNameOf(`${name}File`))}), the path of a file that holds it.`
    : '';
  return [code(name), code(env), expects, defaultOf(setting), `${description}${also}`];
};

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

function duration(ms: number): string {
  const [name, size] = UNITS.find(([, unit]) => ms >= unit && ms % unit === 0) ?? UNITS[3];
  const count = ms / size;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

const windowText = ({ limit, perMs }: Window): string => `${limit} in ${duration(perMs)}`;

function waitText({ wait }: ThrottleRule): string {
  if (wait === undefined) return '';
  const { free, firstMs, capMs, rowEndsMs } = wait;
  const ends = rowEndsMs === undefined ? 'a success' : `a pause of ${duration(rowEndsMs)}`;
  return `after ${free} in a row ${duration(firstMs)}, doubled up to ${duration(capMs)}; ${ends} ends the row`;
}

const COUNTED: Readonly<Record<keyof typeof THROTTLE_RULES, string>> = {
  'second-step': 'wrong second-step outputs of one account, over every door, session and node',
  'passkey-proofs': 'refused passkeys of one account as its second step, or as a new method',
  'password-strangers': 'wrong passwords for one account, from browsers that never signed in to it',
  'password-known': 'the same, from one browser that has',
  'user-codes': 'wrong codes of devices, from one source',
  'source-failures': 'failures of any kind from one address (IPv6: /64), over all accounts',
  'resets-account': 'links for a forgotten password, to one account',
  'resets-source': 'such links that one address asks for, over all accounts',
  'push-requests': 'requests on the phones of one account; what was approved is taken back',
  'push-notices': 'notices to one account that requests keep coming',
  'sends-number': 'texts and calls to one number, over all accounts',
  'sends-account': 'texts and calls that one account causes',
  'sends-source': 'texts and calls that one address causes',
  'sends-block': 'texts and calls to numbers that differ in their last four digits only',
  'sends-country': 'texts and calls to one country',
  'app-password':
    'wrong app passwords for one account; the pages and the second step are not concerned',
  'failure-notices': 'notices of failed second steps to one account',
  'reports-source': 'problems reported from one address',
  reports: 'problems reported by everybody',
  'new-numbers': 'numbers that an account tries to add and never had',
  'refusals-source':
    'audit rows of refused requests (no session, wrong shape, wrong host …) of one address; the rest is counted in one row',
  'refusals-node': 'the same over all addresses, per node',
};

/** The same table as the code decides by; none of it is a setting. */
const throttleRows = (): readonly (readonly string[])[] =>
  Object.entries(COUNTED).map(([kind, counted]) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a record of its keys
    const rule: ThrottleRule = THROTTLE_RULES[kind as keyof typeof THROTTLE_RULES];
    return [code(kind), counted, rule.windows.map(windowText).join(', '), waitText(rule)];
  });

const INTRODUCTION = `# Configuration

<!-- Written by "proofup config document". Change apps/server/src/config/settings.ts instead. -->

Without any configuration Proofup starts in evaluation mode: on this machine only, with a simulated
carrier and example accounts. For people it is configured by a JSON file (\`--config FILE\`, or
\`PROOFUP_CONFIG=FILE\`), by environment variables, or by both; a variable wins over the file. An empty
variable counts as none. Lists are separated by commas in a variable and are arrays in the file.

A setting that is missing, unknown or contradicts another one stops the start with one line that names
it (exit code 2). \`proofup config check\` does the same without starting. Of the configuration in force
only a hash is logged, and secrets are left out of that.

A small production configuration:

\`\`\`json
{
  "mode": "production",
  "publicUrl": "https://verify.example.org",
  "organisation": "Example Organisation",
  "helpContact": "Call the service desk on extension 4400.",
  "trustedProxies": ["10.0.0.5"],
  "database": { "kind": "sqlite", "file": "/var/lib/proofup/proofup.db" },
  "keyRingFile": "/etc/proofup/keys.json",
  "carrier": {
    "baseUrl": "https://carrier.example.com",
    "accountSid": "AC00000000000000000000000000000000",
    "authTokenFile": "/run/secrets/carrier-token",
    "textFrom": "+12025550100",
    "callFrom": "+12025550100"
  },
  "countries": { "texts": ["US"], "calls": ["US"] }
}
\`\`\`

## Settings
`;

const KEYS = `## The key ring

\`proofup keys make FILE\` writes one: JSON, mode 600. Keep a copy apart from the database and its
backups: without it neither can be read, and with it both can. It looks like this; the keys shown here
are refused.

\`\`\`json
{
  "version": 1,
  "sealingKeys": [
    {
      "id": "0011223344556677",
      "key": "ZXhhbXBsZS1rZXktbmV2ZXItdXNlLXRoaXMtb25lLTE",
      "createdAt": "2026-01-02T03:04:05.000Z",
      "state": "current"
    }
  ],
  "hashingKey": "ZXhhbXBsZS1rZXktbmV2ZXItdXNlLXRoaXMtb25lLTI",
  "auditKey": "ZXhhbXBsZS1rZXktbmV2ZXItdXNlLXRoaXMtb25lLTM"
}
\`\`\`

\`proofup keys rotate\` makes a new sealing key and seals everything again under it while the server
runs: a server on the same machine takes the changed file up within a second, without a restart. With
several nodes: \`keys rotate --no-reseal\`, copy the file to every node, \`keys reseal\`. Five minutes later
\`keys retire\` drops the older keys. The hashing key and the audit key are never rotated.

## Limits

These are fixed. Each hit is counted before anything is compared, and taken back when it proves right.
`;

/** docs/configuration.md, whole. */
export const configurationDocument = (): string =>
  `${[
    INTRODUCTION,
    ...table(
      ['Setting', 'Variable', 'Must be', 'Default', 'Meaning'],
      SETTING_LIST.map(settingRow),
    ),
    '',
    KEYS,
    ...table(['Budget', 'Counts', 'At most', 'Waits'], throttleRows()),
  ].join('\n')}\n`;
