import type { Result } from '@proofup/contract/client.ts';
import { useEffect, useRef } from 'react';

/** Undefined: something newer came meanwhile, so its answer said nothing. */
type Read = () => Promise<Result<unknown> | undefined>;

/**
 * Reads one at a time. Told again while it reads, or while something else is asked for, it reads once
 * more afterwards: of two answers that overtake each other the newer one must not be the one dropped.
 * Told that it came too early, it reads once more as soon as it may.
 */
export function useReread(read: Read, busy: boolean): () => void {
  const latest = useRef({ read, busy });
  const reading = useRef({ now: false, again: false });

  async function reread(): Promise<void> {
    reading.current.again = true;
    if (reading.current.now) return;
    reading.current.now = true;
    while (reading.current.again && !latest.current.busy) {
      reading.current.again = false;
      const result = await latest.current.read();
      const wait = result === undefined ? 0 : pauseAfter(result);
      if (wait === undefined) continue;
      await new Promise((resolve) => setTimeout(resolve, wait));
      reading.current.again = true;
    }
    reading.current.now = false;
  }

  useEffect(() => {
    latest.current = { read, busy };
    if (!busy && reading.current.again) void reread();
    // Nobody looks any more, or the next render says otherwise.
    return () => {
      latest.current.busy = true;
    };
  });

  return () => void reread();
}

/** In milliseconds, where it was asked for too soon. */
function pauseAfter(result: Result<unknown>): number | undefined {
  if (result.kind !== 'problem' || result.problem.code !== 'too_many_attempts') return undefined;
  return (result.problem.retryAfter ?? 1) * 1000;
}
