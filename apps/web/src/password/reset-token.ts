import { useEffect, useState } from 'react';

export type ResetLink = {
  /** 256 bits, base64url. */
  readonly token: string;
  /** Whose password it is, for what keeps passwords; nothing is decided by it. */
  readonly login: string;
};

/** The page's own fragments are none. */
export function resetLinkIn(fragment: string): ResetLink | undefined {
  const [, token, login = ''] = /^#([\w-]{43})(?:\.([\w-]+))?$/.exec(fragment) ?? [];
  return token === undefined ? undefined : { token, login: textIn(login) };
}

/** UTF-8 in base64url; nothing where it is not. */
function textIn(encoded: string): string {
  try {
    const bytes = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const units = Uint8Array.from(bytes, (unit) => unit.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(units);
  } catch {
    return '';
  }
}

let taken: ResetLink | undefined;

/** Read once, then gone from the address bar and the history. */
function takeLink(): ResetLink | undefined {
  const link = resetLinkIn(location.hash);
  if (link === undefined) return taken;
  taken = link;
  history.replaceState(null, '', location.pathname);
  return taken;
}

/** A newer link opened in the same tab changes the fragment alone. */
export function useResetLink(): ResetLink | undefined {
  const [link, setLink] = useState(takeLink);

  useEffect(() => {
    const take = () => setLink(takeLink());
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);

  return link;
}
