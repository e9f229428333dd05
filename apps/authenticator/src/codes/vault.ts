import { type Change, changeTogether, erase, readAll, write } from '#storage/database.ts';

/** What codes are sealed by: a key of this browser, or one that only the passkey of the lock opens. */
type SealingKey =
  | { readonly id: 'codes'; readonly key: CryptoKey }
  | {
      readonly id: 'codes';
      readonly iv: Uint8Array<ArrayBuffer>;
      readonly wrapped: ArrayBuffer;
    };

/** What is kept of one account: everything but its place is sealed. */
type SealedCode = {
  readonly id: string;
  readonly position: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
};

const AES = { name: 'AES-GCM', length: 256 } as const;
const USES = ['encrypt', 'decrypt'] as const;
const IV_BYTES = 12;

let known: Promise<CryptoKey> | undefined;

const freshIv = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(IV_BYTES));

async function readKey(): Promise<SealingKey | undefined> {
  const rows = await readAll<SealingKey>('keys');
  return rows.find(({ id }) => id === 'codes');
}

/** A key that cannot be read out: whoever copies the storage has ciphertext and nothing to open it with. */
async function sealingKey(): Promise<CryptoKey> {
  const kept = await readKey();
  if (kept !== undefined && 'wrapped' in kept) throw new Error('the codes are locked');
  if (kept !== undefined) return kept.key;
  const key = await crypto.subtle.generateKey(AES, false, USES);
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

async function seal<Value>(
  { id, position, ...value }: Kept<Value>,
  key: CryptoKey,
): Promise<SealedCode> {
  const iv = freshIv();
  const text = new TextEncoder().encode(JSON.stringify(value));
  return { id, position, iv, sealed: await crypto.subtle.encrypt(parametersOf(id, iv), key, text) };
}

/** All of them or none. */
export async function keep<Value>(...values: readonly Kept<Value>[]): Promise<void> {
  const key = await keyOf();
  const rows = await Promise.all(values.map((value) => seal(value, key)));
  await changeTogether(rows.map((put) => ({ in: 'codes', put })));
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

const unwrap = (wrapping: CryptoKey, wrapped: ArrayBuffer, iv: Uint8Array<ArrayBuffer>) =>
  crypto.subtle.unwrapKey('raw', wrapped, wrapping, parametersOf('codes', iv), AES, false, USES);

/** With what came out of the passkey; false where it is another one's. */
export async function openVault(wrapping: CryptoKey): Promise<boolean> {
  const kept = await readKey();
  if (kept === undefined || !('wrapped' in kept)) return false;
  const key = await unwrap(wrapping, kept.wrapped, kept.iv).catch(() => undefined);
  if (key === undefined) return false;
  known = Promise.resolve(key);
  return true;
}

export const closeVault = (): void => {
  known = undefined;
};

/**
 * Seals everything anew under a new key, in one step with whatever else changes by it: one that lies
 * beside the codes, or one that is wrapped and opens by what wrapped it alone.
 */
export async function sealAnew(
  wrapping: CryptoKey | undefined,
  more: readonly Change[],
): Promise<void> {
  const all = await openAll<Readonly<Record<string, unknown>>>();
  const key = await crypto.subtle.generateKey(AES, wrapping !== undefined, USES);
  const rows = await Promise.all(all.map((value) => seal(value, key)));
  const { row, used } = wrapping === undefined ? plain(key) : await wrap(key, wrapping);
  const sealed = rows.map((put) => ({ in: 'codes', put }) as const);
  await changeTogether([...sealed, { in: 'keys', put: row }, ...more]);
  known = Promise.resolve(used);
}

const plain = (key: CryptoKey) => ({ row: { id: 'codes', key } as const, used: key });

/** What is used from here on cannot be read out, either. */
async function wrap(key: CryptoKey, wrapping: CryptoKey) {
  const iv = freshIv();
  const wrapped = await crypto.subtle.wrapKey('raw', key, wrapping, parametersOf('codes', iv));
  return { row: { id: 'codes', iv, wrapped } as const, used: await unwrap(wrapping, wrapped, iv) };
}
