import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 15_000;

/** What runs beside the requests takes a moment of the real clock. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('it did not come about');
    await sleep(50);
  }
}
