import { useEffect, useState } from 'react';
import { serverNow } from '#device/server-clock.ts';

const leftUntil = (until: string): number =>
  Math.max(0, Math.ceil((Date.parse(until) - serverNow()) / 1000));

export function useSecondsLeft(until: string): number {
  const [left, setLeft] = useState(() => leftUntil(until));
  useEffect(() => {
    const timer = setInterval(() => setLeft(leftUntil(until)), 500);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
