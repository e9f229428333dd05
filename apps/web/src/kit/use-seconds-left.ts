import { useSyncExternalStore } from 'react';
import { serverNow } from '#api/server-clock.ts';
import { secondsUntil } from '#kit/duration.ts';

function everySecond(onTick: () => void): () => void {
  const timer = setInterval(onTick, 1000);
  return () => clearInterval(timer);
}

/** Counts down to a moment on the server's clock; none when there is none to wait for. */
export function useSecondsLeft(until: string | undefined): number {
  const then = until === undefined ? 0 : Date.parse(until);
  return useSyncExternalStore(everySecond, () => secondsUntil(then, serverNow()));
}
