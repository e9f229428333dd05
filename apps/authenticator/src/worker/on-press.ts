/** What a notification was pressed for; each press is another one. */
export type Pressed = { readonly what: 'request' | 'not-me' };

const HASHES: Readonly<Record<string, Pressed>> = {
  '#request': { what: 'request' },
  '#not-me': { what: 'not-me' },
};

function fromAddress(): Pressed | undefined {
  const pressed = HASHES[location.hash];
  if (pressed !== undefined) history.replaceState(null, '', location.pathname);
  return pressed;
}

/** From the address of a window that the worker opened, or its word to one that was open already. */
export function onPress(pressed: (what: Pressed) => void): () => void {
  const first = fromAddress();
  if (first !== undefined) pressed(first);
  const onMessage = ({ data }: MessageEvent<unknown>) => {
    if (data === 'request' || data === 'not-me') pressed({ what: data });
  };
  const container: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  container?.addEventListener('message', onMessage);
  container?.startMessages();
  return () => container?.removeEventListener('message', onMessage);
}
