/** https://www.w3.org/TR/badging/: where the home screen has none, nothing happens. */
export function showWaiting(count: number): void {
  const done = count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count);
  void done?.catch(() => undefined);
}
