import { useEffect, useState } from 'react';

/** https://wicg.github.io/manifest-incubations/#beforeinstallpromptevent-interface: Chromium alone has it. */
type InstallPrompt = Event & { prompt(): Promise<unknown> };

const isPrompt = (event: Event): event is InstallPrompt => 'prompt' in event;

let kept: InstallPrompt | undefined;
let onKept: (() => void) | undefined;

/** It comes once, early, and may be used later. */
export function keepInstallPrompt(): void {
  addEventListener('beforeinstallprompt', (event) => {
    if (!isPrompt(event)) return;
    event.preventDefault();
    kept = event;
    onKept?.();
  });
}

/** Asks the browser to install the app; undefined where it did not offer to. */
export function useInstallPrompt(): (() => void) | undefined {
  const [offered, setOffered] = useState(kept);
  useEffect(() => {
    onKept = () => setOffered(kept);
    return () => {
      onKept = undefined;
    };
  }, []);
  if (offered === undefined) return undefined;
  return () => {
    void offered.prompt();
    kept = undefined;
    setOffered(undefined);
  };
}
