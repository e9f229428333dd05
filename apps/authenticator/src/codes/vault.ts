import { erase, readAll, write } from '#storage/database.ts';

type SealingKey = { readonly id: 'codes'; readonly key: CryptoKey };

/** What is kept of one account: everything but its place is sealed. */
type SealedCode = {
  readonly id: string;
  readonly position: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
};

const AES = { name: 'AES-GCM', length: 256 } as const;
const IV_BYTES = 12;

let known: Promise<CryptoKey> | undefined;

/** A key that cannot be read out: whoever copies the storage has ciphertext and nothing to open it with. */
async function sealingKey(): Promise<CryptoKey> {
  const [kept] = await readAll<SealingKey>('keys');
  if (kept !== undefined) return kept.key;
  const key = await crypto.subtle.generateKey(AES, false, ['encrypt', 'decrypt']);
  await write('keys', { id: 'codes', key } satisfies SealingKey);
  return key;
}

const keyOf = (): Promise<CryptoKey> => (known ??= sealingKey());

/** Bound to its row: one account's secret does not open in another's place. */
const parametersOf = (id: string, iv: Uint8Array<ArrayBuffer>) => ({
  name: AES.name,
  iv,
  additionalData: new TextEncoder().encode(id),
});

export type Kept<Value> = Value & { readonly id: string; readonly position: number };

export async function keep<Value>({ id, position, ...value }: Kept<Value>): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const text = new TextEncoder().encode(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt(parametersOf(id, iv), await keyOf(), text);
  await write('codes', { id, position, iv, sealed } satisfies SealedCode);
}

export async function openAll<Value>(): Promise<readonly Kept<Value>[]> {
  const key = await keyOf();
  const rows = await readAll<SealedCode>('codes');
  const opened = await Promise.all(
    rows.map(async ({ id, position, iv, sealed }) => {
      const text = await crypto.subtle.decrypt(parametersOf(id, iv), key, sealed);
      return { ...JSON.parse(new TextDecoder().decode(text)), id, position };
    }),
  );
  return opened.toSorted((a, b) => a.position - b.position);
}

export const forget = (id: string): Promise<void> => erase('codes', id);
