import { useEffect, useRef } from 'react';

/**
 * Reads one at a time. Told again while it reads, or while something else is asked for, it reads once
 * more afterwards: of two answers that overtake each other the newer one must not be the one dropped.
 *
 * @param read false: something newer came meanwhile, so its answer said nothing
 */
export function useReread(read: () => Promise<boolean>, busy: boolean): () => void {
  const latest = useRef({ read, busy });
  const reading = useRef({ now: false, again: false });

  async function reread(): Promise<void> {
    reading.current.again = true;
    if (reading.current.now) return;
    reading.current.now = true;
    while (reading.current.again && !latest.current.busy) {
      reading.current.again = false;
      if (!(await latest.current.read())) reading.current.again = true;
    }
    reading.current.now = false;
  }

  useEffect(() => {
    latest.current = { read, busy };
    if (!busy && reading.current.again) void reread();
  });

  return () => void reread();
}
