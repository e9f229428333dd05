import { useEffect, useEffectEvent } from 'react';

/** Again and again while something is awaited, and the page is looked at. */
export function useEvery(milliseconds: number, isAwaited: boolean, act: () => void): void {
  const onTime = useEffectEvent(() => {
    if (document.visibilityState === 'visible') act();
  });
  useEffect(() => {
    if (!isAwaited) return undefined;
    const timer = setInterval(() => onTime(), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds, isAwaited]);
}
