import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import type { World } from './world.ts';

/** What Node calls the work of a hash is found out by making one; promises and ticks are everywhere. */
const EVERYWHERE: readonly string[] = ['PROMISE', 'TickObject', 'Immediate', 'Timeout'];

async function typesOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const types: string[] = [];
  const hook = createHook({ init: (_, type) => void types.push(type) }).enable();
  await work().finally(() => hook.disable());
  return types.filter((type) => !EVERYWHERE.includes(type));
}

/** Counts the slow hashes that some work costs. */
export async function makeHashCounter({ hasher }: World) {
  const calibrated = await typesOf(() => hasher.hash('one'));
  const [ofHash] = calibrated;
  assert.ok(ofHash !== undefined && calibrated.length === 1, calibrated.join());
  return async (work: () => Promise<unknown>): Promise<number> =>
    (await typesOf(work)).filter((type) => type === ofHash).length;
}
