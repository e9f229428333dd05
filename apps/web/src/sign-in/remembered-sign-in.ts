const KEY = 'proofup.sign-in';

/**
 * The sign-in that this tab is in the middle of, for a reload. The id opens nothing by itself: the
 * cookie does. Storage may be refused; then a reload begins anew.
 */
export function rememberSignIn(id: string | undefined): void {
  try {
    if (id === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, id);
  } catch {
    // Nothing to do: see above.
  }
}

export function rememberedSignIn(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** The server's redirect names the sign-in; a reload finds it remembered. */
export function takeUpSignIn(): void {
  const signInId = location.hash.slice(1);
  if (signInId === '') return;
  rememberSignIn(signInId);
  history.replaceState(null, '', location.pathname);
}
