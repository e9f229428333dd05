import { useEffect, useState } from 'react';

/** What somebody is at, beside looking at their accounts. */
export type Doing =
  | { readonly kind: 'device'; readonly code: string | undefined }
  | { readonly kind: 'code' }
  /** `from`: where it is typed instead. */
  | { readonly kind: 'scan'; readonly from: 'device' | 'code' }
  | { readonly kind: 'settings' }
  | { readonly kind: 'install' };

/** A code in the address is taken out of it at once: it stays in no history. */
function fromLink(): Doing | undefined {
  const code = /^#activate=([\w-]{1,64})$/.exec(location.hash)?.[1];
  if (code === undefined) return undefined;
  history.replaceState(null, '', location.pathname);
  return { kind: 'device', code };
}

/** What a link asked for, or what was pressed. */
export function useDoing() {
  const state = useState<Doing | undefined>(fromLink);
  const [, setDoing] = state;
  useEffect(() => {
    const onHash = () => {
      const linked = fromLink();
      if (linked !== undefined) setDoing(linked);
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, [setDoing]);
  return state;
}
