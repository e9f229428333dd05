import assert from 'node:assert/strict';
import { existsSync, statfsSync } from 'node:fs';
import os from 'node:os';
import { describe, it } from 'node:test';
import { scratchFolder } from './scratch.ts';

describe('scratchFolder', () => {
  it('is the one that somebody chose', () => {
    assert.equal(scratchFolder({ TMPDIR: '/somewhere/else' }), '/somewhere/else');
  });

  it('is in memory only where there is room', () => {
    const folder = scratchFolder({});
    if (folder === '/dev/shm') {
      const { bavail, bsize } = statfsSync(folder);
      assert.ok(bavail * bsize >= 3 * 1024 ** 3);
      return;
    }
    assert.equal(folder, os.tmpdir());
    assert.ok(existsSync(folder));
  });
});
