import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { loadKeyRing, saveKeyRing } from '#crypto/key-ring-file.ts';
import { makeKeyRing, rotateSealingKey, sealedBoxOf } from '#crypto/key-ring.ts';
import { makeLiveKeyRing } from '#crypto/live-key-ring.ts';
import type { AuthenticatorId } from '#domain/ids.ts';
import { addApp, addUser } from '#sql/testing/fixtures.ts';
import { sealAgain } from './seal-again.ts';
import { makeBench, openBench } from './testing/bench.ts';

describe('key rotation', () => {
  it('L03 seals everything again while a server reads, and no read fails', async () => {
    const bench = await makeBench();
    await bench.run('migrate');
    const ring = makeLiveKeyRing(bench.keyRingFile, () => performance.now());
    const server = await openBench(bench, ring);
    const ids: AuthenticatorId[] = [];
    for (let n = 0; n < 30; n += 1) ids.push(await addApp(server, await addUser(server)));

    const over = new AbortController();
    let reads = 0;
    const reading = (async () => {
      while (!over.signal.aborted) {
        for (const id of ids) {
          assert.equal((await server.stores.authenticators.secretOf(id))?.length, 20);
          reads += 1;
        }
        await wait(20);
      }
    })();
    const { exit, out } = await bench.run('keys', 'rotate');
    over.abort();
    await reading;
    assert.equal(exit, 0, out.join('\n'));
    assert.ok(out.some((line) => line.startsWith('30 values were sealed again')));
    assert.ok(reads > 100);

    // The server has the new key by now, and seals under it.
    await addApp(server, await addUser(server));
    const current = loadKeyRing(bench.keyRingFile);
    assert.equal(current.sealingKeys.length, 2);
    const left = await sealAgain(server, sealedBoxOf(current));
    assert.deepEqual(left, { resealed: 0, unreadable: 0 });

    const young = await bench.run('keys', 'retire');
    assert.equal(young.exit, 1);
    const aged = {
      ...current,
      sealingKeys: current.sealingKeys.map((key) => ({ ...key, createdAt: new Date(0) })),
    };
    await saveKeyRing(bench.keyRingFile, aged);
    assert.equal((await bench.run('keys', 'retire')).exit, 0);
    assert.equal(loadKeyRing(bench.keyRingFile).sealingKeys.length, 1);
    assert.equal((await bench.run('keys', 'status')).exit, 0);
    for (const id of ids) assert.ok(await server.stores.authenticators.secretOf(id));
    await server.close();
    await bench.remove();
  });

  it('L03 a running server keeps its ring when the file becomes bad, or another one', async () => {
    const bench = await makeBench();
    let now = 0;
    const ring = makeLiveKeyRing(bench.keyRingFile, () => now);
    const [first] = ring.sealingKeys;
    const refresh = (): boolean => {
      now += 1000;
      return ring.refresh();
    };
    assert.ok(!refresh());
    await writeFile(bench.keyRingFile, '{');
    assert.ok(!refresh());
    await saveKeyRing(bench.keyRingFile, makeKeyRing(new Date()));
    assert.ok(!refresh());
    assert.deepEqual(ring.sealingKeys, [first]);
    await saveKeyRing(bench.keyRingFile, rotateSealingKey(bench.keyRing, new Date()));
    assert.ok(refresh());
    assert.equal(ring.sealingKeys[1]?.id, first?.id);
    await bench.remove();
  });
});
