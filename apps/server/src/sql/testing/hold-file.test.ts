import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { holdFile } from '../hold-file.ts';

const HOLD = `
const { holdFile } = await import(process.argv[1]);
console.log(holdFile(process.argv[2]) === undefined ? 'taken' : 'held');
setInterval(() => undefined, 1000);
`;

describe('holdFile', () => {
  let folder = '';
  let file = '';
  before(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'proofup-hold-'));
    file = path.join(folder, 'lock');
  });
  after(() => rm(folder, { recursive: true }));

  async function another() {
    const module = path.join(import.meta.dirname, '../hold-file.ts');
    const child = spawn(process.execPath, ['--input-type=module', '-e', HOLD, module, file]);
    const [said]: string[] = await once(child.stdout.setEncoding('utf8'), 'data');
    const kill = async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    };
    return { said: said?.trim(), kill };
  }

  it('gives a file to one, and to the next when that lets go', () => {
    const first = holdFile(file);
    assert.ok(first);
    assert.equal(holdFile(file), undefined);
    first.release();
    const second = holdFile(file);
    assert.ok(second);
    second.release();
  });

  it('leaves nothing held by a process that was killed', async () => {
    const one = await another();
    assert.equal(one.said, 'held');
    const two = await another();
    assert.equal(two.said, 'taken');
    assert.equal(holdFile(file), undefined);
    await Promise.all([one.kill(), two.kill()]);
    const held = holdFile(file);
    assert.ok(held);
    held.release();
  });
});
