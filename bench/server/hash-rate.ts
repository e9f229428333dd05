import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { PASSWORD } from '../lib/accounts.ts';
import { HASH_COST } from '../lib/hash-cost.ts';

/** CPU milliseconds of one bare check of a password, as many at once as the server does. */
export async function hashCpuMs(calls: number): Promise<number> {
  const stored = await hash(PASSWORD, HASH_COST.production);
  const before = process.cpuUsage();
  let left = calls;
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await verify(stored, PASSWORD);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / calls;
}
