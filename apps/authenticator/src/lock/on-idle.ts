/** Long enough to look something up in another app. */
const HIDDEN_MS = 60_000;
const UNTOUCHED_MS = 5 * 60_000;

const TOUCHES = ['pointerdown', 'keydown'] as const;

/** Calls once nobody saw or touched the app for a while; a phone that slept notices as it wakes. */
export function onIdle(idle: () => void): () => void {
  let touchedAt = Date.now();
  let hiddenAt: number | undefined;
  const touch = () => {
    touchedAt = Date.now();
  };
  const isIdle = () =>
    Date.now() - touchedAt >= UNTOUCHED_MS ||
    (hiddenAt !== undefined && Date.now() - hiddenAt >= HIDDEN_MS);
  const look = () => {
    if (isIdle()) idle();
  };
  const onVisibility = () => {
    look();
    hiddenAt = document.visibilityState === 'hidden' ? Date.now() : undefined;
  };
  for (const name of TOUCHES) addEventListener(name, touch);
  document.addEventListener('visibilitychange', onVisibility);
  const timer = setInterval(look, 1_000);
  return () => {
    for (const name of TOUCHES) removeEventListener(name, touch);
    document.removeEventListener('visibilitychange', onVisibility);
    clearInterval(timer);
  };
}
