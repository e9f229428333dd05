import type { AuthenticatorConfig, Config, DatabaseConfig } from './config.ts';
import { decideCarrier, decideSmtp } from './decide-channels.ts';
import { decideEvaluationUrl, decideProductionUrl, isLoopback } from './decide-public-url.ts';
import { parseProxiedHost } from '#domain/proxied-host.ts';
import { parsePortal } from './portal.ts';
import { refuse, required } from './refuse.ts';
import type { Settings } from './settings.ts';

/** OWASP password storage: argon2id with 19 MiB, two passes, one lane. */
const PRODUCTION_COST = { memoryKib: 19_456, iterations: 2, parallelism: 1 } as const;

const EVALUATION_COUNTRIES = ['US', 'CA', 'GB', 'DE', 'FR', 'NL'];
const MINUTE = 60_000;

/** From settings that are well-formed each to a configuration that is right as a whole, or ConfigRefused. */
export function decideConfig(settings: Settings, hostName: string): Config {
  const { fraudReporting, passkeys, phones, recovery, registrationAfterClear } = settings;
  const { systemPreferred, logLevel, auditHeadFile } = settings;
  const shared = {
    node: settings.node ?? hostName,
    tls: decideTls(settings),
    trustedProxies: settings.trustedProxies,
    carrier: decideCarrier(settings),
    smtp: decideSmtp(settings),
    fraudReporting,
    totp: { window: settings.totp.window === 0 ? 0 : 1 },
    passkeys: { ...passkeys, attestationRootsFile: passkeys.attestationRootsFile },
    sessions: decideSessions(settings),
    systemPreferred,
    phones,
    portals: settings.portals.map(parsePortal),
    rememberBrowsers: settings.rememberBrowsers,
    appPasswords: decideAppPasswords(settings),
    forwardAuth: decideForwardAuth(settings),
    recovery,
    newPlaces: { holdMs: settings.newPlaces.holdHours * 60 * MINUTE },
    registrationAfterClear,
    helpDesk: settings.helpDesk,
    placesFile: settings.places.file,
    casesMailTo: settings.cases.mailTo,
    alerts: settings.alerts,
    applications: settings.applications,
    costs: {
      currency: settings.costs.currency,
      texts: pricesIn(settings.costs.texts),
      calls: pricesIn(settings.costs.calls),
    },
    logLevel,
    auditHeadFile,
    passwordHash: settings.passwordHash,
  } as const;
  return settings.mode === 'evaluation'
    ? { ...shared, ...decideEvaluation(settings) }
    : { ...shared, ...decideProduction(settings) };
}

/** Every entry was checked to be `DE=0.08`. */
const pricesIn = (entries: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    entries.map((entry) => {
      const [country = '', price] = entry.split('=');
      return [country, Number(price)];
    }),
  );

type ByMode = Pick<
  Config,
  | 'mode'
  | 'publicUrl'
  | 'listen'
  | 'database'
  | 'keyRingFile'
  | 'organisation'
  | 'helpContact'
  | 'countries'
  | 'authenticator'
>;

function decideEvaluation(settings: Settings): ByMode {
  // Not "localhost": that may be two addresses, of which one could be somebody else's already.
  const { host = '127.0.0.1', port } = settings.listen;
  if (!isLoopback(host)) {
    refuse('listen.host', 'must be localhost: evaluation mode cannot be bound elsewhere');
  }
  if (settings.tls.certFile !== undefined) {
    refuse('tls.certFile', 'is set, but evaluation mode is http only: set mode=production');
  }
  const { texts, calls } = settings.countries;
  return {
    mode: 'evaluation',
    publicUrl: decideEvaluationUrl(settings.publicUrl, port),
    authenticator: decideAuthenticator(settings, { host, decide: decideEvaluationUrl }),
    listen: { host, port },
    database: decideDatabase(settings, 'data/proofup.db'),
    keyRingFile: settings.keyRingFile ?? 'data/keys.json',
    organisation: settings.organisation ?? 'Example Organisation',
    helpContact:
      settings.helpContact ?? 'Ask the person who started this evaluation to run proofup help.',
    countries: {
      texts: texts.length > 0 ? texts : EVALUATION_COUNTRIES,
      calls: calls.length > 0 ? calls : EVALUATION_COUNTRIES,
    },
  };
}

function decideProduction(settings: Settings): ByMode {
  const { host = '0.0.0.0', port } = settings.listen;
  const publicUrl = decideProductionUrl(
    required(settings.publicUrl, 'publicUrl', 'where people reach this service, with https'),
  );
  if (settings.tls.certFile === undefined && settings.trustedProxies.length === 0) {
    refuse(
      'trustedProxies',
      'is missing: name the proxy that ends TLS, or set tls.certFile and tls.keyFile',
    );
  }
  assertCost(settings);
  return {
    mode: 'production',
    publicUrl,
    authenticator:
      settings.authenticator.publicUrl === undefined
        ? undefined
        : decideAuthenticator(settings, {
            host,
            decide: (url = '', _, setting) => decideProductionUrl(url, setting),
          }),
    listen: { host, port },
    database: decideDatabase(settings, undefined),
    keyRingFile: required(
      settings.keyRingFile,
      'keyRingFile',
      'make a key ring with: proofup keys make FILE',
    ),
    organisation: required(settings.organisation, 'organisation', 'it is named in texts and calls'),
    helpContact: required(
      settings.helpContact,
      'helpContact',
      'a sentence for people who cannot sign in',
    ),
    countries: settings.countries,
  };
}

type Deciding = { readonly host: string; readonly decide: typeof decideEvaluationUrl };

function decideAuthenticator(
  { authenticator, publicUrl: main }: Settings,
  { host, decide }: Deciding,
): AuthenticatorConfig {
  const { port, digits } = authenticator;
  const publicUrl = decide(authenticator.publicUrl, port, 'authenticator.publicUrl');
  if (main !== undefined && new URL(publicUrl).host === new URL(main).host) {
    refuse('authenticator.publicUrl', 'must be another origin than publicUrl');
  }
  return { publicUrl, listen: { host, port }, digits };
}

function decideTls({ tls: { certFile, keyFile } }: Settings): Config['tls'] {
  if (certFile === undefined && keyFile === undefined) return undefined;
  return {
    certFile: required(certFile, 'tls.certFile', 'tls.keyFile is set'),
    keyFile: required(keyFile, 'tls.keyFile', 'tls.certFile is set'),
  };
}

function decideDatabase({ database }: Settings, file: string | undefined): DatabaseConfig {
  const { connectionString, poolSize } = database;
  const kind = database.kind ?? (file === undefined ? undefined : 'sqlite');
  if (kind === 'postgres') {
    if (database.file !== undefined) refuse('database.file', 'is set, but database.kind=postgres');
    const why = 'database.kind=postgres needs it';
    return {
      kind,
      connectionString: required(connectionString, 'database.connectionString', why),
      poolSize,
    };
  }
  required(kind, 'database.kind', 'sqlite or postgres');
  if (connectionString !== undefined) {
    refuse('database.connectionString', 'is set, but database.kind is not postgres');
  }
  return {
    kind: 'sqlite',
    file: database.file ?? required(file, 'database.file', 'database.kind=sqlite needs it'),
  };
}

function decideSessions({ sessions }: Settings): Config['sessions'] {
  const limits = (role: 'user' | 'administrator') => {
    const [idle, overall] = [sessions[`${role}IdleMinutes`], sessions[`${role}OverallMinutes`]];
    if (idle > overall) {
      refuse(
        `sessions.${role}IdleMinutes`,
        `must not be longer than sessions.${role}OverallMinutes`,
      );
    }
    return { idleMs: idle * MINUTE, overallMs: overall * MINUTE };
  };
  return { user: limits('user'), administrator: limits('administrator') };
}

function decideAppPasswords({ appPasswords }: Settings): Config['appPasswords'] {
  const { enabled } = appPasswords;
  const serviceKeys = appPasswords.serviceKeys.map((given) => {
    const end = given.indexOf('=');
    return { name: given.slice(0, end), key: given.slice(end + 1) };
  });
  const setting = 'appPasswords.serviceKeys';
  if (enabled && serviceKeys.length === 0) {
    refuse(setting, 'is missing: without one, no server can ask about an app password');
  }
  for (const part of ['name', 'key'] as const) {
    if (new Set(serviceKeys.map((one) => one[part])).size < serviceKeys.length) {
      refuse(setting, `must have a ${part} of its own for each server`);
    }
  }
  return { enabled, serviceKeys };
}

function decideForwardAuth({
  forwardAuth,
  trustedProxies,
  ...own
}: Settings): Config['forwardAuth'] {
  const setting = 'forwardAuth.hosts';
  const hosts = forwardAuth.hosts.flatMap((entry) => parseProxiedHost(entry) ?? []);
  const origins = new Set(hosts.map(({ origin }) => origin));
  if (origins.size < hosts.length) refuse(setting, 'must name each host once');
  if (hosts.length > 0 && trustedProxies.length === 0) {
    refuse('trustedProxies', `is missing: ${setting} is set, so name the proxies that may ask`);
  }
  for (const url of [own.publicUrl, own.authenticator.publicUrl]) {
    const origin = url === undefined ? undefined : URL.parse(url)?.origin;
    if (origin !== undefined && origins.has(origin)) {
      refuse(setting, 'must not name an address of this service itself');
    }
  }
  return { hosts };
}

function assertCost({ passwordHash }: Settings): void {
  for (const name of ['memoryKib', 'iterations', 'parallelism'] as const) {
    const least = PRODUCTION_COST[name];
    if (passwordHash[name] < least) {
      refuse(`passwordHash.${name}`, `must be at least ${least} in production mode`);
    }
  }
}
