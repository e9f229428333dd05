import assert from 'node:assert/strict';
import path from 'node:path';
import { it } from 'node:test';
import { forEachStore, type StoreUnderTest } from '../../../../test/harness/for-each-store.ts';
import { type Bench, makeBench } from './testing/bench.ts';

const WHY = ['--reason', 'asked for at the desk'];

/** One installation whose life is its commands alone. */
async function withBench(
  store: StoreUnderTest,
  work: (bench: Bench) => Promise<void>,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const made = await store.make();
  const bench = await makeBench({ database: made.connection, ...settings });
  try {
    await work(bench);
  } finally {
    await bench.remove();
    await made.close();
  }
}

async function succeeds(bench: Bench, ...args: readonly string[]): Promise<string> {
  const { exit, out, error } = await bench.run(...args);
  assert.equal(exit, 0, [args.join(' '), ...error].join(': '));
  return out.join('\n');
}

forEachStore((store) => {
  it('the command line keeps accounts, keys and the audit log', async () => {
    await withBench(store, async (bench) => {
      await succeeds(bench, 'migrate');
      await succeeds(bench, 'user', 'add', 'kim', '--name', 'Kim Doe', ...WHY);
      await succeeds(bench, 'user', 'state', 'kim', 'enforced', ...WHY);
      assert.match(await succeeds(bench, 'user', 'pass', 'kim', ...WHY), /^pass for kim: /);
      assert.match(await succeeds(bench, 'user', 'clear', 'kim', ...WHY), /1 methods removed/);
      await succeeds(bench, 'user', 'block', 'kim', ...WHY);
      await succeeds(bench, 'keys', 'rotate');
      await succeeds(bench, 'doctor');
      assert.match(
        await succeeds(bench, 'audit', 'verify'),
        /nothing edited, deleted or reordered/,
      );
    });
  });

  it('a backup is restored elsewhere under the same keys, and verifies there', async () => {
    await withBench(store, async (bench) => {
      await succeeds(bench, 'migrate');
      await succeeds(bench, 'user', 'add', 'kim', '--name', 'Kim Doe', ...WHY);
      const file = path.join(bench.folder, 'backup.jsonl');
      await succeeds(bench, 'backup', file);
      assert.equal((await bench.run('restore', file)).exit, 1, 'only into an empty database');

      const elsewhere = async (other: Bench) => {
        await succeeds(other, 'restore', file);
        assert.match(
          await succeeds(other, 'audit', 'verify'),
          /nothing edited, deleted or reordered/,
        );
        const again = await other.run('user', 'add', 'kim', '--name', 'Kim', ...WHY);
        assert.match(again.error.join(), /belongs to somebody already/);
      };
      await withBench(store, elsewhere, { keyRingFile: bench.keyRingFile });
    });
  });
});
