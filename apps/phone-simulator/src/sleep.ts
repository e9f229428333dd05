import { setTimeout as timeout } from 'node:timers/promises';

/** Waits, or not so long if the interruption comes first; rejects when the signal is aborted. */
export async function sleep(
  ms: number,
  signal: AbortSignal,
  interruption: Promise<unknown> = new Promise(() => {}),
): Promise<void> {
  const early = new AbortController();
  const timer = timeout(ms, undefined, { signal: AbortSignal.any([signal, early.signal]) });
  try {
    await Promise.race([interruption, timer]);
  } finally {
    timer.catch(() => {});
    early.abort();
  }
}
