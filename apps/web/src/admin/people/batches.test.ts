import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Batch, batchesOf } from '#admin/people/batches.ts';

async function all(...parts: readonly string[]): Promise<readonly Batch[]> {
  const batches: Batch[] = [];
  for await (const batch of batchesOf(new Blob([...parts]))) batches.push(batch);
  return batches;
}

describe('batches of a file', () => {
  it('are whole lines, numbered on, and the last one says so', async () => {
    const lines = Array.from({ length: 1001 }, (_, n) => `user${n},User ${n},,enabled`);
    const batches = await all(`${lines.join('\r\n')}\r\n`);
    assert.deepEqual(
      batches.map(({ firstLine, last }) => [firstLine, last]),
      [
        [1, false],
        [401, false],
        [801, true],
      ],
    );
    assert.equal(batches.map(({ csv }) => csv).join('\n'), lines.join('\n'));
  });

  it('are small enough for the server, whatever is in them', async () => {
    const nasty = `${'"'.repeat(500)}${'ü'.repeat(500)}`;
    const batches = await all(Array.from({ length: 300 }, () => nasty).join('\n'));
    for (const { csv } of batches) {
      assert.ok(Buffer.byteLength(JSON.stringify({ csv })) < 60_000);
    }
    const [long] = await all('x'.repeat(1_000_000));
    assert.equal(long?.csv.length, 2000);
  });

  it('an empty file has none', async () => assert.deepEqual(await all(''), []));
});
