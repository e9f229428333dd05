import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '#config/config.ts';
import { loadKeyRing, saveKeyRing } from '#crypto/key-ring-file.ts';
import { makeKeyRing } from '#crypto/key-ring.ts';
import { type Held, holdFile } from '#sql/hold-file.ts';
import { misuse } from './act.ts';
import type { Call, Exit } from './command.ts';
import { Refusal } from './explain-error.ts';
import { type ExampleApplications, startExampleApplications } from './example-applications.ts';
import { findFreePort } from './free-port.ts';
import type { Installation, Loaded } from './installation.ts';
import { type PhoneNetwork, startPhoneNetwork } from './phone-network.ts';
import { runServer } from './run-server.ts';
import { EXAMPLES, seedExample, type Seeded } from './seed-example.ts';

const SIMULATOR_PORT = 8081;
const SMTP_PORT = 8025;
const PORT_OPTIONS = ['simulator-port', 'smtp-port'] as const;

const isPort = (text: string): boolean =>
  /^[0-9]{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;

/** On this machine only: phones that are simulated, accounts that are examples. */
export async function serveEvaluation(call: Call, loaded: Loaded): Promise<Exit> {
  const wrong = PORT_OPTIONS.find((name) => !isPort(call.values[name] ?? '1'));
  if (wrong !== undefined) return misuse(call, `--${wrong} must be a whole number from 1 to 65535`);
  const held = await holdData(loaded.config);
  try {
    return await serveHeld(call, loaded);
  } finally {
    held?.release();
  }
}

/** Two would share accounts and codes, and each would have phones of its own. */
async function holdData({ database }: Config): Promise<Held | undefined> {
  if (database.kind !== 'sqlite') return undefined;
  const folder = path.dirname(path.resolve(database.file));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const held = holdFile(`${database.file}.evaluation`);
  if (held !== undefined) return held;
  throw new Refusal(`an evaluation runs on ${folder} already: stop that one first`);
}

async function serveHeld(call: Call, loaded: Loaded): Promise<Exit> {
  const { io } = call;
  await makeRingOnce(loaded.config);
  // Before anything is started that would have to be stopped again.
  loadKeyRing(loaded.config.keyRingFile);
  const port = await portFor(call, loaded);
  const phonesPort = await findFreePort(numberOf(call, 'simulator-port') ?? SIMULATOR_PORT, [port]);
  const smtpPort = await findFreePort(numberOf(call, 'smtp-port') ?? SMTP_PORT, [port, phonesPort]);
  const devicesPort = await devicesPortFor(loaded, [port, phonesPort, smtpPort]);
  const phones = await startPhoneNetwork({ port: phonesPort, smtpPort });
  const config = withSimulator(withDevices(atPort(loaded, port), loaded, devicesPort), phones);
  let examples: ExampleApplications | undefined;
  try {
    return await runServer(config, {
      io,
      onReady: async (installation) => {
        const accounts = await seedOnce(installation);
        for (const number of NUMBERS) await phones.addPhone(number);
        examples = await startExampleApplications(installation, [port, phonesPort, smtpPort]);
        for (const line of welcome(config, { phones, examples, accounts })) io.out(line);
      },
      // Without its phones an evaluation shows nothing any more.
      needs: { gone: phones.gone, what: 'the phone simulator' },
    });
  } finally {
    await examples?.stop();
    await phones.stop();
  }
}

/** The phones of the example accounts are on the page of phones from the start. */
const NUMBERS = EXAMPLES.flatMap(({ phones }) => Object.values(phones));

/** At the first start only: undefined where there are accounts. */
async function seedOnce(installation: Installation): Promise<readonly Seeded[] | undefined> {
  const existing = await installation.database.stores.users.list(undefined, 1);
  return existing.length > 0 ? undefined : seedExample(installation);
}

/** A database without its ring cannot be read: a new ring beside it would only hide that. */
async function makeRingOnce({ keyRingFile, database }: Config): Promise<void> {
  if (existsSync(keyRingFile)) return;
  if (database.kind === 'sqlite' && existsSync(database.file)) {
    throw new Refusal(
      `keyRingFile: there is no key ring at ${keyRingFile}, but ${database.file} was written with one: put it back, or delete both to begin again`,
    );
  }
  await saveKeyRing(keyRingFile, makeKeyRing(new Date()));
}

const numberOf = ({ values }: Call, name: string): number | undefined =>
  values[name] === undefined ? undefined : Number(values[name]);

/** A port that was asked for is that one or none; another one is the next that is free. */
async function portFor({ io }: Call, { config, given }: Loaded): Promise<number> {
  const { port } = config.listen;
  if (given.has('listen.port') || given.has('publicUrl')) return port;
  const free = await findFreePort(port, []);
  if (free !== port) {
    io.out(`Port ${port} is in use: this is port ${free} (PROOFUP_LISTEN_PORT sets another).`);
  }
  return free;
}

/** Beside the page of phones. */
async function devicesPortFor(
  { config, given }: Loaded,
  taken: readonly number[],
): Promise<number> {
  const port = config.authenticator?.listen.port ?? 0;
  const isGiven = given.has('authenticator.port') || given.has('authenticator.publicUrl');
  return isGiven ? port : findFreePort(port, taken);
}

function withDevices(config: Config, { given }: Loaded, port: number): Config {
  const { authenticator } = config;
  if (authenticator === undefined) return config;
  const isNamed = given.has('authenticator.publicUrl');
  const publicUrl = isNamed ? authenticator.publicUrl : `http://localhost:${port}`;
  const listen = { ...authenticator.listen, port };
  return { ...config, authenticator: { ...authenticator, publicUrl, listen } };
}

function atPort({ config, given }: Loaded, port: number): Config {
  const publicUrl = given.has('publicUrl') ? config.publicUrl : `http://localhost:${port}`;
  // Request lines would bury the passwords that are shown once.
  const logLevel = given.has('logLevel') ? config.logLevel : 'warn';
  return { ...config, listen: { ...config.listen, port }, publicUrl, logLevel };
}

/** A carrier or mail server of one's own can be tried too. */
const withSimulator = (config: Config, { carrier, smtp }: PhoneNetwork): Config => ({
  ...config,
  carrier: config.carrier ?? carrier,
  smtp: config.smtp ?? smtp,
});

type Started = {
  readonly phones: PhoneNetwork;
  readonly examples: ExampleApplications;
  readonly accounts: readonly Seeded[] | undefined;
};

function welcome(
  { publicUrl, database, authenticator }: Config,
  { phones: { url }, examples: { urls }, accounts }: Started,
): readonly string[] {
  const data = database.kind === 'sqlite' ? database.file : 'the database';
  return [
    '',
    'Proofup evaluation: on this machine only; nothing leaves it.',
    '',
    `  Sign in   ${publicUrl}`,
    `  Phones    ${url}   (texts, calls and mail of everybody)`,
    `  My Apps   ${publicUrl}/my-apps   (two example applications: ${urls.office}, ${urls.cloud})`,
    `  App       ${authenticator?.publicUrl ?? 'none'}   (the authenticator: approves sign-ins by number)`,
    '',
    ...(accounts === undefined ? returning(data) : accountLines(accounts)),
    'Try this first: sign in as alex. A code is texted to the phone ending 67. Say that phone is lost:',
    'choose "Use a different verification option", then "Call me at +X XXXXXXXX30"; answer on the page',
    'of phones and press #. Then give the account a new number on its security info page.',
    '',
    'Ctrl+C stops everything.',
  ];
}

const returning = (data: string): readonly string[] => [
  `The accounts alex, sam, robin and admin are in ${data}, with the passwords shown at the first start`,
  'or chosen since. A password is lost: npm run proofup -- user password alex --reason "forgotten"',
  '',
];

function accountLines(accounts: readonly Seeded[]): readonly string[] {
  const width = Math.max(...accounts.map(({ login }) => login.length));
  return [
    'Accounts (the passwords are shown this once):',
    '',
    ...accounts.map(
      ({ login, password, about }) => `  ${login.padEnd(width)}  ${password}  ${about}`,
    ),
    '',
  ];
}
