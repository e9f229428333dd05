import { useEffect, useEffectEvent } from 'react';
import { listen } from '#api/events.ts';
import { serverNow } from '#api/server-clock.ts';

type Watch = {
  readonly path: string;
  /** Nothing to wait for, nothing to listen to. */
  readonly active: boolean;
  readonly expiresAt: string | undefined;
};

/** The server has the last word on what is over; this is how long after its time it is asked. */
const GRACE_MS = 500;

/** Asks for the state anew whenever the server says that it moved, and when its time is up. */
export function useLive({ path, active, expiresAt }: Watch, refresh: () => void): void {
  const onChange = useEffectEvent(refresh);

  useEffect(() => (active ? listen(path, () => onChange()) : undefined), [path, active]);

  useEffect(() => {
    if (expiresAt === undefined) return undefined;
    const wait = Date.parse(expiresAt) - serverNow() + GRACE_MS;
    if (wait < 0) return undefined;
    const timer = setTimeout(() => onChange(), wait);
    return () => clearTimeout(timer);
  }, [expiresAt]);
}
