import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { childEnvironment } from '#config/child-environment.ts';
import { findFreePort } from './free-port.ts';
import { makeBench } from './testing/bench.ts';

const MAIN = path.join(import.meta.dirname, '../main.ts');

type Running = {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** Waits until the output matches, and gives the match. */
  readonly until: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
};

function start(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Running {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd,
    env: childEnvironment(environment),
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const exit = once(child, 'exit');
  return {
    child,
    output: () => text,
    until: async (pattern) => {
      for (let n = 0; n < 400; n += 1) {
        const match = pattern.exec(text);
        if (match !== null) return match;
        if (child.exitCode !== null) break;
        await wait(50);
      }
      throw new Error(`not seen: ${String(pattern)} in\n${text}`);
    },
    stop: async (signal) => {
      child.kill(signal);
      const [code]: (number | null)[] = await exit;
      return code ?? null;
    },
  };
}

const isUp = async (url: string): Promise<boolean> => {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok === true;
};

async function untilDown(url: string): Promise<void> {
  for (let n = 0; n < 60; n += 1) {
    if (!(await isUp(url))) return;
    await wait(50);
  }
  throw new Error(`still up: ${url}`);
}

const passwordOf = (output: string, login: string): string =>
  new RegExp(`^ {2}${login} +([0-9a-z-]{19}) `, 'm').exec(output)?.[1] ?? '';

const signIn = (url: string, login: string, password: string): Promise<Response> =>
  fetch(`${url}/api/v1/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ login, password }),
  });

describe('serve', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'proofup-serve-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('an evaluation: accounts once, phones, the next free port, an orderly end', async () => {
    // The usual port is taken, by us or by somebody else: the server says which one it has instead.
    const busy = createServer().listen(8080, '127.0.0.1');
    await new Promise((settled) => busy.once('listening', settled).once('error', settled));
    const phones = await findFreePort(18_081, []);
    const args = ['--simulator-port', String(phones), '--smtp-port', String(phones + 1)];
    const first = start(folder, args);
    await first.until(/Port 8080 is in use: this is port /);
    const [, url = ''] = await first.until(/Sign in {3}(http:\/\/localhost:[0-9]+)\n/);
    const [, phonesUrl = ''] = await first.until(/Phones {4}(http:\/\/localhost:[0-9]+)/);
    await first.until(/Ctrl\+C stops everything/);
    const password = passwordOf(first.output(), 'robin');
    assert.ok(await isUp(`${url}/readyz`));
    assert.ok(await isUp(`${phonesUrl}/control/state`));

    // L09: made afresh, right, and in clear nowhere but in that output.
    const right = await signIn(url, 'robin', password);
    assert.equal(right.status, 200);
    // Nobody who tries it out has to choose another password first.
    assert.match(await right.text(), /"state":"completed"/);
    const wrong = await signIn(url, 'robin', 'wrong');
    assert.equal(wrong.status, 401);
    await wrong.body?.cancel();
    const database = await readFile(path.join(folder, 'data/proofup.db'));
    assert.ok(!database.includes(password));

    // A second one on the same folder stops before it begins anything.
    const beside = start(folder, []);
    const ended = once(beside.child, 'exit');
    await beside.until(
      /^proofup: .*an evaluation runs on .*\/data already: stop that one first\n$/,
    );
    assert.deepEqual(await ended, [1, null]);
    assert.ok(await isUp(`${url}/readyz`));

    assert.equal(await first.stop('SIGTERM'), 0);
    await untilDown(`${phonesUrl}/control/state`);
    const again = start(folder, args);
    await again.until(/Ctrl\+C stops everything/);
    assert.equal(passwordOf(again.output(), 'robin'), '');
    assert.match(again.output(), /with the passwords shown at the first start/);

    // Also when nobody has the time to say goodbye.
    await again.stop('SIGKILL');
    await untilDown(`${phonesUrl}/control/state`);
    const third = start(folder, args);
    await third.until(/Ctrl\+C stops everything/);
    assert.equal(await third.stop('SIGTERM'), 0);
    busy.close();
  });

  it('a port that was asked for is that one or none, in one line', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const address = busy.address();
    assert.ok(typeof address === 'object' && address !== null);
    const { child, output } = start(folder, [], { PROOFUP_LISTEN_PORT: String(address.port) });
    const [code] = await once(child, 'exit');
    assert.equal(code, 1);
    assert.match(output(), /^proofup: .*EADDRINUSE.*\n$/);
    busy.close();
  });

  for (const command of ['serve', 'doctor', 'migrate']) {
    it(`${command} says in one line that PostgreSQL does not answer, and fails`, async () => {
      const bench = await makeBench({
        database: { kind: 'postgres', connectionString: 'postgres://kim:hunter22@127.0.0.1:1/x' },
      });
      const { child, output } = start(bench.folder, [command, '--config', bench.configFile]);
      const [code] = await once(child, 'exit');
      await rm(bench.folder, { recursive: true });
      assert.equal(code, 1, output());
      assert.match(output(), /^(proofup:|bad ) .*ECONNREFUSED.*$/m);
      assert.doesNotMatch(output(), /hunter22| at /);
    });
  }

  it('L09 production: the link for the first administrator at the first start only', async () => {
    const port = await findFreePort(18_090, []);
    const bench = await makeBench({
      mode: 'production',
      publicUrl: 'https://verify.example.org',
      organisation: 'Example Organisation',
      helpContact: 'Call the service desk.',
      trustedProxies: ['127.0.0.1'],
      listen: { host: '127.0.0.1', port },
      passwordHash: {},
    });
    const args = ['serve', '--config', bench.configFile];
    const first = start(bench.folder, args);
    await first.until(/https:\/\/verify\.example\.org\/bootstrap#[A-Za-z0-9_-]{43}\n/);
    assert.ok(await isUp(`http://127.0.0.1:${port}/livez`));
    assert.equal(await first.stop('SIGTERM'), 0);
    const second = start(bench.folder, args);
    await second.until(/proofup bootstrap-link makes the link/);
    assert.doesNotMatch(second.output(), /bootstrap#/);
    assert.equal(await second.stop('SIGTERM'), 0);

    const events = await bench.run('audit', 'export');
    const names = events.out.map((line) => /"event":"([^"]+)"/.exec(line)?.[1]);
    for (const name of ['sys_startup', 'config.loaded', 'sys_shutdown']) {
      assert.equal(names.filter((found) => found === name).length, 2, name);
    }
    assert.equal((await bench.run('audit', 'verify')).exit, 0);
    await bench.remove();
  });
});
