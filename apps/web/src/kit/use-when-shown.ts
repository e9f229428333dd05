import { useEffect, useEffectEvent } from 'react';

/** When the person comes back to this tab, or to this page by Back: another tab may have changed things. */
export function useWhenShown(act: () => Promise<void>): void {
  const onShown = useEffectEvent(() => {
    if (document.visibilityState === 'visible') void act();
  });
  useEffect(() => {
    const heard = () => onShown();
    document.addEventListener('visibilitychange', heard);
    addEventListener('pageshow', heard);
    return () => {
      document.removeEventListener('visibilitychange', heard);
      removeEventListener('pageshow', heard);
    };
  }, []);
}
