import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { after, before, it } from 'node:test';
import { buildClient } from '../../packages/client/build.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { returnFrom } from '../harness/world/handover.ts';
import { orderKey } from '../harness/world/key.ts';
import { codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import { freePort, makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const EXAMPLES = path.join(ROOT, 'examples/verification');
const hasTools =
  spawnSync('jq', ['--version']).status === 0 && spawnSync('curl', ['--version']).status === 0;

const CONSUMER = `
import { makeClient, makeWatcher } from './proofup-client.js';
const settings = { url: 'https://verify.example.org', key: 'x' };
const call = makeClient(settings);
for await (const _ of makeWatcher(settings)({ params: { verificationId: 'x' } })) break;
const answer = await call('readVerification', { params: { verificationId: 'x' } });
if (answer.kind === 'ok') {
  const method: 'text' | 'call' | 'spoken-code' | 'push' | 'totp' | 'hardware-token' =
    answer.value.method;
  console.log(method);
}
// @ts-expect-error: an operation that is for people only
await call('setUserRole', {});
// @ts-expect-error: a field that there is not
await call('searchUsers', { body: { login: 'kim' } });
`;

forEachStore((store) => {
  let world: World;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-client-'));
  before(async () => {
    world = await makeWorld(store, { phones: true });
    buildClient(folder);
    for (const file of ['verify.mjs', 'verify.sh', 'handover.mjs']) {
      copyFileSync(path.join(EXAMPLES, file), path.join(folder, file));
    }
  });
  after(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const newNumber = makeNumbers();

  /** Runs an example and types the code that is texted meanwhile. */
  async function run(command: string, file: string) {
    const mobile = newNumber();
    const person = await world.person({ login: `by-${file}`, phones: { mobile }, prefers: 'text' });
    const { key } = await orderKey(world, ['verification']);
    const child = spawn(
      command,
      [path.join(folder, file), person.login, 'The safe', '192.0.2.90'],
      {
        env: { PATH: process.env['PATH'], PROOFUP_URL: world.publicUrl, PROOFUP_KEY: key },
        stdio: ['pipe', 'pipe', 'pipe'],
      },
    );
    const out = text(child.stdout);
    let said = '';
    const isAsked = Promise.withResolvers<void>();
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('The code')) isAsked.resolve();
    });
    child.once('exit', () => isAsked.resolve());
    await isAsked.promise;
    child.stdin.end(`${await codeTexted(world, mobile)}\n`);
    const told = await out;
    assert.notEqual(told, '', said);
    return { person, statement: JSON.parse(told) };
  }

  it('the example in plain Node, with the client that is made of the contract', async () => {
    const { person, statement } = await run(process.execPath, 'verify.mjs');
    assert.equal(statement.user.login, person.login);
    assert.deepEqual([statement.method, statement.purpose], ['text', 'The safe']);
  });

  it('the example that hands a person over: back in their browser, and in no other', async () => {
    const person = await world.person({ login: 'handed-over', apps: 1 });
    const port = String(await freePort());
    const home = `http://localhost:${port}`;
    const returnUrls = [`${home}/verified`];
    const { key } = await orderKey(world, ['verification'], { returnUrls });
    const env = { PATH: process.env['PATH'], PROOFUP_URL: world.publicUrl, PROOFUP_KEY: key };
    const file = path.join(folder, 'handover.mjs');
    const child = spawn(process.execPath, [file, person.login, 'The safe'], {
      env: { ...env, PORT: port },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      await once(child.stdout, 'data');
      const sent = await fetch(home, { redirect: 'manual' });
      assert.equal(sent.status, 303, await sent.text());
      const cookie = sent.headers.get('set-cookie')?.split(';')[0] ?? '';
      const link = sent.headers.get('location') ?? '';
      const back = await returnFrom(world, person, link);
      const stranger = await fetch(back);
      assert.deepEqual(
        [stranger.status, await stranger.text()],
        [403, 'another browser was handed over\n'],
      );
      const own = await fetch(back, { headers: { cookie } });
      assert.equal(await own.text(), `${person.login} was verified by totp (two-step)\n`);
      assert.equal((await fetch(back, { headers: { cookie } })).status, 403);
    } finally {
      child.kill();
    }
  });

  it('the example with curl', { skip: !hasTools && 'there is no curl, or no jq' }, async () => {
    const { person, statement } = await run('sh', 'verify.sh');
    assert.deepEqual([statement.user.login, statement.strength], [person.login, 'two-step']);
  });

  it('the types hold a program in TypeScript to the contract', () => {
    writeFileSync(path.join(folder, 'consumer.mts'), CONSUMER);
    const settings = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--module',
      'nodenext',
      '--target',
      'es2024',
    ];
    const found = spawnSync(
      path.join(ROOT, 'node_modules/.bin/tsc'),
      [...settings, '--types', '', '--lib', 'es2024,dom', path.join(folder, 'consumer.mts')],
      { encoding: 'utf8' },
    );
    assert.equal(found.status, 0, found.stdout);
  });
}, prepareDatabase);
