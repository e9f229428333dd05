import { fromBase32 } from '#codes/base32.ts';
import { type CodeParameters, USUAL } from '#codes/code-parameters.ts';

export type Enrolment = CodeParameters & {
  readonly issuer: string;
  readonly account: string;
  readonly secret: Uint8Array<ArrayBuffer>;
};

const ALGORITHMS: Readonly<Record<string, CodeParameters['algorithm']>> = {
  SHA1: 'SHA-1',
  SHA256: 'SHA-256',
  SHA512: 'SHA-512',
};

/** The de-facto `otpauth://totp/Issuer:account?secret=…` URI; undefined for whatever is not one. */
export function parseOtpauth(text: string): Enrolment | undefined {
  const url = URL.parse(text.trim());
  if (url?.protocol !== 'otpauth:' || url.host !== 'totp') return undefined;
  const secret = fromBase32(url.searchParams.get('secret') ?? '');
  const parameters = parametersIn(url.searchParams);
  if (secret === undefined || parameters === undefined) return undefined;
  const [first = '', ...rest] = labelOf(url).split(':');
  const isNamed = rest.length > 0;
  const account = isNamed ? rest.join(':') : first;
  const issuer = url.searchParams.get('issuer') ?? (isNamed ? first : '');
  return { issuer, account: account.trim(), secret, ...parameters };
}

/** As they are in the address, or usual; undefined: not what this app can show. */
function parametersIn(query: URLSearchParams): CodeParameters | undefined {
  const algorithm = ALGORITHMS[(query.get('algorithm') ?? 'SHA1').toUpperCase()];
  const digits = Number(query.get('digits') ?? USUAL.digits);
  const period = Number(query.get('period') ?? USUAL.period);
  if (algorithm === undefined || (digits !== 6 && digits !== 8)) return undefined;
  return isPeriod(period) ? { algorithm, digits, period } : undefined;
}

const isPeriod = (seconds: number): boolean =>
  Number.isInteger(seconds) && seconds >= 5 && seconds <= 300;

function labelOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname.slice(1));
  } catch {
    return pathname.slice(1);
  }
}
