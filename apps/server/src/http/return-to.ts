/** Where people go after signing in when nothing else was asked. */
const HOME = '/security-info';

/**
 * A path of this site, or home. Parsed by the same rules as a browser's (WHATWG URL), so that no
 * spelling of another host slips through; back slashes and control characters never belong here.
 */
export function parseReturnTo(asked: string | undefined, publicUrl: string): string {
  if (asked === undefined || asked.length > 2048 || /[\\\p{Cc}]/u.test(asked)) return HOME;
  if (!asked.startsWith('/') || asked.startsWith('//')) return HOME;
  if (!URL.canParse(asked, publicUrl)) return HOME;
  const { origin, pathname, search, hash } = new URL(asked, publicUrl);
  // Dots that are taken away can leave `//` in front, which leads to another host when read again.
  const isOurs = origin === new URL(publicUrl).origin && !pathname.startsWith('//');
  return isOurs ? `${pathname}${search}${hash}` : HOME;
}
