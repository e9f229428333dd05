import { fromBase64 } from '#codes/base64.ts';
import type { NewCodeAccount } from '#codes/code-account.ts';
import {
  boundTo,
  type ExportFile,
  FORMAT,
  keyFrom,
  MOST_ITERATIONS,
  VERSION,
} from '#codes/transfer/export-file.ts';

export type ReadExport =
  | { readonly kind: 'read'; readonly accounts: readonly NewCodeAccount[] }
  /** Something else altogether, or a version that this app does not know. */
  | { readonly kind: 'no-export' | 'newer' }
  /** Not as it was written, and what is wrong with it is no passphrase. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'wrong-passphrase' };

/** What somebody saved on this or another phone. */
export async function readExport(text: string, passphrase: string): Promise<ReadExport> {
  const file = parse(text);
  if (typeof file === 'string') return { kind: file };
  const bytes = decode(file);
  if (bytes === undefined) return { kind: 'damaged' };
  const { salt, iv, data, digest } = bytes;
  const actual = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  if (!isSame(actual, digest)) return { kind: 'damaged' };
  const key = await keyFrom(passphrase, { salt, iterations: file.kdf.iterations });
  const parameters = { name: 'AES-GCM', iv, additionalData: boundTo(file) };
  const opened = await crypto.subtle.decrypt(parameters, key, data).catch(() => undefined);
  if (opened === undefined) return { kind: 'wrong-passphrase' };
  const accounts = accountsIn(new TextDecoder().decode(opened));
  return accounts === undefined ? { kind: 'damaged' } : { kind: 'read', accounts };
}

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): ExportFile | 'no-export' | 'newer' | 'damaged' {
  const value = parseJson(text);
  if (!isMembers(value) || value['format'] !== FORMAT) return 'no-export';
  if (value['version'] !== VERSION) return 'newer';
  return isWhole(value) ? value : 'damaged';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isWhole(value: Members): value is ExportFile & Members {
  const { kdf, cipher, data, digest } = value;
  if (!isMembers(kdf) || !isMembers(cipher)) return false;
  const { iterations } = kdf;
  return (
    kdf['name'] === 'PBKDF2-SHA-256' &&
    cipher['name'] === 'AES-256-GCM' &&
    Number.isInteger(iterations) &&
    Number(iterations) > 0 &&
    Number(iterations) <= MOST_ITERATIONS &&
    [kdf['salt'], cipher['iv'], data, digest].every((part) => typeof part === 'string')
  );
}

function decode({ kdf, cipher, data, digest }: ExportFile) {
  try {
    return {
      salt: fromBase64(kdf.salt),
      iv: fromBase64(cipher.iv),
      data: fromBase64(data),
      digest: fromBase64(digest),
    };
  } catch {
    return undefined;
  }
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);

function accountsIn(text: string): readonly NewCodeAccount[] | undefined {
  const value = parseJson(text);
  const accounts = isMembers(value) ? value['accounts'] : undefined;
  return Array.isArray(accounts) && accounts.every(isAccount) ? accounts : undefined;
}

function isAccount(value: unknown): value is NewCodeAccount {
  if (!isMembers(value)) return false;
  const { issuer, account, secret, algorithm, digits, period } = value;
  return (
    typeof issuer === 'string' &&
    typeof account === 'string' &&
    typeof secret === 'string' &&
    /^[A-Za-z0-9+/]+=*$/.test(secret) &&
    ['SHA-1', 'SHA-256', 'SHA-512'].some((known) => known === algorithm) &&
    [6, 8].some((known) => known === digits) &&
    Number.isInteger(period) &&
    Number(period) >= 5 &&
    Number(period) <= 300
  );
}
