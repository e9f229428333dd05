import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { configHash } from './config-hash.ts';
import type { Config } from './config.ts';
import { configurationDocument } from './document.ts';
import { type Environment, loadConfig } from './load-config.ts';
import { SETTING_LIST } from './setting-list.ts';

const TOKEN = 'a-secret-of-the-carrier';
const KEY = 'a-key-of-a-mail-server-0123456789';

const production = {
  PROOFUP_MODE: 'production',
  PROOFUP_PUBLIC_URL: 'https://verify.example.org',
  PROOFUP_ORGANISATION: 'Example Organisation',
  PROOFUP_HELP_CONTACT: 'Call the service desk.',
  PROOFUP_TRUSTED_PROXIES: '10.0.0.5, 2001:db8::/32',
  PROOFUP_DATABASE_KIND: 'sqlite',
  PROOFUP_DATABASE_FILE: '/var/lib/proofup/proofup.db',
  PROOFUP_KEY_RING_FILE: '/etc/proofup/keys.json',
};
const carrier = {
  PROOFUP_CARRIER_BASE_URL: 'https://carrier.example.com/',
  PROOFUP_CARRIER_ACCOUNT_SID: 'AC1',
  PROOFUP_CARRIER_AUTH_TOKEN: TOKEN,
  PROOFUP_CARRIER_TEXT_FROM: '+12025550100',
  PROOFUP_CARRIER_CALL_FROM: '+12025550100',
};

async function load(environment: Environment, file?: string): Promise<Config> {
  const loaded = await loadConfig({ file, environment });
  assert.equal(loaded.kind, 'loaded', JSON.stringify(loaded));
  return loaded.config;
}

async function problemOf(environment: Environment, file?: string) {
  const loaded = await loadConfig({ file, environment });
  assert.equal(loaded.kind, 'refused');
  return loaded.problem;
}

describe('configuration', () => {
  it('is an evaluation on this machine without any', async () => {
    const config = await load({});
    assert.equal(config.mode, 'evaluation');
    assert.equal(config.publicUrl, 'http://localhost:8080');
    assert.deepEqual(config.listen, { host: '127.0.0.1', port: 8080 });
    assert.deepEqual(config.database, { kind: 'sqlite', file: 'data/proofup.db' });
    assert.deepEqual(config.countries.calls, ['US', 'CA', 'GB', 'DE', 'FR', 'NL']);
  });

  it('production with all that it needs', async () => {
    const config = await load({ ...production, ...carrier, PROOFUP_COUNTRIES_TEXTS: 'DE,NL' });
    assert.equal(config.publicUrl, 'https://verify.example.org');
    assert.deepEqual(config.trustedProxies, ['10.0.0.5', '2001:db8::/32']);
    assert.equal(config.carrier?.baseUrl, 'https://carrier.example.com');
    assert.deepEqual(config.countries, { texts: ['DE', 'NL'], calls: [] });
    assert.deepEqual(config.passwordHash, { memoryKib: 19_456, iterations: 2, parallelism: 1 });
    assert.deepEqual(config.sessions.administrator, { idleMs: 900_000, overallMs: 28_800_000 });
  });

  it('nothing is sent in production before a country is opened', async () => {
    const { countries } = await load({ ...production, ...carrier });
    assert.deepEqual(countries, { texts: [], calls: [] });
  });

  it('U05 names the portals of the organisation', async () => {
    const PROOFUP_PORTALS =
      'Staff pages=https://portal.example.org/?a=b, Mail=https://m.example.org';
    assert.deepEqual((await load({ PROOFUP_PORTALS })).portals, [
      { name: 'Staff pages', url: 'https://portal.example.org/?a=b' },
      { name: 'Mail', url: 'https://m.example.org' },
    ]);
    assert.deepEqual((await load({})).portals, []);
  });

  it('F15 forbids nobody a number until it is told to', async () => {
    assert.deepEqual((await load({})).phones.forbiddenFor, []);
    const { phones } = await load({ PROOFUP_PHONES_FORBIDDEN_FOR: 'administrator' });
    assert.deepEqual(phones.forbiddenFor, ['administrator']);
  });

  const refused: readonly (readonly [string, Environment, string])[] = [
    ['B04 a window above one step', { PROOFUP_TOTP_WINDOW: '5' }, 'totp.window'],
    ['B04 a window of two steps', { PROOFUP_TOTP_WINDOW: '2' }, 'totp.window'],
    ['B04 a window below none', { PROOFUP_TOTP_WINDOW: '-1' }, 'totp.window'],
    ['H10 no public URL', { ...production, PROOFUP_PUBLIC_URL: '' }, 'publicUrl'],
    ['H10 http', { ...production, PROOFUP_PUBLIC_URL: 'http://verify.example.org' }, 'publicUrl'],
    ['H10 localhost', { ...production, PROOFUP_PUBLIC_URL: 'https://localhost' }, 'publicUrl'],
    ['H10 an address', { ...production, PROOFUP_PUBLIC_URL: 'https://192.0.2.1' }, 'publicUrl'],
    ['H10 a path', { ...production, PROOFUP_PUBLIC_URL: 'https://x.example/mfa' }, 'publicUrl'],
    ['H10 a user name', { ...production, PROOFUP_PUBLIC_URL: 'https://a@x.example' }, 'publicUrl'],
    ['U05 a portal without a name', { PROOFUP_PORTALS: '=https://x.example' }, 'portals'],
    ['U05 a portal that runs a script', { PROOFUP_PORTALS: 'X=javascript:alert(1)' }, 'portals'],
    ['U05 a portal that is not https', { PROOFUP_PORTALS: 'X=http://x.example' }, 'portals'],
    ['F15 no role', { PROOFUP_PHONES_FORBIDDEN_FOR: 'everybody' }, 'phones.forbiddenFor'],
    ['no organisation', { ...production, PROOFUP_ORGANISATION: '' }, 'organisation'],
    ['no help contact', { ...production, PROOFUP_HELP_CONTACT: '' }, 'helpContact'],
    ['no key ring', { ...production, PROOFUP_KEY_RING_FILE: '' }, 'keyRingFile'],
    ['no database', { ...production, PROOFUP_DATABASE_KIND: '' }, 'database.kind'],
    ['no database file', { ...production, PROOFUP_DATABASE_FILE: '' }, 'database.file'],
    [
      'no connection string',
      { ...production, PROOFUP_DATABASE_KIND: 'postgres', PROOFUP_DATABASE_FILE: '' },
      'database.connectionString',
    ],
    [
      'a file beside PostgreSQL',
      {
        ...production,
        PROOFUP_DATABASE_KIND: 'postgres',
        PROOFUP_DATABASE_CONNECTION_STRING: 'postgres://a:b@c/d',
      },
      'database.file',
    ],
    ['neither TLS nor a proxy', { ...production, PROOFUP_TRUSTED_PROXIES: '' }, 'trustedProxies'],
    [
      'A11 a proxy that is everybody',
      { ...production, PROOFUP_TRUSTED_PROXIES: '0.0.0.0/0' },
      'trustedProxies',
    ],
    ['A11 no address', { ...production, PROOFUP_TRUSTED_PROXIES: '10.0.0.1/33' }, 'trustedProxies'],
    ['half of TLS', { ...production, PROOFUP_TLS_CERT_FILE: 'a.pem' }, 'tls.keyFile'],
    [
      'a cheap hash',
      { ...production, PROOFUP_PASSWORD_HASH_MEMORY_KIB: '8' },
      'passwordHash.memoryKib',
    ],
    [
      'one pass',
      { ...production, PROOFUP_PASSWORD_HASH_ITERATIONS: '1' },
      'passwordHash.iterations',
    ],
    ['C14 31 days', { PROOFUP_REMEMBER_BROWSERS_DAYS: '31' }, 'rememberBrowsers.days'],
    ['C14 no days', { PROOFUP_REMEMBER_BROWSERS_DAYS: '0' }, 'rememberBrowsers.days'],
    [
      'app passwords that nobody may ask about',
      { PROOFUP_APP_PASSWORDS_ENABLED: 'true' },
      'appPasswords.serviceKeys',
    ],
    [
      'a short key',
      { PROOFUP_APP_PASSWORDS_SERVICE_KEYS: 'mail=short' },
      'appPasswords.serviceKeys',
    ],
    [
      'a key without a name',
      { PROOFUP_APP_PASSWORDS_SERVICE_KEYS: KEY },
      'appPasswords.serviceKeys',
    ],
    [
      'one key for two servers',
      { PROOFUP_APP_PASSWORDS_SERVICE_KEYS: `mail=${KEY},vpn=${KEY}` },
      'appPasswords.serviceKeys',
    ],
    ['half of a carrier', { ...production, PROOFUP_CARRIER_AUTH_TOKEN: TOKEN }, 'carrier.baseUrl'],
    [
      'a carrier in the clear',
      { ...production, ...carrier, PROOFUP_CARRIER_BASE_URL: 'http://carrier.example.com' },
      'carrier.baseUrl',
    ],
    [
      'countries and no carrier',
      { ...production, PROOFUP_COUNTRIES_TEXTS: 'DE' },
      'countries.texts',
    ],
    ['no country', { ...production, ...carrier, PROOFUP_COUNTRIES_CALLS: 'UK' }, 'countries.calls'],
    ['half of SMTP', { ...production, PROOFUP_SMTP_PASSWORD: 'x' }, 'smtp.host'],
    [
      'a long session',
      { PROOFUP_SESSIONS_USER_OVERALL_MINUTES: '1441' },
      'sessions.userOverallMinutes',
    ],
    [
      'an idle time above the overall one',
      { PROOFUP_SESSIONS_USER_IDLE_MINUTES: '60', PROOFUP_SESSIONS_USER_OVERALL_MINUTES: '30' },
      'sessions.userIdleMinutes',
    ],
    ['an evaluation elsewhere', { PROOFUP_LISTEN_HOST: '0.0.0.0' }, 'listen.host'],
    ['an evaluation with https', { PROOFUP_PUBLIC_URL: 'https://x.example' }, 'publicUrl'],
    ['an evaluation by address', { PROOFUP_PUBLIC_URL: 'http://127.0.0.1:8080' }, 'publicUrl'],
    ['a port that is none', { PROOFUP_LISTEN_PORT: '80801' }, 'listen.port'],
    ['a word for a number', { PROOFUP_LISTEN_PORT: 'http' }, 'listen.port'],
    ['a word for a switch', { PROOFUP_FRAUD_REPORTING_BLOCK: 'maybe' }, 'fraudReporting.block'],
    ['no mode', { PROOFUP_MODE: 'test' }, 'mode'],
    ['a file that is not there', { PROOFUP_CONFIG: '/nowhere/config.json' }, 'PROOFUP_CONFIG'],
  ];
  for (const [name, environment, setting] of refused) {
    it(`refuses ${name}, in one line that names ${setting}`, async () => {
      const problem = await problemOf(environment);
      assert.equal(problem.setting, setting);
      assert.doesNotMatch(problem.message, /\n/);
      assert.ok(!problem.message.includes(TOKEN));
    });
  }

  it('says what a value must be, not what it was', async () => {
    const { message } = await problemOf({ PROOFUP_TOTP_WINDOW: '5' });
    assert.equal(message, 'must be a whole number from 0 to 1');
  });

  it('names variables that look like settings and are none', async () => {
    const loaded = await loadConfig({ file: undefined, environment: { PROOFUP_LISTEN_PROT: '1' } });
    assert.ok(loaded.kind === 'loaded');
    assert.deepEqual(loaded.unknownVariables, ['PROOFUP_LISTEN_PROT']);
  });
});

const hashWith = async (environment: Environment) =>
  configHash(await load({ ...production, ...carrier, ...environment }));

describe('configuration file', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'proofup-config-'));
  });
  after(() => rm(folder, { recursive: true }));

  const write = async (name: string, content: unknown): Promise<string> => {
    const file = path.join(folder, name);
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  };

  it('is read, and a variable wins over it', async () => {
    const file = await write('a.json', { listen: { port: 9000 }, logLevel: 'warn' });
    const config = await load({ PROOFUP_LISTEN_PORT: '9001' }, file);
    assert.deepEqual([config.listen.port, config.logLevel], [9001, 'warn']);
    const named = await load({ PROOFUP_CONFIG: file });
    assert.equal(named.listen.port, 9000);
  });

  it('names where it was named, and where it is no JSON', async () => {
    const file = await write('broken.json', {});
    await writeFile(file, `{\n  "carrier": { "authToken": ${TOKEN} }\n}`);
    const option = await problemOf({}, file);
    assert.equal(option.setting, '--config');
    assert.match(option.message, /not JSON: .*broken\.json, line 2, column \d+$/);
    assert.ok(!option.message.includes(TOKEN));
    assert.equal((await problemOf({}, '/nowhere/config.json')).setting, '--config');
    assert.equal((await problemOf({ PROOFUP_CONFIG: file })).setting, 'PROOFUP_CONFIG');
  });

  it('refuses a setting that does not exist', async () => {
    const top = await problemOf({}, await write('b.json', { totpWindow: 1 }));
    assert.equal(top.setting, 'totpWindow');
    const inner = await problemOf({}, await write('c.json', { totp: { windows: 1 } }));
    assert.equal(inner.setting, 'totp.windows');
    const group = await problemOf(
      { PROOFUP_LISTEN_PORT: '1' },
      await write('d.json', { listen: 1 }),
    );
    assert.equal(group.setting, 'listen');
  });

  it('L05 repeats nothing of a file that it cannot read', async () => {
    const { message } = await problemOf(
      {},
      await write('e.json', `{"carrier": {"authToken": "${TOKEN}`),
    );
    assert.ok(!message.includes(TOKEN));
  });

  it('remembers no browser and takes no app password unless it is told to', async () => {
    const { rememberBrowsers, appPasswords } = await load(production);
    assert.deepEqual(rememberBrowsers, { enabled: false, days: 14 });
    assert.deepEqual(appPasswords, { enabled: false, serviceKeys: [] });
  });

  it('reads keys of services from a file, a line for each', async () => {
    const own = await mkdtemp(path.join(os.tmpdir(), 'proofup-keys-'));
    const file = path.join(own, 'keys');
    await writeFile(file, `mail=${KEY}\nvpn=${KEY}==\n`);
    const { appPasswords } = await load({
      PROOFUP_APP_PASSWORDS_ENABLED: 'true',
      PROOFUP_APP_PASSWORDS_SERVICE_KEYS_FILE: file,
    });
    await rm(own, { recursive: true });
    assert.deepEqual(appPasswords.serviceKeys, [
      { name: 'mail', key: KEY },
      { name: 'vpn', key: `${KEY}==` },
    ]);
  });

  it('secrets can be files of their own, named in the file or in a variable', async () => {
    const authTokenFile = await write('token', `${TOKEN}\n`);
    const byVariable = { ...production, ...carrier, PROOFUP_CARRIER_AUTH_TOKEN: '' };
    const first = await load({ ...byVariable, PROOFUP_CARRIER_AUTH_TOKEN_FILE: authTokenFile });
    assert.equal(first.carrier?.authToken, TOKEN);
    const second = await load(byVariable, await write('f.json', { carrier: { authTokenFile } }));
    assert.equal(second.carrier?.authToken, TOKEN);
  });

  it('refuses a secret that is given twice', async () => {
    const environment = { PROOFUP_CARRIER_AUTH_TOKEN: TOKEN, PROOFUP_CARRIER_AUTH_TOKEN_FILE: 'x' };
    const { setting } = await problemOf({
      ...production,
      ...environment,
      PROOFUP_CARRIER_AUTH_TOKEN_FILE: await write('g', 'x'),
    });
    assert.equal(setting, 'carrier.authToken');
  });

  it('L05 the hash of it says nothing of a secret', async () => {
    const first = await hashWith({});
    assert.match(first, /^[0-9a-f]{64}$/);
    assert.equal(await hashWith({ PROOFUP_CARRIER_AUTH_TOKEN: 'another' }), first);
    const keys = (key: string) => hashWith({ PROOFUP_APP_PASSWORDS_SERVICE_KEYS: `mail=${key}` });
    assert.equal(await keys(KEY), await keys(`${KEY}x`));
    assert.notEqual(await hashWith({ PROOFUP_LOG_LEVEL: 'debug' }), first);
  });
});

describe('docs/configuration.md', () => {
  it('is what the code says (proofup config document > docs/configuration.md)', async () => {
    const file = path.join(import.meta.dirname, '../../../../docs/configuration.md');
    assert.equal(await readFile(file, 'utf8'), configurationDocument());
  });

  it('describes every setting', () => {
    assert.ok(SETTING_LIST.length > 40);
    for (const { name, description } of SETTING_LIST) assert.ok(description.length > 10, name);
  });
});
