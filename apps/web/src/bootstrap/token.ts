/** What a link to this page ends with: browsers send the fragment to no server and no log. */
export const tokenOf = (fragment: string): string => fragment.replace(/^#/, '');

let taken: string | undefined;

/** Read once, then gone from the address bar and the history. */
export function takeToken(): string {
  taken ??= tokenOf(location.hash);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return taken;
}
