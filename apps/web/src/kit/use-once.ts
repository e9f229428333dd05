import { useEffect, useEffectEvent } from 'react';

/** When the screen comes up, whatever changes on it afterwards. */
export function useOnce(act: () => void): void {
  const onShown = useEffectEvent(act);
  useEffect(() => onShown(), []);
}
