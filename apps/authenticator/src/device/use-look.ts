import type { DeviceView } from '@proofup/contract/device-schemas.ts';
import { useEffect, useEffectEvent, useState } from 'react';
import { look } from '#device/calls.ts';
import { noteServerTime } from '#device/server-clock.ts';
import type { DeviceAccount } from '#device/device-account.ts';

/** The server answers within this when there is no news. */
const WAIT_SECONDS = 25;
const RETRY_MS = 3_000;

export type Standing =
  | { readonly kind: 'known'; readonly view: DeviceView }
  /** Removed on the server, or never said to be theirs. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' };

export type Standings = ReadonlyMap<string, Standing>;

const pause = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Asks for each account, again and again, while the app can be seen. */
export function useLook(accounts: readonly DeviceAccount[]): Standings {
  const [standings, setStandings] = useState<Standings>(new Map());
  const visible = useVisible();
  const onStanding = useEffectEvent((id: string, standing: Standing) =>
    setStandings((known) => new Map(known).set(id, standing)),
  );

  useEffect(() => {
    if (!visible) return undefined;
    const stop = new AbortController();
    for (const account of accounts) {
      void watch(account, stop.signal, (standing) => onStanding(account.id, standing));
    }
    return () => stop.abort();
  }, [accounts, visible]);

  return standings;
}

async function watch(
  account: DeviceAccount,
  signal: AbortSignal,
  onStanding: (standing: Standing) => void,
): Promise<void> {
  let wait = 0;
  while (!signal.aborted) {
    const outcome = await look(account, wait, signal);
    if (signal.aborted) return;
    if (outcome.kind === 'ok') {
      noteServerTime(outcome.value.now);
      onStanding({ kind: 'known', view: outcome.value });
      // Something that is asked is answered here; until then there is no news to wait for.
      const { request, callerNumber } = outcome.value;
      wait = request === undefined && callerNumber === undefined ? WAIT_SECONDS : 0;
      if (wait === 0) await pause(signal);
      continue;
    }
    if (outcome.kind === 'problem' && outcome.code === 'device_unknown') {
      onStanding({ kind: 'unknown' });
      return;
    }
    onStanding({ kind: 'unreachable' });
    wait = 0;
    await pause(signal);
  }
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    const onChange = () => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, []);
  return visible;
}
