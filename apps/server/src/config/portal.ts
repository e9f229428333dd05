import { parsesAsUrl } from './setting-types.ts';

const PORTAL = /^([^=]+)=(.+)$/;

/** `Staff pages=https://portal.example.org`: a name without `=`, then an address. */
export function parsePortal(entry: string): { readonly name: string; readonly url: string } {
  const [, name = '', url = ''] = PORTAL.exec(entry) ?? [];
  return { name: name.trim(), url: url.trim() };
}

export const isPortal = (entry: string): boolean => {
  const { name, url } = parsePortal(entry);
  return name !== '' && name.length <= 60 && parsesAsUrl(url, ['https:']);
};
