import { accountOf } from '../../apps/server/src/app/activity.ts';
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { makeSealAudit } from '../../apps/server/src/audit/seal.ts';
import { makeVerifyAudit } from '../../apps/server/src/audit/verify.ts';
import {
  auditKeysOf,
  type KeyRing,
  makeKeyRing,
  sealedBoxOf,
} from '../../apps/server/src/crypto/key-ring.ts';
import { saveKeyRing } from '../../apps/server/src/crypto/key-ring-file.ts';
import { isPersonalOf } from '../../apps/server/src/crypto/personal-hash.ts';
import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import { makeIdSource } from '../../apps/server/src/crypto/uuid-v7.ts';
import { makePasswordHasher } from '../../apps/server/src/directory/password-hasher.ts';
import { type Database, openDatabase } from '../../apps/server/src/sql/open-database.ts';
import { forEachStore, type MadeStore } from '../harness/for-each-store.ts';
import { makePerson, type Person } from '../harness/world/person.ts';
import { CHEAP_HASH, configOf, freePort, prepareDatabase } from '../harness/world/world.ts';

/** `npm run test:kills` is the long run, of 200. */
const KILLS = Number(process.env['PROOFUP_KILLS'] ?? 20);
const PER_KILL = 24;
const AT_ONCE = 4;
const READY_MS = 5_000;
const FIRST_ANSWER_MS = 3_000;

/** What a client knows of one sign-in: answered with a session, or not answered. */
type Entry = { readonly person: Person; readonly sessionToken: string | undefined };

const realClock = { now: () => new Date(), advance: () => undefined, set: () => undefined };

forEachStore((store) => {
  it(`R01 ${KILLS} kills under load lose nothing that was acknowledged, and nothing is spent twice`, {
    timeout: KILLS * 10_000,
  }, async (t) => {
    const made = await store.make();
    const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-kill-'));
    const keyRing = makeKeyRing(new Date());
    const config = await makeConfig(made, folder);
    await saveKeyRing(config.keyRingFile, keyRing);
    const file = path.join(folder, 'config.json');
    writeFileSync(file, JSON.stringify(config));
    const people = await withDatabase(made, keyRing, (database) => makePeople(database, keyRing));
    const journal: Entry[] = [];
    const starts: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const server = await start(file, starts);
      const batch = people.slice(kill * PER_KILL, (kill + 1) * PER_KILL);
      const load = signInAll(config.publicUrl, batch, journal);
      // On a slow machine the first answer comes late; a kill before it would show little.
      await Promise.race([load.answered, sleep(FIRST_ANSWER_MS)]);
      await sleep((kill * 97) % 200);
      server.kill('SIGKILL');
      await once(server, 'exit');
      await load.ended;
    }
    const acknowledged = journal.filter(({ sessionToken }) => sessionToken !== undefined);
    t.diagnostic(
      `${acknowledged.length} of ${journal.length} acknowledged; slowest start ${Math.max(...starts)} ms`,
    );
    assert.ok(acknowledged.length > KILLS, `only ${acknowledged.length} acknowledged`);
    await withDatabase(made, keyRing, (database) => check(database, keyRing, journal));
    if (made.connection.kind === 'sqlite') checkFile(made.connection.file);
    rmSync(folder, { recursive: true, force: true });
    await made.close();
  });
}, prepareDatabase);

async function makeConfig(made: MadeStore, folder: string) {
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const wanted = { config: { keyRingFile: path.join(folder, 'keys.json') } };
  const devices = { devicePort: await freePort(), authenticatorUrl: 'http://localhost:1' };
  const at = { port, ...devices, node: 'n1' };
  return configOf({ made, publicUrl, simulator: undefined, ...at, wanted });
}

async function withDatabase<Result>(
  { connection }: MadeStore,
  keyRing: KeyRing,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({
    settings: connection,
    box: sealedBoxOf(keyRing),
    node: 'check',
    accountOf,
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function makePeople(database: Database, keyRing: KeyRing): Promise<readonly Person[]> {
  const tokens = makeTokens(keyRing);
  const parts = {
    publicUrl: 'http://localhost',
    database,
    hasher: makePasswordHasher({ cost: CHEAP_HASH, concurrency: 4, queueLimit: 10_000 }),
    ids: makeIdSource(realClock.now),
    clock: realClock,
    hashNumber: (number: string) => tokens.hash('number', number),
  };
  const logins = Array.from({ length: KILLS * PER_KILL }, (_, n) => `person${n}`);
  return Promise.all(logins.map((login) => makePerson(parts, { login, apps: 1 })));
}

async function start(file: string, starts: number[]): Promise<ChildProcess> {
  const began = performance.now();
  const script = path.join(import.meta.dirname, '../harness/crash-server.ts');
  const server = spawn(process.execPath, [script, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of server.stdout) if (String(chunk).includes('ready')) break;
  server.stdout.resume();
  const took = Math.round(performance.now() - began);
  starts.push(took);
  assert.ok(took < READY_MS * 3, `ready after ${took} ms`);
  return server;
}

type Load = {
  /** When the first sign-in of this batch is over. */
  readonly answered: Promise<void>;
  readonly ended: Promise<unknown>;
};

function signInAll(url: string, people: readonly Person[], journal: Entry[]): Load {
  const waiting = [...people];
  const first = Promise.withResolvers<void>();
  const worker = async (): Promise<void> => {
    for (let person = waiting.shift(); person !== undefined; person = waiting.shift()) {
      const sessionToken = await signIn(url, person).catch(() => undefined);
      journal.push({ person, sessionToken });
      first.resolve();
    }
  };
  return { answered: first.promise, ended: Promise.all(Array.from({ length: AT_ONCE }, worker)) };
}

type Step = {
  readonly path: string;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
};

type View = {
  readonly id: string;
  readonly csrfToken: string;
  readonly challenge?: { readonly id: string };
};

async function post(url: string, person: Person, { path: at, body, headers }: Step) {
  const response = await fetch(`${url}/api/v1/sign-in${at}`, {
    method: 'POST',
    signal: AbortSignal.timeout(5_000),
    headers: {
      'content-type': 'application/json',
      origin: url,
      'x-forwarded-for': `198.51.100.${Number(person.login.slice(6)) % 250}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract's shape, held elsewhere
  return { response, view: (await response.json()) as View };
}

/** The session's token when the server said so; undefined when it said no. */
async function signIn(url: string, person: Person): Promise<string | undefined> {
  const { login, password } = person;
  const begun = await post(url, person, { path: '', body: { login, password } });
  const cookie = begun.response.headers.getSetCookie()[0]?.split(';')[0];
  if (!begun.response.ok || cookie === undefined) return undefined;
  const done = await post(url, person, {
    path: `/${begun.view.id}/verify`,
    body: { challengeId: begun.view.challenge?.id, output: person.code() },
    headers: { cookie, 'x-proofup-csrf': begun.view.csrfToken },
  });
  if (!done.response.ok) return undefined;
  const set = done.response.headers.getSetCookie().find((one) => one.includes('-session='));
  return set?.split(';')[0]?.split('=')[1];
}

const publishHead = async (): Promise<void> => undefined;

async function check(
  database: Database,
  keyRing: KeyRing,
  journal: readonly Entry[],
): Promise<void> {
  const tokens = makeTokens(keyRing);
  for (const { person, sessionToken } of journal) {
    if (sessionToken === undefined) continue;
    const tokenHash = tokens.hash('session', sessionToken);
    const found = await database.stores.sessions.findInUse({ tokenHash });
    assert.equal(found?.session.userId, person.id, `${person.login} was acknowledged`);
  }
  const keys = auditKeysOf(keyRing);
  await makeSealAudit({
    transact: database.transact,
    keys,
    clock: realClock.now,
    publishHead,
  })();
  const rows = await database.stores.auditChain.listSealed(0, 1_000_000);
  const sessions = rows.filter(({ event }) => event === 'session_created');
  const owners = sessions.map(({ actor }) => actor?.id);
  assert.equal(new Set(owners).size, owners.length, 'one code, one session');
  const proofs = rows.filter(({ event }) => event === 'mfa.success').map(({ actor }) => actor?.id);
  assert.equal(proofs.length, owners.length);
  assert.deepEqual(new Set(proofs), new Set(owners), 'no session without its proof');
  const verdict = await makeVerifyAudit({
    chain: database.stores.auditChain,
    publicKey: keys.publicKey,
    isPersonalOf,
  })();
  assert.equal(verdict.kind, 'intact');
}

function checkFile(file: string): void {
  const database = new DatabaseSync(file);
  assert.deepEqual(
    { ...database.prepare('PRAGMA integrity_check').get() },
    { integrity_check: 'ok' },
  );
  assert.equal(database.prepare('PRAGMA foreign_key_check').get(), undefined);
  database.close();
}
