import { toBase64 } from '#codes/base64.ts';
import type { NewCodeAccount } from '#codes/code-account.ts';
import {
  boundTo,
  type ExportFile,
  FORMAT,
  type Header,
  ITERATIONS,
  keyFrom,
  VERSION,
} from '#codes/transfer/export-file.ts';

const random = (bytes: number): Uint8Array<ArrayBuffer> =>
  crypto.getRandomValues(new Uint8Array(bytes));

/** The codes of other sites and nothing else: keys that approve sign-ins cannot leave the phone. */
export async function writeExport(
  accounts: readonly NewCodeAccount[],
  passphrase: string,
): Promise<ExportFile> {
  const [salt, iv] = [random(16), random(12)];
  const header: Header = {
    format: FORMAT,
    version: VERSION,
    kdf: { name: 'PBKDF2-SHA-256', iterations: ITERATIONS, salt: toBase64(salt) },
    cipher: { name: 'AES-256-GCM', iv: toBase64(iv) },
  };
  const text = new TextEncoder().encode(JSON.stringify({ accounts: accounts.map(only) }));
  const key = await keyFrom(passphrase, { salt, iterations: ITERATIONS });
  const parameters = { name: 'AES-GCM', iv, additionalData: boundTo(header) };
  const sealed = new Uint8Array(await crypto.subtle.encrypt(parameters, key, text));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', sealed));
  return { ...header, data: toBase64(sealed), digest: toBase64(digest) };
}

/** Neither its place nor its id here. */
const only = ({ issuer, account, secret, algorithm, digits, period }: NewCodeAccount) => ({
  issuer,
  account,
  secret,
  algorithm,
  digits,
  period,
});
