export type CookieKind =
  | 'session'
  | 'sign-in'
  | 'browser'
  | 'passkey'
  | 'remembered'
  /** Of a host behind a proxy: who was let in, and which browser was sent to sign in. */
  | 'access'
  | 'asked';

const NAMES: Readonly<Record<CookieKind, string>> = {
  session: 'session',
  'sign-in': 'sign-in',
  browser: 'browser',
  passkey: 'passkey',
  remembered: 'remembered',
  access: 'access',
  asked: 'asked',
};

/** Browsers keep no cookie longer than 400 days (RFC 6265bis). */
const BROWSER_SECONDS = 400 * 24 * 60 * 60;
/** As long as the browser's dialog may take. */
const PASSKEY_SECONDS = 5 * 60;
/** Somebody may sign in twice over before coming back. */
const ASKED_SECONDS = 30 * 60;

const MAX_AGE: Readonly<Partial<Record<CookieKind, number>>> = {
  browser: BROWSER_SECONDS,
  passkey: PASSKEY_SECONDS,
  asked: ASKED_SECONDS,
};

export type Cookies = {
  read(header: string | undefined, kind: CookieKind): string | undefined;
  /** `seconds`: how long the browser keeps it; as long as its kind is good for where not said. */
  set(kind: CookieKind, value: string, seconds?: number): string;
  clear(kind: CookieKind): string;
};

/**
 * Opaque values, `__Host-` with https: no sub-domain can plant one (RFC 6265bis section 4.1.3.2).
 * Without https (evaluation) cookies cross ports, so the port is in the name.
 */
export function makeCookies(publicUrl: string): Cookies {
  const { protocol, port } = new URL(publicUrl);
  const isSecure = protocol === 'https:';
  const nameOf = (kind: CookieKind): string =>
    isSecure ? `__Host-proofup-${NAMES[kind]}` : `proofup-${port}-${NAMES[kind]}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;

  return {
    read: (header, kind) => readCookie(header, nameOf(kind)),
    set: (kind, value, seconds = MAX_AGE[kind]) =>
      `${nameOf(kind)}=${value}; ${attributes}${seconds === undefined ? '' : `; Max-Age=${seconds}`}`,
    clear: (kind) => `${nameOf(kind)}=; ${attributes}; Max-Age=0`,
  };
}

/**
 * Nothing but the one blank between two is taken off a name: browsers let anybody set one that only
 * begins with more of it, and keep `__Host-` names to us. Base64url values of ours only; the first
 * of a name wins, as browsers send the most specific first.
 */
function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.replace(/^ /, '').split('=', 2);
    if (key === name)
      return value !== undefined && /^[\w-]{1,128}$/.test(value) ? value : undefined;
  }
  return undefined;
}
