import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, it } from 'node:test';
import { buildClient } from '../../packages/client/build.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { orderKey } from '../harness/world/key.ts';
import { codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const EXAMPLES = path.join(ROOT, 'examples/verification');
const hasTools =
  spawnSync('jq', ['--version']).status === 0 && spawnSync('curl', ['--version']).status === 0;

const CONSUMER = `
import { makeClient } from './proofup-client.js';
const call = makeClient({ url: 'https://verify.example.org', key: 'x' });
const answer = await call('readVerification', { params: { verificationId: 'x' } });
if (answer.kind === 'ok') {
  const method: 'text' | 'call' | 'spoken-code' | 'push' | 'totp' = answer.value.method;
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
    for (const file of ['verify.mjs', 'verify.sh']) {
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
