import { existsSync } from 'node:fs';
import { createApp } from '../apps/server/src/app.ts';
import type { Config } from '../apps/server/src/config/config.ts';
import { loadKeyRing, saveKeyRing } from '../apps/server/src/crypto/key-ring-file.ts';
import { makeKeyRing } from '../apps/server/src/crypto/key-ring.ts';
import { SESSION_LIMITS } from '../apps/server/src/domain/session.ts';
import { HASH_COST } from './lib/hash-cost.ts';
import { answer, sayReady } from './lib/rpc.ts';
import { addPhones, type Phone } from './server/add-phones.ts';
import { commitRate, type CommitRound } from './server/commit-rate.ts';
import { hashCpuMs } from './server/hash-rate.ts';
import { loadAccounts, type Loading } from './server/load-accounts.ts';
import { loadRecords, type Records } from './server/load-records.ts';
import { loadStaff, type Staff } from './server/load-staff.ts';
import { registerApplication } from './server/register-application.ts';
import { settle } from './server/settle.ts';

/** A whole server as it runs in production, which the bench can also ask about itself. */
export type ServerSettings = {
  readonly port: number;
  readonly database: Config['database'];
  /** Where the keys are kept, with a database that is kept, or that several nodes share. */
  readonly keyRingFile?: string | undefined;
  /** With phones: where this node takes their answers, and the one address that they sign for. */
  readonly phones?: { readonly port: number; readonly url: string };
};

const { memoryCost, timeCost, parallelism } = HASH_COST.production;

const configOf = ({ port, database, phones }: ServerSettings): Config => ({
  mode: 'evaluation',
  publicUrl: `http://localhost:${port}`,
  listen: { host: '127.0.0.1', port },
  tls: undefined,
  // The load generator says whom it speaks for, as a proxy would: limits are per address.
  trustedProxies: ['127.0.0.1'],
  database,
  keyRingFile: '',
  node: `bench-${port}`,
  organisation: 'Example Organisation',
  helpContact: 'Call the help desk at extension 1234.',
  carrier: undefined,
  smtp: undefined,
  countries: { texts: [], calls: [] },
  fraudReporting: { enabled: true, block: true },
  totp: { window: 1 },
  passkeys: {
    allowed: [],
    blocked: [],
    deviceBoundOnly: false,
    attestationRootsFile: undefined,
  },
  authenticator: phones && {
    publicUrl: phones.url,
    listen: { host: '127.0.0.1', port: phones.port },
    digits: 3,
  },
  sessions: SESSION_LIMITS,
  systemPreferred: false,
  phones: { forbiddenFor: [] },
  portals: [],
  rememberBrowsers: { enabled: false, days: 14 },
  appPasswords: { enabled: false, serviceKeys: [] },
  forwardAuth: { hosts: [] },
  recovery: { waitHours: 24 },
  newPlaces: { holdMs: 0 },
  registrationAfterClear: 'pass',
  helpDesk: { twoPersons: 'managers', bypassSeconds: 300, reusablePasses: true },
  logLevel: 'info',
  passwordHash: { memoryKib: memoryCost, iterations: timeCost, parallelism },
  auditHeadFile: undefined,
  placesFile: undefined,
  casesMailTo: undefined,
  alerts: { privateHosts: [] },
  applications: { privateHosts: [] },
  costs: { currency: 'USD', texts: { US: 0.01 }, calls: {} },
});

const settings: ServerSettings = JSON.parse(process.argv[2] ?? '');
const config = configOf(settings);
// What is kept from one run to the next was sealed with keys of its own.
const keyRing =
  settings.keyRingFile !== undefined && existsSync(settings.keyRingFile)
    ? loadKeyRing(settings.keyRingFile)
    : makeKeyRing(new Date());
if (settings.keyRingFile !== undefined) await saveKeyRing(settings.keyRingFile, keyRing);
const app = await createApp(config, { clock: () => new Date(), keyRing });
const { database } = app;

const MIB = 1024 ** 2;

const commands = {
  load: (loading: Loading) => loadAccounts({ database, keyRing }, loading),
  addPhones: (phones: readonly Phone[]) => addPhones({ database, keyRing }, phones),
  loadRecords: (records: Records) => loadRecords(database, records),
  loadStaff: (staff: Staff) => loadStaff({ database, keyRing }, staff),
  registerApplication: () => registerApplication({ database, keyRing }),
  settle: () => settle(config.database),
  hashCpuMs: ({ calls }: { readonly calls: number }) => hashCpuMs(calls),
  commitRate: (round: CommitRound) => commitRate(config.database, round),
  usage: async () => {
    const { user, system } = process.cpuUsage();
    return {
      cpuMs: (user + system) / 1000,
      rssMb: process.memoryUsage.rss() / MIB,
      peakMb: process.resourceUsage().maxRSS / 1024,
      ...database.statistics(),
    };
  },
};
export type ServerCommands = typeof commands;

answer(commands, () => app.stop());
await app.start();
sayReady();
