import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { compileCacheFolder } from './compile-cache-folder.mjs';

const modeOf = (folder: string): number => statSync(folder).mode & 0o777;

describe('the launcher', () => {
  for (const version of ['12.22.12', '20.19.0', '22.17.1']) {
    it(`says what to do on Node ${version}`, () => {
      const pretend = `Object.defineProperty(process, 'versions', { value: { node: '${version}' } })`;
      const { status, stderr, stdout } = spawnSync(
        process.execPath,
        [
          `--import=data:text/javascript,${encodeURIComponent(pretend)}`,
          path.join(import.meta.dirname, 'proofup.mjs'),
        ],
        { encoding: 'utf8' },
      );
      assert.equal(status, 1);
      assert.equal(stdout, '');
      assert.match(
        stderr,
        /^Proofup needs Node 24 and this is Node \S+: run it through npm .*\.\n$/,
      );
      assert.ok(stderr.includes(version));
    });
  }
});

describe('a reader that has gone', () => {
  it('ends the command without a word', async () => {
    const command = [path.join(import.meta.dirname, 'proofup.mjs'), 'config', 'document'];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
    assert.deepEqual([stderr, status], ['', 141]);
  });
});

describe('compileCacheFolder', () => {
  const base = mkdtempSync(path.join(os.tmpdir(), 'proofup-cache-'));
  after(() => rmSync(base, { recursive: true }));

  function home(name: string): string {
    const folder = path.join(base, name);
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }
  it('is a private folder of ours', () => {
    const folder = compileCacheFolder({ XDG_CACHE_HOME: home('fresh') });
    assert.equal(folder, path.join(base, 'fresh/proofup/compile-cache'));
    assert.equal(modeOf(folder), 0o700);
  });

  it('takes away what others had been allowed', () => {
    const loose = path.join(home('loose'), 'proofup');
    mkdirSync(loose);
    chmodSync(loose, 0o777);
    assert.ok(compileCacheFolder({ XDG_CACHE_HOME: path.dirname(loose) }));
    assert.equal(modeOf(loose), 0o700);
  });

  it('is none when it is a link to somewhere else', () => {
    const linked = home('linked');
    symlinkSync(home('elsewhere'), path.join(linked, 'proofup'));
    assert.equal(compileCacheFolder({ XDG_CACHE_HOME: linked }), undefined);
  });

  it('is none when others could swap a folder above it', () => {
    const open = home('open');
    chmodSync(open, 0o777);
    assert.equal(compileCacheFolder({ XDG_CACHE_HOME: open }), undefined);
  });

  it('is none when it cannot be made', () => {
    assert.equal(compileCacheFolder({ XDG_CACHE_HOME: '/proc/none' }), undefined);
  });
});
