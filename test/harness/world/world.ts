import net from 'node:net';
import { once } from 'node:events';
import { type App, createApp, type Edges } from '../../../apps/server/src/app.ts';
import { accountOf } from '../../../apps/server/src/app/activity.ts';
import type { Config } from '../../../apps/server/src/config/config.ts';
import type { AuditRow } from '../../../apps/server/src/audit/ports.ts';
import {
  makeKeyRing,
  type KeyRing,
  sealedBoxOf,
} from '../../../apps/server/src/crypto/key-ring.ts';
import { makeTokens } from '../../../apps/server/src/crypto/tokens.ts';
import { makeIdSource } from '../../../apps/server/src/crypto/uuid-v7.ts';
import { makePasswordHasher } from '../../../apps/server/src/directory/password-hasher.ts';
import type { PasswordHasher } from '../../../apps/server/src/directory/ports.ts';
import { SESSION_LIMITS } from '../../../apps/server/src/domain/session.ts';
import { type Database, openDatabase } from '../../../apps/server/src/sql/open-database.ts';
import { createSimulator, type Simulator } from '../../../apps/phone-simulator/src/simulator.ts';
import { HOSTS } from '../forward-auth/hosts.ts';
import { makeClock, type TestClock } from '../clock.ts';
import type { MadeStore, Prepare, StoreUnderTest } from '../for-each-store.ts';
import { closeNoting } from '../seen-events.ts';
import { Browser, SERVICE } from './browser.ts';
import { readAudit } from './read-audit.ts';
import { makePerson, type Person, type PersonWanted } from './person.ts';

export type WorldWanted = {
  /** Two nodes on one database (PostgreSQL); one elsewhere. */
  readonly nodes?: 1 | 2;
  /** With the carrier and the mailbox; without them nothing is sent. */
  readonly phones?: boolean;
  /** Really listening: call-backs of the carrier, the last-byte barrier, browsers. */
  readonly listening?: boolean;
  readonly config?: Partial<Config>;
  readonly wrapDatabase?: (database: Database) => Database;
  /** In place of a ring of its own: one that a test rotates. */
  readonly keyRing?: KeyRing;
  /** A folder of built pages, where the pages themselves matter. */
  readonly pages?: string;
};

/** A whole installation under the test's control. */
export type World = {
  readonly clock: TestClock;
  readonly nodes: readonly App[];
  readonly app: App;
  /** `http://127.0.0.1:port` of each node; the Host to send is that of `publicUrl`. */
  readonly nodeUrls: readonly string[];
  readonly publicUrl: string;
  /** Of the first node. */
  readonly config: Config;
  /** The authenticator's origin. */
  readonly authenticatorUrl: string;
  readonly database: Database;
  readonly keyRing: KeyRing;
  readonly hasher: PasswordHasher;
  /** All the phones and mailboxes there are. */
  readonly sink: Simulator['control'];
  person(wanted: PersonWanted): Promise<Person>;
  /** A new browser, from an address of its own unless one is given. */
  browser(at?: { readonly source?: string; readonly node?: number }): Browser;
  /** Every audit row so far, oldest first, of one event or of all. */
  audit(event?: string): Promise<readonly AuditRow[]>;
  /** Every log line of every node, as written. */
  readonly logLines: readonly string[];
  /** Every node stops and starts again on the same store, keys and ports; browsers made before: `use`. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export const prepareDatabase: Prepare = async (connection) => {
  const database = await openDatabase({
    settings: connection,
    box: sealedBoxOf(makeKeyRing(new Date(0))),
    node: 'template',
    accountOf,
  });
  await database.migrate();
  await database.close();
};

export const CHEAP_HASH = { memoryKib: 64, iterations: 1, parallelism: 1 } as const;
/** Far from midnight and from daylight saving; a real clock's day does not change a test. */
const START = new Date('2026-11-24T10:00:00.000Z');

/** Ports are asked for one by one: a browser's origin must be known before the server starts. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export async function makeWorld(store: StoreUnderTest, wanted: WorldWanted = {}): Promise<World> {
  const clock = makeClock(START);
  const made = await store.make();
  const keyRing = wanted.keyRing ?? makeKeyRing(clock.now());
  const simulator = wanted.phones === true ? await startSimulator() : undefined;
  const logLines: string[] = [];
  const ports = await Promise.all(Array.from({ length: wanted.nodes ?? 1 }, freePort));
  const publicUrl = wanted.config?.publicUrl ?? `http://localhost:${ports[0]}`;
  const logStream = { write: (line: string) => void logLines.push(line) };
  const { devicePorts, authenticatorUrl } = await deviceSites(ports.length);
  const configs = ports.map((port, index) => {
    const at = { port, authenticatorUrl, devicePort: devicePorts[index] ?? 0 };
    return configOf({ made, publicUrl, simulator, ...at, node: `n${index + 1}`, wanted });
  });
  const cluster = makeCluster(configs, {
    edges: { clock: clock.now, keyRing, logStream, ...edgesOf(wanted) },
    isListening: wanted.listening === true || wanted.phones === true,
  });
  await cluster.start();
  const hasher = makePasswordHasher({ cost: CHEAP_HASH, concurrency: 4, queueLimit: 1000 });
  const [tokens, ids, nextSource] = [makeTokens(keyRing), makeIdSource(clock.now), makeSources()];
  return {
    clock,
    nodes: cluster.nodes,
    get app() {
      return cluster.at(0);
    },
    nodeUrls: ports.map((port) => `http://127.0.0.1:${port}`),
    publicUrl,
    config: firstOf(configs),
    authenticatorUrl,
    get database() {
      return cluster.at(0).database;
    },
    keyRing,
    hasher,
    logLines,
    get sink() {
      if (simulator === undefined) throw new Error('this world has no phones');
      return simulator.control;
    },
    person: (one) => {
      const { database } = cluster.at(0);
      const parts = { hasher, ids, clock, hashNumber: (n: string) => tokens.hash('number', n) };
      return makePerson({ ...parts, publicUrl, database }, one);
    },
    browser: ({ source = nextSource(), node = 0 } = {}) =>
      new Browser({ app: cluster.at(node), publicUrl, source }),
    audit: (event) => readAudit(cluster.at(0).database, event),
    restart: async () => {
      await cluster.stop();
      await cluster.start();
    },
    close: async () => {
      await cluster.stop();
      await simulator?.close();
      await closeNoting(made);
    },
  };
}

const edgesOf = ({ wrapDatabase, pages }: WorldWanted): Partial<Edges> => ({
  ...(wrapDatabase === undefined ? {} : { wrapDatabase }),
  ...(pages === undefined ? {} : { pages }),
});

function firstOf(configs: readonly Config[]): Config {
  const [config] = configs;
  if (config === undefined) throw new Error('no node');
  return config;
}

async function deviceSites(nodes: number) {
  const devicePorts = await Promise.all(Array.from({ length: nodes }, freePort));
  return { devicePorts, authenticatorUrl: `http://localhost:${devicePorts[0]}` };
}

function makeSources(): () => string {
  let made = 0;
  return () => {
    made += 1;
    return `198.51.${100 + Math.floor(made / 250)}.${(made % 250) + 1}`;
  };
}

type Cluster = {
  readonly nodes: readonly App[];
  at(index: number): App;
  start(): Promise<void>;
  stop(): Promise<void>;
};

type Running = { readonly edges: Edges; readonly isListening: boolean };

function makeCluster(configs: readonly Config[], { edges, isListening }: Running): Cluster {
  const nodes: App[] = [];
  return {
    nodes,
    at: (index) => {
      const node = nodes[index] ?? nodes[0];
      if (node === undefined) throw new Error('no node');
      return node;
    },
    start: async () => {
      for (const [index, config] of configs.entries()) {
        const app = await createApp(config, edges);
        if (isListening) await app.start();
        nodes[index] = app;
      }
    },
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  };
}

export const CARRIER_ACCOUNT = {
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'a-token-of-the-tests-only',
} as const;

const startSimulator = (): Promise<Simulator> =>
  createSimulator({ ...CARRIER_ACCOUNT, port: 0, smtpPort: 0, secondMs: 5 });

type Configuring = {
  readonly made: MadeStore;
  readonly publicUrl: string;
  readonly simulator: Simulator | undefined;
  readonly port: number;
  readonly authenticatorUrl: string;
  readonly devicePort: number;
  readonly node: string;
  readonly wanted: WorldWanted;
};

/** What the tests of most rows take as it is. */
const USUAL = {
  countries: { texts: ['US'], calls: ['US'] },
  fraudReporting: { enabled: true, block: true },
  totp: { window: 1 },
  passkeys: {
    allowed: [],
    blocked: [],
    deviceBoundOnly: false,
    attestationRootsFile: undefined,
  },
  sessions: SESSION_LIMITS,
  systemPreferred: false,
  phones: { forbiddenFor: [] },
  portals: [],
  rememberBrowsers: { enabled: true, days: 14 },
  appPasswords: { enabled: true, serviceKeys: [SERVICE] },
  forwardAuth: { hosts: HOSTS },
  recovery: { waitHours: 24 },
  newPlaces: { holdMs: 0 },
  registrationAfterClear: 'pass',
  helpDesk: { twoPersons: 'managers', bypassSeconds: 300, reusablePasses: true },
  logLevel: 'info',
  passwordHash: CHEAP_HASH,
  auditHeadFile: undefined,
  placesFile: undefined,
  casesMailTo: undefined,
  alerts: { privateHosts: [] },
  applications: { privateHosts: [] },
  costs: { currency: 'USD', texts: { US: 0.01 }, calls: {} },
} as const satisfies Partial<Config>;

export function configOf(given: Configuring): Config {
  const { made, publicUrl, simulator, port, node, wanted } = given;
  const { connection } = made;
  return {
    mode: 'evaluation',
    publicUrl,
    listen: { host: '127.0.0.1', port },
    tls: undefined,
    trustedProxies: ['127.0.0.1'],
    database: connection.kind === 'sqlite' ? connection : { ...connection, poolSize: 10 },
    keyRingFile: '',
    node,
    organisation: 'Example Organisation',
    helpContact: 'Call the help desk at extension 1234.',
    carrier: simulator && {
      ...CARRIER_ACCOUNT,
      baseUrl: simulator.url,
      textFrom: '+15005550106',
      callFrom: '+15005550106',
      machineDetection: false,
    },
    smtp: simulator && {
      host: '127.0.0.1',
      port: simulator.smtpPort,
      secure: false,
      from: 'Proofup <proofup@example.org>',
    },
    ...USUAL,
    authenticator: {
      publicUrl: given.authenticatorUrl,
      listen: { host: '127.0.0.1', port: given.devicePort },
      digits: 3,
    },
    ...wanted.config,
  };
}
