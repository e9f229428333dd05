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
  const url = new URL(asked, publicUrl);
  return url.origin === new URL(publicUrl).origin
    ? `${url.pathname}${url.search}${url.hash}`
    : HOME;
}
