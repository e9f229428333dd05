import { useEffect, useState } from 'react';

/** 256 bits, base64url. The page's own fragments are none. */
export const resetTokenIn = (fragment: string): string | undefined =>
  /^#([\w-]{43})$/.exec(fragment)?.[1];

let taken: string | undefined;

/** Read once, then gone from the address bar and the history. */
function takeToken(): string | undefined {
  const token = resetTokenIn(location.hash);
  if (token === undefined) return taken;
  taken = token;
  history.replaceState(null, '', location.pathname);
  return taken;
}

/** A newer link opened in the same tab changes the fragment alone. */
export function useResetToken(): string | undefined {
  const [token, setToken] = useState(takeToken);

  useEffect(() => {
    const take = () => setToken(takeToken());
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);

  return token;
}
